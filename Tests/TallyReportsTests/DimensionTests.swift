import Testing

@testable import TallyReports

@Suite struct DimensionTests {
    @Test func everyNameIsReadBack() {
        for name in ["model", "requested_model", "provider", "call_site", "session", "team", "use_case", "experiment"] {
            #expect(Dimension(name: name)?.name == name)
        }
        #expect(Dimension(name: "team") == .team)
        #expect(Dimension(name: "") == nil)
    }
}
