import TallyProviders
import Testing

@Suite struct ReportedUsageTests {
    @Test func aReportSaysNothingThatNobodySaid() {
        let report = ReportedUsage()
        #expect(report.usage.isEmpty)
        #expect(report.check == .notStated)
        #expect(report.check.ambiguity == nil)
        #expect(UsageCheck.ambiguous(.totalDisagrees).ambiguity == .totalDisagrees)
    }
}
