/// The fewest pieces that cover a text.
@safe
struct ClaudeTiling: ~Copyable {
    /// For how many places costs are kept: twice the longest piece at least.
    static let windowSize = 1024
    private static let mask = windowSize - 1

    private let pieces: ClaudePieces
    /// The least cost up to each of the places that a piece may end at, by the lowest bits of the place.
    private let costs: UnsafeMutablePointer<Int>

    init(_ pieces: ClaudePieces) {
        self.pieces = pieces
        unsafe self.costs = .allocate(capacity: Self.windowSize)
    }

    deinit {
        unsafe self.costs.deallocate()
    }

    /// Returns the least number of tokens that make up `text`: characters of UTF-8 and markers.
    ///
    /// A character that is no piece costs what its bytes cost.
    ///
    /// - Precondition: The characters are whole and none is U+0000.
    /// - Complexity: O(*n* *l*), where *l* is the number of bytes that pieces can be followed for, at most 128; constant
    ///   memory.
    func cost(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let count = text.count
        guard let bytes = text.baseAddress, count > 0 else { return 0 }
        // Unsafe, here and below: places are taken modulo the window, and bytes are read below the count.
        for place in 1...max(1, min(count, Self.mask)) { unsafe self.costs[place] = .max }
        unsafe self.costs[0] = 0
        var position = 0
        while position < count {
            let cost = unsafe self.costs[position & Self.mask]
            // From here on this stands for the place one window ahead, farther than any piece reaches.
            unsafe self.costs[position & Self.mask] = .max
            let length = unsafe Self.length(bytes[position])
            var state = self.pieces.root
            var place = position
            var isPiece = false
            while place < count, state != 0 {
                let edge = unsafe self.pieces.edge(state, bytes[place])
                if edge == 0 { break }
                place &+= 1
                if edge & ClaudePieces.ends != 0 {
                    // The whole text is one piece: nothing is cheaper.
                    if position == 0, place == count { return 1 }
                    self.relax(place, cost &+ 1)
                    if place &- position == length { isPiece = true }
                }
                state = edge &>> 9
            }
            if !isPiece {
                let fallback = unsafe self.fallback(UnsafeBufferPointer(rebasing: text[position..<position + length]))
                self.relax(position &+ length, cost &+ fallback)
            }
            position &+= length
        }
        return unsafe self.costs[count & Self.mask]
    }

    @inline(__always)
    private func relax(_ place: Int, _ cost: Int) {
        // Unsafe: within the window.
        let slot = unsafe self.costs + (place & Self.mask)
        if unsafe cost < slot.pointee { unsafe slot.pointee = cost }
    }

    /// What a character or marker that is no piece costs: the fewest single bytes and known parts of characters.
    private func fallback(_ character: UnsafeBufferPointer<UInt8>) -> Int {
        guard character.count > 1 else { return 1 }
        // The least cost up to each byte, a nibble each.
        var costs: UInt32 = 0
        for end in 1...character.count {
            var least: UInt32 = 15
            for start in 0..<end {
                let isToken = unsafe start == end - 1 || self.isFragment(character, start..<end)
                if isToken { least = min(least, costs >> UInt32(4 * start) & 15 + 1) }
            }
            costs |= least << UInt32(4 * end)
        }
        return Int(costs >> UInt32(4 * character.count) & 15)
    }

    private func isFragment(_ character: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        var state = self.pieces.fragments
        var edge: UInt32 = 0
        for position in range {
            guard state != 0 else { return false }
            edge = unsafe self.pieces.edge(state, character[position])
            state = edge &>> 9
        }
        return edge & ClaudePieces.ends != 0
    }

    /// How many bytes the character or marker with this first byte has.
    @inline(__always)
    private static func length(_ lead: UInt8) -> Int {
        if lead < 0xC0 || lead >= ClaudeMarker.begin { return 1 }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }
}
