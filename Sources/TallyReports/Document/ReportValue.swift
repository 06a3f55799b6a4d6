public import TallyMetering
public import TallyPricing

/// What stands in a cell of a report.
public enum ReportValue: Hashable, Sendable {
    /// There is nothing: not known, or it makes no sense here. Never zero.
    case absent
    /// A text: a tag's value, a model.
    case text(String)
    /// A number of something whole.
    case count(Int)
    /// An amount of dollars.
    case money(Money)
    /// A quotient, such as tokens per call.
    case number(Double)
    /// A part of a whole: 0.25 is shown as 25%.
    case share(Double)
    /// A time that something took.
    case duration(Duration)
    /// A moment.
    case time(Timestamp)
    /// Yes or no.
    case flag(Bool)
}
