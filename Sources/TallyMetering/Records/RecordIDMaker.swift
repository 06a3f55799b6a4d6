internal import Synchronization

/// Makes ids of records and calls: UUIDs of version 7 (RFC 9562).
///
/// An id that is made after another one by the same maker sorts behind it, also within a millisecond and also if the clock
/// went back in between. For that 12 bits behind the time count on (RFC 9562, section 6.2, method 1), and more than 4,096
/// ids in a millisecond borrow from the next. The other 62 bits are a keyed hash of the first 64, with a key that each
/// maker takes from the system's entropy: ids of one maker never meet, those of two do as seldom as random ones.
///
/// It may be used by any number of tasks at once; they share one atomic word and no lock.
public final class RecordIDMaker: Sendable {
    // Milliseconds since 1970 in 52 bits, then the count in 12.
    private let last: Atomic<UInt64>
    private let key: (first: UInt64, second: UInt64)

    private static let countBits: UInt64 = 12
    private static let largestTime: Int64 = 1 << 48 - 1

    /// Creates a maker with a key of its own.
    public convenience init() {
        var generator = SystemRandomNumberGenerator()
        self.init(key: (generator.next(), generator.next()))
    }

    /// Creates a maker with this key, so that a test can make the same ids again.
    init(key: (first: UInt64, second: UInt64)) {
        self.last = Atomic(0)
        self.key = key
    }

    /// Makes the next id.
    ///
    /// It takes no system call where the clock needs none, and does not allocate.
    public func makeID() -> RecordID {
        self.makeID(at: .now)
    }

    /// Makes the next id of a record of `time`, which may be earlier than that of the ids before: then theirs counts on.
    ///
    /// Times before 1970 and after the year 10889 do not fit an id and count as these.
    public func makeID(at time: Timestamp) -> RecordID {
        let milliseconds = UInt64(min(max(time.millisecondsSince1970, 0), Self.largestTime))
        let earliest = milliseconds << Self.countBits
        var last = self.last.load(ordering: .relaxed)
        while true {
            let next = max(earliest, last &+ 1)
            let (exchanged, original) = self.last.weakCompareExchange(
                expected: last,
                desired: next,
                ordering: .relaxed
            )
            if exchanged { return self.id(next) }
            last = original
        }
    }

    private func id(_ number: UInt64) -> RecordID {
        let count = number & (1 << Self.countBits - 1)
        let high = (number >> Self.countBits) << 16 | 0x7000 | count
        let hash = Self.mixed(Self.mixed(number ^ self.key.first) ^ self.key.second)
        return RecordID(high: high, low: 0b10 << 62 | hash >> 2)
    }

    /// The last step of SplitMix64 (Steele, Lea and Flood, 2014): one to one, and every bit depends on every other.
    private static func mixed(_ word: UInt64) -> UInt64 {
        var mixed = word &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
