/// How the capitals of a word are written.
enum ClaudeCase {
    /// As they are: none, or in other places than the model has a marker for.
    case literal
    /// Small, behind a marker: the first letter alone is a capital.
    case shift
    /// Small, behind a marker: all of at least four letters are capitals, and none is without case.
    case capitals

    /// The case of a run of kind ``ClaudeClass/Kind/word``.
    @inline(__always)
    init(_ run: ClaudeRun, marksCapitals: Bool) {
        guard run.union.meets([.upper, .dotted]), !run.union.meets(.sharp) else {
            self = .literal
            return
        }
        let startsUpper = run.first.meets(.upper)
        // U+0130 has no small form of one letter: it stays, and is no capital but at the start.
        let hasDotted = run.union.meets(.dotted)
        if marksCapitals, !hasDotted, run.count >= 4, !run.union.meets([.lower, .unlowerable]) {
            self = .capitals
        } else if startsUpper, run.laterCapitals == 0, !(hasDotted && run.first.meets(.dotted)) {
            self = .shift
        } else {
            self = .literal
        }
    }
}
