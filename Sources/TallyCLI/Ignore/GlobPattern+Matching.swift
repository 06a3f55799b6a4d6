extension GlobPattern {
    /// Whether the pattern stands for the whole of `path`.
    ///
    /// All ways of matching are followed side by side, so that no pattern is slow.
    /// - Complexity: O(*n* · *m*), where *n* is the length of the path and *m* the number of elements.
    func matches(_ path: ArraySlice<UInt8>) -> Bool {
        guard path.starts(with: self.literalPrefix) else { return false }
        let rest = path.dropFirst(self.literalPrefix.count)
        if self.elements.isEmpty { return rest.isEmpty }
        // Most paths end differently, which takes no memory to see.
        guard rest.suffix(self.literalSuffix.count).elementsEqual(self.literalSuffix) else { return false }

        // Position i is alive if the elements before i can stand for the bytes read so far.
        var alive = [Bool](repeating: false, count: self.elements.count + 1)
        // Inside `**/`, a run that has not met its slash yet.
        var searching = alive
        self.start(0, &alive)
        for byte in rest {
            var next = [Bool](repeating: false, count: alive.count)
            var nextSearching = next
            var isDead = true
            for (index, element) in self.elements.enumerated() where alive[index] || searching[index] {
                isDead = false
                switch element {
                case .byte(let expected):
                    if byte == expected { self.start(index + 1, &next) }
                case .anyByte:
                    if byte != .slash { self.start(index + 1, &next) }
                case .oneOf(let set):
                    if set.contains(byte) { self.start(index + 1, &next) }
                case .run:
                    if byte != .slash { self.start(index, &next) }
                case .runOfFolders:
                    self.start(index, &next)
                case .folders:
                    nextSearching[index] = true
                    if byte == .slash { self.start(index + 1, &next) }
                }
            }
            if isDead { return false }
            (alive, searching) = (next, nextSearching)
        }
        return alive[self.elements.count]
    }

    /// Makes `index` alive, and what follows it as far as elements can stand for nothing.
    private func start(_ index: Int, _ alive: inout [Bool]) {
        var index = index
        while !alive[index] {
            alive[index] = true
            guard index < self.elements.count else { return }
            switch self.elements[index] {
            case .run, .runOfFolders, .folders: index += 1
            case .byte, .anyByte, .oneOf: return
            }
        }
    }
}
