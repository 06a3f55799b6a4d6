/// Takes a part of a text apart, orders its marks and puts it together again, as UAX #15 defines.
struct Recomposition {
    /// A scalar with its combining class in the upper eight bits.
    private typealias Classified = UInt32

    private let rules: NormalizationRules
    private var scalars: [Classified] = []
    private var sorted: [Classified] = []
    private var output: [UInt8] = []

    init(_ rules: NormalizationRules) {
        self.rules = rules
    }

    /// Returns the normal form of `text[range]`, or nil if that is what is there.
    ///
    /// - Precondition: No scalar before the range is joined to what is in it, and none in it to what is behind.
    mutating func normalized(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        self.decompose(text, range)
        self.order()
        self.compose()
        self.encode()
        guard self.output.count == range.count else { return self.output }
        for (offset, byte) in self.output.enumerated() where byte != text[range.lowerBound + offset] {
            return self.output
        }
        return nil
    }

    private mutating func decompose(_ text: Span<UInt8>, _ range: Range<Int>) {
        self.scalars.removeAll(keepingCapacity: true)
        var position = range.lowerBound
        while position < range.upperBound {
            let lead = text[position]
            guard lead >= 0x80 else {
                self.scalars.append(UInt32(lead))
                position += 1
                continue
            }
            // Unsafe: valid UTF-8, of which a character starts here.
            let (scalar, length) = unsafe text.scalarAboveASCII(at: position, lead: lead)
            self.rules.decompose(scalar) { self.scalars.append(UInt32($1) << 24 | $0) }
            position += length
        }
    }

    /// Orders each run of marks by their class; those of one class keep their order.
    private mutating func order() {
        var start = 0
        while start < self.scalars.count {
            guard Self.combiningClass(self.scalars[start]) != 0 else {
                start += 1
                continue
            }
            var end = start + 1
            while end < self.scalars.count, Self.combiningClass(self.scalars[end]) != 0 { end += 1 }
            if end - start < 16 {
                self.insertionSort(start..<end)
            } else {
                self.countingSort(start..<end)
            }
            start = end
        }
    }

    private mutating func insertionSort(_ range: Range<Int>) {
        for index in range.dropFirst() {
            let scalar = self.scalars[index]
            var place = index
            while place > range.lowerBound,
                Self.combiningClass(self.scalars[place - 1]) > Self.combiningClass(scalar)
            {
                self.scalars[place] = self.scalars[place - 1]
                place -= 1
            }
            self.scalars[place] = scalar
        }
    }

    /// Linear, so that a text of nothing but marks is no trap.
    private mutating func countingSort(_ range: Range<Int>) {
        var places = [Int](repeating: 0, count: 257)
        for index in range { places[Self.combiningClass(self.scalars[index]) + 1] += 1 }
        for kind in 1..<places.count { places[kind] += places[kind - 1] }
        self.sorted.removeAll(keepingCapacity: true)
        self.sorted.append(contentsOf: self.scalars[range])
        for scalar in self.sorted {
            let kind = Self.combiningClass(scalar)
            self.scalars[range.lowerBound + places[kind]] = scalar
            places[kind] += 1
        }
    }

    private mutating func compose() {
        var starter: Int?
        var count = 0
        // Of the last scalar behind the starter that stays; 0 if there is none.
        var lastClass = 0
        for scalar in self.scalars {
            let kind = Self.combiningClass(scalar)
            if let place = starter, lastClass == 0 || lastClass < kind,
                let composite = self.rules.composite(self.scalars[place], scalar & 0xFF_FFFF)
            {
                self.scalars[place] = composite
                continue
            }
            if kind == 0 { starter = count }
            lastClass = kind
            self.scalars[count] = scalar
            count += 1
        }
        self.scalars.removeLast(self.scalars.count - count)
    }

    private mutating func encode() {
        self.output.removeAll(keepingCapacity: true)
        for scalar in self.scalars {
            guard let scalar = Unicode.Scalar(scalar & 0xFF_FFFF) else { continue }
            self.output.append(contentsOf: scalar.utf8)
        }
    }

    private static func combiningClass(_ scalar: Classified) -> Int {
        Int(scalar >> 24)
    }
}
