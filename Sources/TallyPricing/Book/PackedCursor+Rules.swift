extension PackedCursor {
    /// The byte that stands for any digit in a pattern.
    private static let digit: UInt8 = 1

    /// Reads a matching rule and returns whether it matches `name`, which is in lower case.
    mutating func rule(matches name: [UInt8]) -> Bool {
        let code = self.byte()
        if code <= 3 {
            return self.pattern(self.text(), atStart: code & 1 != 0, atEnd: code & 2 != 0, matches: name)
        }
        let count = self.integer()
        // All parts are read, matching or not, so that the cursor ends behind the rule.
        var all = true
        var any = false
        for _ in 0..<count {
            let isDecided = code == 4 ? !all : any
            if isDecided {
                self.skipRule()
            } else if self.rule(matches: name) {
                any = true
            } else {
                all = false
            }
        }
        switch code {
        case 4: return all
        case 5: return any
        case 6: return !any
        default: preconditionFailure("the embedded price book has a rule of the unknown kind \(code)")
        }
    }

    /// Reads over a matching rule.
    mutating func skipRule() {
        let code = self.byte()
        let count = self.integer()
        if code > 3 {
            for _ in 0..<count { self.skipRule() }
        }
    }

    private func pattern(_ pattern: Range<Int>, atStart: Bool, atEnd: Bool, matches name: [UInt8]) -> Bool {
        let last = name.count - pattern.count
        guard last >= 0, !(atStart && atEnd) || last == 0 else { return false }
        if atStart { return self.pattern(pattern, matches: name, at: 0) }
        if atEnd { return self.pattern(pattern, matches: name, at: last) }
        return (0...last).contains { self.pattern(pattern, matches: name, at: $0) }
    }

    private func pattern(_ pattern: Range<Int>, matches name: [UInt8], at start: Int) -> Bool {
        for (index, position) in pattern.enumerated() {
            let expected = self.byte(at: position)
            let found = name[start + index]
            let isMatch = expected == Self.digit ? UInt8(ascii: "0")...UInt8(ascii: "9") ~= found : expected == found
            if !isMatch { return false }
        }
        return true
    }
}
