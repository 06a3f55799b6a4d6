extension [UInt8] {
    /// The bytes in pieces of one to `size` bytes, of seeded random sizes.
    func cut(upTo size: Int, _ generator: inout some RandomNumberGenerator) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while start < self.count {
            let end = Swift.min(self.count, start + Int.random(in: 1...size, using: &generator))
            pieces.append(self[start..<end])
            start = end
        }
        return pieces
    }
}
