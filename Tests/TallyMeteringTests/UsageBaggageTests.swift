import Instrumentation
import TallyMetering
import TallyTestSupport
import Testing

@Suite struct UsageBaggageTests {
    private struct Headers: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
            carrier[key] = value
        }

        func extract(key: String, from carrier: [String: String]) -> String? {
            carrier[key]
        }
    }

    private func context(_ tags: UsageTags, interaction: String? = nil) -> InstrumentationContext {
        var context = InstrumentationContext.topLevel
        context.usageTags = tags
        context.usageInteractionID = interaction
        return context
    }

    private func read(_ header: String, tags: TagSelection = .standard) -> InstrumentationContext {
        var context = InstrumentationContext.topLevel
        UsageBaggage.read(header, into: &context, tags: tags)
        return context
    }

    @Test func tagsAreMembersBehindThoseOfOthers() {
        let context = self.context(["team": "search", "b c": "ü, 1;%", "user": "u1"], interaction: "turn 1")
        #expect(
            UsageBaggage.header(for: context, addedTo: "vendor=1;ttl=30 , tally.team=old,,other=%20")
                == "vendor=1;ttl=30,other=%20,tally.interaction_id=turn%201,tally.team=search,tally.b_c=%C3%BC%2C%201%3B%25"
        )
        #expect(UsageBaggage.header(for: .topLevel) == nil)
        #expect(UsageBaggage.header(for: .topLevel, addedTo: "tally.team=old") == nil)
    }

    @Test func whatMayNotCrossDoesNot() {
        let tags: UsageTags = ["team": "search", "user": "u1", "useCase": "summary"]
        let context = self.context(tags)
        #expect(UsageBaggage.header(for: context) == "tally.team=search,tally.use_case=summary")
        #expect(UsageBaggage.header(for: context, tags: .only(["use-case"])) == "tally.use_case=summary")
        #expect(UsageBaggage.header(for: context, tags: .only([])) == nil)
        let all = UsageBaggage.header(for: context, tags: .allExcept([])) ?? ""
        #expect(self.read(all, tags: .allExcept([])).usageTags == tags)
        #expect(self.read(all).usageTags == ["team": "search", "use_case": "summary"])
    }

    @Test func anInstrumentCarriesThemFromServiceToService() {
        let instrument = UsageBaggageInstrument()
        var context = self.context(["team": "search"], interaction: "turn")
        context.usageSessionID = "chat"
        var headers: [String: String] = ["other": "header"]
        instrument.inject(context, into: &headers, using: Headers())
        #expect(headers["other"] == "header")
        headers["baggage"]? += ",vendor=1;ttl=30"

        var served = self.context(["environment": "production", "team": "unknown"])
        instrument.extract(headers, into: &served, using: Headers())
        #expect(served.usageTags == ["environment": "production", "team": "search"])
        #expect(served.usageInteractionID == "turn")
        #expect(served.usageSessionID == "chat")

        var onward: [String: String] = [:]
        instrument.inject(served, into: &onward, using: Headers())
        #expect(onward["baggage"]?.hasPrefix("vendor=1;ttl=30,tally.interaction_id=turn") == true)
        var nothing: [String: String] = [:]
        instrument.inject(.topLevel, into: &nothing, using: Headers())
        #expect(nothing.isEmpty)
        var untouched = InstrumentationContext.topLevel
        instrument.extract(nothing, into: &untouched, using: Headers())
        #expect(untouched.isEmpty)
    }

    @Test(arguments: [
        "tally.team", "tally.=x", "tally.team=", "=", ",,,", "tally.team=%", "tally.team=%4", "tally.team=%zz",
        "tally.%zz=a",
        " ; ", "tally.te%00=%00", "TALLY.team=search",
    ])
    func whatIsNotWellFormedIsPassedOver(header: String) {
        #expect(self.read(header).usageTags.isEmpty)
        #expect(
            self.read("tally.feature=maps,\(header), tally.customer = c1 ;p=1").usageTags == [
                "feature": "maps", "customer": "c1",
            ]
        )
    }

    @Test func bytesThatAreNoTextAreReplaced() {
        #expect(self.read("tally.team=a%FFb").usageTags.team == "a\u{FFFD}b")
        #expect(self.read("tally.team=a%00%0Ab").usageTags.team == "ab")
    }

    @Test func aHeaderIsBoundedBothWays() {
        var tags = UsageTags()
        for number in 0..<32 { tags["key\(number)"] = String(repeating: "ü", count: 128) }
        let header = UsageBaggage.header(for: self.context(tags)) ?? ""
        #expect(header.utf8.count <= UsageBaggage.maximumLength)
        #expect(header.utf8.count > UsageBaggage.maximumLength - 800)

        let others = (0..<63).map { "other\($0)=1" }.joined(separator: ",")
        let full = UsageBaggage.header(for: self.context(["team": "a", "feature": "b"]), addedTo: others)
        #expect(full == others + ",tally.team=a")

        let many = (0..<10_000).map { "tally.k\($0)=1" }.joined(separator: ",")
        let read = self.read(many).usageTags
        #expect(read.count == UsageTags.maximumCount)
        #expect(read.wasTruncated)
        // A member that the limit cuts is not read by half.
        let cut = String(repeating: "x", count: 8_170) + "=1,tally.team=" + String(repeating: "s", count: 100)
        #expect(self.read(cut).usageTags.isEmpty)
        #expect(self.read(String(repeating: "tally.team=", count: 100_000)).usageTags.isEmpty)
    }

    @Test func anyTagsArriveAsTheyWere() {
        let seed = TestEnvironment.seed
        print("500 random baggages, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        var text = AdversarialText(seed: seed)
        for _ in 0..<500 {
            var tags = UsageTags()
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                tags[String(text.next().prefix(10))] = String(text.next().prefix(40))
            }
            // A blank at an end of a tag is one of the text, not of the header.
            let context = self.context(tags)
            guard let header = UsageBaggage.header(for: context, tags: .allExcept([])) else { continue }
            #expect(header.utf8.allSatisfy { 0x21...0x7E ~= $0 })
            #expect(self.read(header, tags: .allExcept([])).usageTags.keys == tags.keys)
            for key in tags.keys { #expect(self.read(header, tags: .allExcept([])).usageTags[key] == tags[key]) }
        }
    }

    @Test func hostileHeadersAreReadInBounds() {
        let seed = TestEnvironment.seed
        print("2000 hostile headers, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let parts = ["tally.", "team", "=", ",", ";", "%", "%2", "%2C", "%ED%A0%80", " ", "\t", "é", "\0", "\r\n", "a"]
        for _ in 0..<2_000 {
            let header = (0..<Int.random(in: 0...60, using: &generator))
                .map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
            let context = self.read(header)
            #expect(context.usageTags.count <= UsageTags.maximumCount)
            let again = UsageBaggage.header(for: context, addedTo: header)
            #expect(self.read(again ?? "").usageTags == context.usageTags)
        }
    }
}
