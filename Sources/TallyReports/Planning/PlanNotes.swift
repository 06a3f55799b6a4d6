/// What plans that are drawn from a ledger say alike.
enum PlanNotes {
    /// What calls without a known price mean for a figure.
    static func unpriced(_ count: Int) -> ReportDocument.Note? {
        guard count > 0 else { return nil }
        let text = "\(count) calls have a part without a known price, which is in no amount: the amounts are too small."
        return ReportDocument.Note(.warning, "unpriced", text)
    }
}
