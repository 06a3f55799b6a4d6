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
        for response in RecordedResponse.all {
            let report = response.report
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
        for response in RecordedResponse.all where response.usage != nil {
            let report = response.reportOfBytes
            if report.format == nil { unknown += 1 }
            #expect(report.usage == response.report.usage, "\(response.title)")
        }
        #expect(unknown == 0)
    }

    /// Bodies up to `TALLY_CUT_BYTES` (1,024 unless told) are cut at every position; all are read in pieces of random
    /// sizes, and byte by byte, so that every position is cut in some way.
    @Test func cutsDoNotMatter() {
        let limit = ProcessInfo.processInfo.environment["TALLY_CUT_BYTES"].flatMap(Int.init) ?? 1_024
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        var everywhere = 0
        for response in RecordedResponse.all {
            let body = Array(response.body)
            let whole = response.report
            #expect(response.report(body.cut(upTo: 1, &generator)) == whole, "\(response.title)")
            #expect(response.report(body.cut(upTo: 100, &generator)) == whole, "\(response.title)")
            guard body.count <= limit else { continue }
            everywhere += 1
            for cut in body.indices {
                #expect(response.report([body[..<cut], body[cut...]]) == whole, "\(response.title) at \(cut)")
            }
        }
        print("\(everywhere) bodies of at most \(limit) bytes cut everywhere, TALLY_SEED=\(TestEnvironment.seed)")
    }

    @Test func noReportHasText() {
        var searched = 0
        for response in RecordedResponse.all {
            let report = String(reflecting: response.report)
            for text in response.texts {
                searched += 1
                #expect(!report.contains(text), "\(response.title)")
            }
        }
        print("\(searched) texts looked for")
        #expect(searched > 1_000)
    }

    @Test func pricesAreTheLibrarys() throws {
        var compared = 0
        var differences: [String] = []
        for response in RecordedResponse.all {
            guard let library = response.library, let text = library.price, let model = library.model else { continue }
            guard let expected = Decimal(string: text) else { continue }
            let report = response.report
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
