internal import TallyMetering

/// Who the sample's calls are for: mostly told, now and then wrongly or not at all.
struct SampleTags: Sendable {
    /// Calls in ten thousand that have no tags.
    static let untagged = 450
    /// Calls in ten thousand whose team is misspelt or is gone.
    static let mistagged = 150
    private static let wrongTeams = ["serach", "Support", "labs", "platfrom"]
    private static let customers = 240
    private static let users = 3_000

    static func make(for workload: SampleWorkload, _ random: inout SampleRandom) -> UsageTags {
        if random.happens(Self.untagged) { return UsageTags() }
        var tags = UsageTags(team: workload.team, feature: workload.feature, useCase: workload.useCase)
        if random.happens(Self.mistagged) { tags.team = Self.wrongTeams[random.below(Self.wrongTeams.count)] }
        tags.environment = ["production", "staging", "development"][random.pick([88, 8, 4])]
        // The product of two, so that few customers make many calls.
        tags.customer = "c-\(Self.number(random.below(Self.customers) * random.below(Self.customers) / Self.customers))"
        if workload.shape == .chat || workload.shape == .agent {
            tags.user = "u-\(Self.number(random.below(Self.users) * random.below(Self.users) / Self.users))"
        }
        if random.happens(600) { tags["experiment"] = random.happens(5_000) ? "a" : "b" }
        return tags
    }

    private static func number(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
