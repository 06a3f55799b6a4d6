import TallyMetering
import TallyTestSupport
import Testing

/// A book does what a simple model of it does, whatever comes in whatever order.
@Suite struct BudgetModelTests {
    /// Everything that ever happened, summed up anew for each question.
    private struct Model {
        struct Call {
            var day: Int64
            var expiry: Int64
            var asked: Int
            var used: Int?
            var isOpen = true
        }

        var calls: [Call] = []
        let limit: Int

        func spent(on day: Int64) -> Int {
            self.calls.reduce(0) { $1.day == day ? $0 + ($1.used ?? 0) : $0 }
        }

        func reserved(on day: Int64) -> Int {
            self.calls.reduce(0) { $1.day == day && $1.isOpen ? $0 + $1.asked : $0 }
        }

        mutating func expire(at time: Int64) {
            for index in self.calls.indices where self.calls[index].expiry <= time { self.calls[index].isOpen = false }
        }

        mutating func reserve(_ asked: Int, at time: Int64, expiry: Int64) -> Bool {
            self.expire(at: time)
            let day = time / 86_400_000
            guard self.spent(on: day) + self.reserved(on: day) + asked <= self.limit else { return false }
            self.calls.append(Call(day: day, expiry: expiry, asked: asked))
            return true
        }
    }

    @Test func aBookIsAsItsModel() throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        for round in 0..<50 {
            var random = SeededGenerator(seed: seed &+ UInt64(round))
            let limit = Int.random(in: 0..<1_000, using: &random)
            let timeToLive = Int64.random(in: 1..<200_000, using: &random)
            let book = try BudgetBook([Budget("all", .tokens(limit), per: .day)], timeToLive: .seconds(timeToLive))
            var model = Model(limit: limit)
            var reservations: [Reservation] = []
            var now = BudgetSamples.noon
            for _ in 0..<200 {
                now = now.plus(seconds: Int64.random(in: 0..<5_000, using: &random))
                let time = now.millisecondsSince1970
                let index = reservations.indices.randomElement(using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    guard let index else { continue }
                    let used = Int.random(in: 0..<200, using: &random)
                    let status = reservations[index].settle(tokens: used, cost: nil).status
                    let expected: BudgetSettlement.Status =
                        model.calls[index].used != nil ? .ignored : model.calls[index].isOpen ? .closed : .late
                    #expect(status == expected, "seed \(seed), round \(round)")
                    model.calls[index].used = model.calls[index].used ?? used
                    model.calls[index].isOpen = false
                case 1:
                    guard let index else { continue }
                    let status = reservations[index].release().status
                    #expect(status == (model.calls[index].isOpen ? .closed : .ignored), "seed \(seed), round \(round)")
                    model.calls[index].isOpen = false
                default:
                    let asked = Int.random(in: 0..<150, using: &random)
                    let expected = model.reserve(asked, at: time, expiry: time + timeToLive * 1_000)
                    let reservation = book.reserve(BudgetSamples.call(asked), at: now).reservation
                    #expect((reservation != nil) == expected, "seed \(seed), round \(round)")
                    if let reservation { reservations.append(reservation) }
                }
                model.expire(at: time)
                let counted = book.counted(at: now)
                let day = time / 86_400_000
                #expect(counted.spent == Int128(model.spent(on: day)), "seed \(seed), round \(round)")
                #expect(counted.reserved == Int128(model.reserved(on: day)), "seed \(seed), round \(round)")
            }
        }
    }
}
