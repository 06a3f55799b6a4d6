internal import TallyMetering

/// What to do with a tool or a model, as far as the outcomes say.
public enum EfficiencyVerdict: String, Hashable, Sendable {
    /// Its work is surely productive often enough.
    case keep
    /// It is neither: use it where it works.
    case scope
    /// Its work is surely too seldom productive.
    case cut
    /// There are too few outcomes to say.
    case tooFew = "too few outcomes"
}

extension EfficiencyRules {
    /// The verdict on work of which so much is productive.
    ///
    /// It is *keep* if the lower end of the 95% interval is at least ``keepPercent``, *cut* if its upper end is below
    /// ``cutPercent``.
    func verdict(productive: Int, of judged: Int) -> EfficiencyVerdict {
        guard judged >= self.minimumSessions, let interval = ProportionInterval(productive, of: judged) else {
            return .tooFew
        }
        if interval.lower * 100 >= Double(self.keepPercent) { return .keep }
        return interval.upper * 100 < Double(self.cutPercent) ? .cut : .scope
    }
}
