internal import ArgumentParser
internal import TallyEstimation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Which prices hold.
struct PricingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Prices in force on this day, in UTC (default: today).", valueName: "yyyy-mm-dd"))
    var date: String?

    /// The instant in seconds since 1970-01-01 UTC: the day's start, or now.
    func instant() throws(CommandFailure) -> Int64 {
        guard let date else { return Int64(time(nil)) }
        guard let day = CalendarDay(date) else {
            throw CommandFailure(
                .invalidArgument,
                what: "--date",
                why: "not a day of the calendar in the form yyyy-mm-dd",
                remedy: "--date 2026-01-31"
            )
        }
        return day.secondsSince1970
    }
}

extension PriceBook {
    /// What an answer says about the book behind it, so that it can be derived again.
    var members: JSONObject {
        var members: JSONObject = [:]
        members.append("source", self.source)
        members.append("published", self.published)
        members.append("hash", self.contentHash)
        return members
    }

    /// The book in one line for people.
    var summary: String {
        "\(self.source ?? "own prices"), facts up to \(self.published ?? "an unknown day"), hash \(self.contentHash.prefix(12))"
    }

    /// Finds a model, or says which names are near.
    func find(_ name: String, provider: String? = nil) throws(CommandFailure) -> PricedModel {
        if let model = self.model(name, provider: provider) { return model }
        if let provider, self.lacks(provider: provider) {
            throw CommandFailure(
                .invalidArgument,
                what: "--provider \(provider)",
                why: "the price book has no such provider",
                remedy: "tally models \(name)"
            )
        }
        let nearest = self.nearest(to: name, provider: provider)
        let proposal = nearest.isEmpty ? "" : "; the nearest are \(nearest.joined(separator: ", "))"
        throw CommandFailure(
            .unknownModel,
            what: provider.map { "\(name) of \($0)" } ?? name,
            why: "the price book has no such model\(proposal)",
            remedy: (nearest.first { !$0.contains("/") } ?? nearest.first).map { "tally prices \($0)" }
                ?? "tally models"
        )
    }

    private func lacks(provider: String) -> Bool {
        let cost = self.cost(of: TokenUsage(inputUncached: 1), model: "", provider: provider)
        return cost.unpriced.contains { $0.reason == .unknownProvider }
    }
}
