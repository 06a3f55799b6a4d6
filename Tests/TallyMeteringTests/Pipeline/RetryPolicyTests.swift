import TallyTestSupport
import Testing

@testable import TallyMetering

@Suite struct RetryPolicyTests {
    @Test func delaysGrowAndAreRandomAllTheWayDown() {
        let seed = TestEnvironment.seed
        var random = SeededGenerator(seed: seed)
        let policy = RetryPolicy(maximumAttempts: 100, maximumDuration: .seconds(100_000))
        for attempt in 1..<100 {
            let ceiling = min(policy.maximumDelay, policy.initialDelay * (1 << min(attempt - 1, 10)))
            var delays: [Duration] = []
            for _ in 0..<200 {
                let next = policy.nextTry(
                    attempts: attempt,
                    firstTried: .zero,
                    now: .seconds(9),
                    retryAfter: nil,
                    using: &random
                )
                if let next { delays.append(next - .seconds(9)) }
            }
            #expect(delays.count == 200)
            #expect(delays.allSatisfy { $0 >= .zero && $0 <= ceiling }, "seed \(seed)")
            // Of 200 random shares some are in the lowest and in the highest tenth, but for one seed in 10⁹.
            #expect(delays.contains { $0 < ceiling * 0.1 } && delays.contains { $0 > ceiling * 0.9 }, "seed \(seed)")
        }
    }

    @Test func absurdPoliciesDoNotTrap() {
        var random = SeededGenerator(seed: 1)
        let none = RetryPolicy(initialDelay: .seconds(-1), maximumDelay: .seconds(-1), maximumAttempts: 0)
        #expect(none.nextTry(attempts: 1, firstTried: .zero, now: .zero, retryAfter: nil, using: &random) == nil)
        let negative = RetryPolicy(initialDelay: .seconds(-1), maximumDelay: .seconds(-1), maximumAttempts: .max)
        #expect(
            negative.nextTry(attempts: .max - 1, firstTried: .zero, now: .zero, retryAfter: nil, using: &random)
                == .zero
        )
    }
}
