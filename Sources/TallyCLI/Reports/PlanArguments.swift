internal import ArgumentParser
internal import TallyReports

/// A part of a whole: `15%` or `0.15`.
struct ShareArgument: ExpressibleByArgument {
    let value: Double

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? String(argument.dropLast()) : argument), number.isFinite else {
            return nil
        }
        self.value = isPercent ? number / 100 : number
    }
}

/// Dollars: `2000` or `$2000.50`.
struct MoneyArgument: ExpressibleByArgument {
    let money: Money

    init?(argument: String) {
        guard let money = Money(argument.hasPrefix("$") ? String(argument.dropFirst()) : argument), money >= .zero
        else {
            return nil
        }
        self.money = money
    }
}

/// How many of something there are to be: `users=400`.
struct ScaleArgument: ExpressibleByArgument {
    let scale: SpendForecast.Scale

    init?(argument: String) {
        guard let equals = argument.lastIndex(of: "="), let count = Int(argument[argument.index(after: equals)...]),
            count > 0
        else { return nil }
        let name = String(argument[..<equals])
        // People say how many users, records name one.
        let singular = ["users": "user", "customers": "customer", "teams": "team", "engineers": "user"]
        guard let dimension = Dimension(name: singular[name] ?? name) else { return nil }
        self.scale = SpendForecast.Scale(dimension, count)
    }
}

/// What a contract makes of the price of a month.
struct TermOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Off the list price: 15%.", valueName: "share"))
    var discount: ShareArgument?

    @Option(
        help: ArgumentHelp(
            "How much of prepaid units is used: at u, a used unit costs r * (2 - u).",
            valueName: "share"
        )
    )
    var utilisation: ShareArgument?

    @Option(help: ArgumentHelp("What is paid in a month at least, in dollars.", valueName: "dollars"))
    var commitment: MoneyArgument?

    func validate() throws {
        for (name, share) in [("--discount", self.discount), ("--utilisation", self.utilisation)] {
            if let share, !(0...1 ~= share.value) { throw ValidationError("\(name): expected 0% to 100%.") }
        }
    }

    /// The terms, over those of a file.
    func terms(over file: ContractTerms = ContractTerms()) -> ContractTerms {
        var terms = file
        if let discount { terms.priceFactor = 1 - discount.value }
        if let utilisation { terms.utilisation = utilisation.value }
        if let commitment { terms.commitment = commitment.money }
        return terms
    }
}
