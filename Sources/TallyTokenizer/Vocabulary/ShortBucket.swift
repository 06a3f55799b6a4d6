/// A bucket of ``PieceTable``'s short tokens: up to three, with their ids, in half a cache line.
struct ShortBucket: BitwiseCopyable {
    /// A ``ShortKey`` and a one, or zero for an empty place; the first places are filled first.
    var first: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0
    /// The ids in the same order, of 21 bits each.
    var ids: UInt64 = 0

    static let idBits: UInt64 = 21

    /// Puts a token into an empty place, or returns false if there is none.
    mutating func insert(_ key: UInt64, id: UInt32) -> Bool {
        let place: UInt64
        if self.first == 0 {
            self.first = key | 1
            place = 0
        } else if self.second == 0 {
            self.second = key | 1
            place = 1
        } else if self.third == 0 {
            self.third = key | 1
            place = 2
        } else {
            return false
        }
        self.ids |= UInt64(id) << (Self.idBits * place)
        return true
    }

    /// Returns the id of the token with this key, or nil.
    @inline(__always)
    func find(_ key: UInt64) -> UInt32? {
        let difference = self.differs(from: key)
        return difference.isMiss == 0 ? self.id(at: difference.place) : nil
    }

    /// Returns zero if a token has this key, else one, and in which place it is.
    ///
    /// Without a branch: which place it is nobody can predict.
    @inline(__always)
    func differs(from key: UInt64) -> (isMiss: UInt64, place: UInt64) {
        let first = self.first ^ (key | 1)
        let second = self.second ^ (key | 1)
        let third = self.third ^ (key | 1)
        let notFirst = PieceKey.isNotZero(first)
        let notSecond = PieceKey.isNotZero(second)
        return (PieceKey.isNotZero(min(min(first, second), third)), notFirst &+ (notFirst & notSecond))
    }

    @inline(__always)
    func id(at place: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: self.ids &>> (place &* Self.idBits) & (1 << Self.idBits &- 1))
    }

    var words: [UInt64] { [self.first, self.second, self.third, self.ids] }

    /// How many tokens are in it.
    var count: Int {
        (self.first == 0 ? 0 : 1) + (self.second == 0 ? 0 : 1) + (self.third == 0 ? 0 : 1)
    }
}
