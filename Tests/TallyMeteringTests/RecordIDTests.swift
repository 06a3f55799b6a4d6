import Foundation
import TallyTestSupport
import Testing

@testable import TallyMetering

@Suite struct RecordIDTests {
    @Test func anIDIsAUUIDOfVersion7WithItsTime() throws {
        let time = Timestamp(millisecondsSince1970: 1_645_557_742_000)
        let id = RecordIDMaker().makeID(at: time)
        // RFC 9562, appendix A.6, has this time as 017F22E2-79B0-7….
        #expect(id.description.hasPrefix("017f22e2-79b0-7000-"))
        #expect(id.high >> 12 & 0xF == 7)
        #expect(id.low >> 62 == 0b10)
        #expect(id.time == time)
        #expect(RecordID("ffffffff-ffff-4fff-bfff-ffffffffffff")?.time == nil)
        #expect(RecordID("017f22e2-79b0-7cc3-18c4-dc0c0c07398f")?.time == nil)
    }

    @Test func theTextIsTheUUIDs() throws {
        let seed = TestEnvironment.seed
        print("1000 random ids, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            let id = RecordID(high: generator.next(), low: generator.next())
            let text = id.description
            #expect(UUID(uuidString: text)?.uuidString.lowercased() == text)
            #expect(RecordID(text) == id)
            #expect(RecordID(text.uppercased()) == id)
            #expect(try JSONDecoder().decode([RecordID].self, from: JSONEncoder().encode([id])) == [id])
            let other = RecordID(
                high: Bool.random(using: &generator) ? id.high : generator.next(),
                low: generator.next()
            )
            #expect((id < other) == (text < other.description))
        }
    }

    @Test(arguments: [
        "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e279b07cc398c4dc0c0c07398f0000", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "-17f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4édc0c0c07398",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c073}",
    ])
    func otherTextIsNoID(text: String) {
        #expect(RecordID(text) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([RecordID].self, from: JSONEncoder().encode([text]))
        }
    }

    @Test func idsSortAsTheyWereMadeWhateverTheClock() {
        let seed = TestEnvironment.seed
        print("ids of a clock that goes back, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let maker = RecordIDMaker()
        var time: Int64 = 1_700_000_000_000
        var last = RecordID(high: 0, low: 0)
        for _ in 0..<20_000 {
            time += Int64.random(in: -3...3, using: &generator)
            let id = maker.makeID(at: Timestamp(millisecondsSince1970: time))
            #expect(last < id)
            last = id
        }
    }

    @Test func moreThanAMillisecondHasRoomForBorrowsFromTheNext() {
        let maker = RecordIDMaker()
        let time = Timestamp(millisecondsSince1970: 5_000)
        let ids = (0..<10_000).map { _ in maker.makeID(at: time) }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == 10_000)
        #expect(ids[4_095].time == time)
        #expect(ids[4_096].time == time + .milliseconds(1))
        #expect(ids.allSatisfy { $0.low >> 62 == 0b10 && $0.high >> 12 & 0xF == 7 })
    }

    @Test func timesThatDoNotFitCountAsTheEnds() {
        #expect(RecordIDMaker().makeID(at: Timestamp(millisecondsSince1970: .min)).time?.millisecondsSince1970 == 0)
        let maker = RecordIDMaker()
        for _ in 0..<5_000 {
            _ = maker.makeID(at: Timestamp(millisecondsSince1970: .max))
        }
        #expect(maker.makeID(at: .now).high >> 12 & 0xF == 7)
    }

    @Test func idsOfManyTasksAndMakersAreAllDifferent() async {
        let shared = RecordIDMaker()
        let makers = [shared, shared, shared, shared, RecordIDMaker(), RecordIDMaker()]
        let time = Timestamp(millisecondsSince1970: 1_700_000_000_000)
        let ids = await withTaskGroup(of: [RecordID].self) { group in
            for maker in makers {
                group.addTask { (0..<20_000).map { _ in maker.makeID(at: time) } }
            }
            var all: [RecordID] = []
            for await ids in group {
                #expect(ids == ids.sorted())
                all += ids
            }
            return all
        }
        #expect(Set(ids).count == 120_000)
        // Of two makers with the same times only the keys tell the ids apart.
        #expect(Set(ids.map(\.low)).count == 120_000)
    }

    @Test func theHashedBitsAreSetAsOftenAsNot() {
        let maker = RecordIDMaker()
        var set = [Int](repeating: 0, count: 62)
        for _ in 0..<10_000 {
            let low = maker.makeID(at: Timestamp(millisecondsSince1970: 1)).low
            for bit in 0..<62 { set[bit] += Int(low >> UInt64(bit) & 1) }
        }
        // Seven standard deviations of 50 around the mean.
        #expect(set.allSatisfy { 4_650...5_350 ~= $0 })
    }
}
