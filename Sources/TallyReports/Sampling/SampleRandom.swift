/// Numbers that are the same for the same seed everywhere: SplitMix64 (Steele, Lea and Flood, 2014), and whole numbers only.
struct SampleRandom: Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number from 0 to `bound` - 1; 0 where `bound` is less than 1.
    mutating func below(_ bound: Int) -> Int {
        Int(self.next().multipliedFullWidth(by: UInt64(max(bound, 1))).high)
    }

    /// A number of the range.
    mutating func among(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + self.below(range.count)
    }

    /// Whether something comes about that does so in `share` of ten thousand cases.
    mutating func happens(_ share: Int) -> Bool {
        self.below(10_000) < share
    }

    /// A number around `median`, seldom far above it, as lengths of texts are: log-normal with a sigma of 0.5.
    mutating func around(_ median: Int) -> Int {
        let place = self.below(Self.quantiles.count - 1)
        let (low, high) = (Self.quantiles[place], Self.quantiles[place + 1])
        return median * (low + self.below(high - low + 1)) / 1_000
    }

    /// The index of one of the weights, each as often as it weighs; 0 where nothing weighs.
    mutating func pick(_ weights: [Int]) -> Int {
        var rest = self.below(weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            if rest < weight { return index }
            rest -= weight
        }
        return 0
    }

    /// exp(0.5 z) in thousandths at every 32nd of the normal distribution, the ends at 0.002 and 0.9995.
    private static let quantiles = [
        237, 394, 464, 517, 563, 604, 642, 678, 714, 749, 783, 818, 853, 888, 924, 962, 1_000, 1_040, 1_082, 1_126,
        1_173,
        1_223, 1_277, 1_336, 1_401, 1_474, 1_558, 1_657, 1_777, 1_933, 2_153, 2_538, 5_182,
    ]
}
