import TallyMetering
import Testing

@Suite struct UsageTagsTests {
    @Test func aKeyIsTheSameHoweverItsWordsAreJoined() {
        var tags: UsageTags = ["useCase": "summary", "Team": "search"]
        #expect(tags.useCase == "summary")
        #expect(tags["use-case"] == "summary")
        #expect(tags["use_case"] == "summary")
        #expect(tags.team == "search")
        #expect(tags.keys == ["team", "use_case"])
        tags["USE CASE"] = nil
        #expect(tags.useCase == nil)
    }

    @Test func anEmptyValueIsNoValue() {
        var tags: UsageTags = ["team": "search", "feature": ""]
        #expect(tags.count == 1)
        tags.team = ""
        #expect(tags.isEmpty)
    }

    @Test func whatIsTooManyOrTooLongIsLeftOutAndSaid() {
        var many = UsageTags(Dictionary(uniqueKeysWithValues: (0..<32).map { ("key\($0)", "value") }))
        #expect(!many.wasTruncated)
        many["another"] = "value"
        #expect(many.count == 32)
        #expect(many["another"] == nil)
        #expect(many.wasTruncated)

        let long = UsageTags(team: String(repeating: "é", count: 200))
        #expect(long.team == String(repeating: "é", count: 128))
        #expect(long.wasTruncated)
    }

    @Test func controlCharactersAreLeftOut() {
        let tags: UsageTags = ["te\nam": "sea\u{0}rch\r\n"]
        #expect(tags.team == "search")
    }

    @Test func ofTwoTagsTheNewerWins() {
        let tags = UsageTags(team: "search", feature: "answers").merging(["feature": "maps", "user": "u1"])
        #expect(tags == ["team": "search", "feature": "maps", "user": "u1"])
    }
}
