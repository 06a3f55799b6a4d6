import Foundation
import TallyPricing
import TallyProviders
import TallyTestSupport
import Testing

@Suite(.enabled(if: RecordedResponse.isAvailable, "the recordings are not installed: run `make reference`"))
struct RecordedResponsesTests {
    @Test func totalsAreTheProvidersOwn() {
        var ambiguous: [String] = []
        var stated = 0
        for (response, report) in RecordedResponse.reported {
            guard let usage = response.usage else { continue }
            #expect(!report.usage.isEmpty, "\(response.title)")
            #expect(report.source == .provider, "\(response.title)")
            if let reason = report.check.ambiguity {
                ambiguous.append("\(reason.rawValue) \(response.title) \(report.raw)")
                continue
            }
            #expect(report.usage.inputTotal.map(Double.init) == usage.input, "\(response.title)")
            #expect(report.usage.outputTotal.map(Double.init) == usage.output, "\(response.title)")
            #expect(report.usage.cacheRead ?? 0 == Int(usage.cached ?? 0), "\(response.title)")
            if let total = usage.total, report.usage.total != nil {
                stated += 1
                #expect(report.usage.total.map(Double.init) == total, "\(response.title)")
                #expect(report.check == .agrees, "\(response.title)")
            }
        }
        print("\(RecordedResponse.all.count) responses, \(stated) with a total, \(ambiguous.count) ambiguous")
        for line in ambiguous { print("ambiguous: \(line)") }
        #expect(ambiguous.count * 100 <= RecordedResponse.all.count)
    }

    @Test func theFormatIsFoundOutFromTheBytes() {
        var unknown = 0
        for (response, whole) in RecordedResponse.reported where response.usage != nil {
            let report = response.reportOfBytes
            if report.format == nil { unknown += 1 }
            #expect(report.usage == whole.usage, "\(response.title)")
        }
        #expect(unknown == 0)
    }

    /// Bodies up to `TALLY_CUT_BYTES` (512 unless told) are cut at every position, bodies up to 8 KiB read byte by byte,
    /// all of them in pieces of random sizes.
    @Test func cutsDoNotMatter() {
        let limit = ProcessInfo.processInfo.environment["TALLY_CUT_BYTES"].flatMap(Int.init) ?? 512
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        var everywhere = 0
        for (response, whole) in RecordedResponse.reported {
            let body = Array(response.body)
            #expect(response.report(body.cut(upTo: 100, &generator)) == whole, "\(response.title)")
            if body.count <= max(limit, 8_192) {
                #expect(response.report(body.cut(upTo: 1, &generator)) == whole, "\(response.title)")
            }
            guard body.count <= limit else { continue }
            everywhere += 1
            for cut in body.indices {
                #expect(response.report([body[..<cut], body[cut...]]) == whole, "\(response.title) at \(cut)")
            }
        }
        print("\(everywhere) bodies of at most \(limit) bytes cut everywhere, TALLY_SEED=\(TestEnvironment.seed)")
    }

    /// Neither of whole responses nor of such that break off.
    @Test func noReportHasText() {
        var searched = 0
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        for (response, _) in RecordedResponse.reported {
            let body = Array(response.body)
            let ends = [body.count, Int.random(in: 0...body.count, using: &generator)]
            for end in ends {
                let report = String(reflecting: response.report([body[..<end]]))
                for text in response.texts {
                    searched += 1
                    #expect(!report.contains(text), "\(response.title) up to \(end)")
                }
            }
        }
        print("\(searched) texts looked for, TALLY_SEED=\(TestEnvironment.seed)")
        #expect(searched > 1_000)
    }

    @Test func totalsAreTheLibrarys() {
        var compared = 0
        var differences: [String] = []
        for (response, report) in RecordedResponse.reported {
            guard let library = response.library, library.error == nil else { continue }
            let usage = report.usage
            compared += 1
            if usage.inputTotal ?? 0 != library.input ?? 0 || usage.outputTotal ?? 0 != library.output ?? 0
                || usage.cacheRead ?? 0 != library.cached ?? 0
            {
                differences.append("\(response.title): ours \(usage), library's \(library)")
            }
        }
        print("\(compared) usages compared with the library's, \(differences.count) differ")
        for line in differences { print("differs: \(line)") }
        #expect(compared > 500)
        #expect(differences.count * 100 <= compared)
    }

    @Test func pricesAreTheLibrarys() throws {
        var compared = 0
        var differences: [String] = []
        for (response, report) in RecordedResponse.reported {
            guard let library = response.library, let text = library.price, let model = library.model else { continue }
            guard let expected = Decimal(string: text) else { continue }
            compared += 1
            let conditions = PricingConditions(at: 1_794_312_000)
            let cost = PriceBook.bundled.cost(
                of: report.usage,
                model: model,
                provider: library.provider,
                conditions: conditions
            )
            let ours = try #require(Decimal(string: cost.pricedTotal.description))
            // Rates that are finer than pico-dollars are rounded in the book.
            guard abs(ours - expected) > Decimal(string: "0.000000001") ?? 0 || !cost.isComplete else { continue }
            let unpriced = cost.unpriced.map { "\($0.counter.rawValue) \($0.quantity) \($0.reason.rawValue)" }
            differences.append("\(response.title) \(model): ours \(ours), library's \(text), unpriced \(unpriced)")
        }
        print("\(compared) prices compared, \(differences.count) differ")
        for line in differences { print("differs: \(line)") }
        #expect(compared > 500)
        #expect(differences.count * 100 <= compared)
    }
}
