import Testing

@testable import TallyTokenizer

/// The thread sanitizer must agree, also where the kernel hands the lock from one thread to the next.
@Suite struct LockedTests {
    private final class Shared: Sendable {
        let values = Locked<[Int]>([])
    }

    @Test func oneThreadAtATimeIsInside() async {
        let shared = Shared()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for value in 0..<5_000 {
                        shared.values.withLock { values in
                            if value % 2 == 0 { values.append(task) } else { values.removeLast() }
                        }
                    }
                }
            }
        }
        #expect(shared.values.withLock(\.count) == 0)
    }

    @Test func whatIsThrownComesOutAndTheLockIsFreeAgain() {
        struct Refusal: Error {}
        let value = Locked(1)
        #expect(throws: Refusal.self) {
            try value.withLock { value throws(Refusal) in
                value = 2
                throw Refusal()
            }
        }
        #expect(value.withLock(\.self) == 2)
    }
}
