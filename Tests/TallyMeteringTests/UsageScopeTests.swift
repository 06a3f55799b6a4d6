import Instrumentation
import TallyMetering
import Testing

@Suite struct UsageScopeTests {
    private var tags: UsageTags { InstrumentationContext.current?.usageTags ?? [:] }

    @Test func tagsAreMergedWithThoseAround() {
        #expect(self.tags.isEmpty)
        withUsageTags(["team": "search", "feature": "answers"]) {
            #expect(self.tags == ["team": "search", "feature": "answers"])
            withUsageTags(["feature": "maps", "user": "u1"]) {
                #expect(self.tags == ["team": "search", "feature": "maps", "user": "u1"])
            }
            #expect(self.tags == ["team": "search", "feature": "answers"])
        }
        #expect(self.tags.isEmpty)
    }

    @Test func tagsGoWithChildTasksAndNotWithOthers() async throws {
        await withUsageTags(["team": "search"]) {
            async let child = InstrumentationContext.current?.usageTags
            #expect(await child == ["team": "search"])
            let grandchild = await withTaskGroup(of: String?.self) { group in
                group.addTask { InstrumentationContext.current?.usageTags.team }
                return await group.next() ?? nil
            }
            #expect(grandchild == "search")
            #expect(await Task.detached { InstrumentationContext.current }.value == nil)
        }
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await withUsageTags(["team": "search"]) { () async throws in throw Failure() }
        }
        #expect(self.tags.isEmpty)
    }

    @Test func anInteractionKeepsTheSessionAround() {
        withInteraction(id: "turn 1", session: "chat") {
            withInteraction(id: "turn\n2") {
                #expect(InstrumentationContext.current?.usageInteractionID == "turn2")
                #expect(InstrumentationContext.current?.usageSessionID == "chat")
            }
            withUsageTags(["team": "search"]) {
                #expect(InstrumentationContext.current?.usageInteractionID == "turn 1")
            }
            #expect(InstrumentationContext.current?.usageInteractionID == "turn 1")
        }
        var context = InstrumentationContext.topLevel
        context.usageSessionID = String(repeating: "s", count: 10_000)
        #expect(context.usageSessionID?.utf8.count == UsageTags.maximumValueLength)
    }

    @MainActor @Test func anOperationStaysOnItsActor() async {
        await withUsageTags(["team": "search"]) {
            await Task.yield()
            MainActor.assertIsolated()
        }
        await withInteraction(id: "turn") {
            await Task.yield()
            MainActor.assertIsolated()
        }
    }
}
