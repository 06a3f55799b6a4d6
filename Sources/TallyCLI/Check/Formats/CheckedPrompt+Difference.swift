internal import TallyEstimation

extension CheckedPrompt {
    /// Whether the file is there and could not be counted.
    var isUncounted: Bool { self.after == nil && self.change != .deleted }

    /// The measure before the change: what did not change was as it is.
    private var earlier: PromptMeasure? { self.before ?? (self.change == .unchanged ? self.after : nil) }

    /// The tokens that the change adds; nil if they are not known.
    var tokenDifference: Int? {
        self.isUncounted ? nil : (self.after?.tokens ?? 0) - (self.earlier?.tokens ?? 0)
    }

    /// What the change adds to the cost of a thousand calls; nil if a price is not known.
    var thousandDifference: Money? {
        self.difference(self.earlier.map(\.costPerThousand), self.after.map(\.costPerThousand))
    }

    /// What the change adds to the cost of a month; nil if a price is not known, or how many calls there are.
    var monthDifference: Money? {
        guard self.settings.callsPerMonth != nil else { return nil }
        return self.difference(self.earlier.map(\.costPerMonth), self.after.map(\.costPerMonth))
    }

    /// A side that is not there costs nothing, one without a price makes the difference unknown.
    private func difference(_ before: PromptMeasure.Cost??, _ after: PromptMeasure.Cost??) -> Money? {
        guard !self.isUncounted else { return nil }
        var sides: [Money] = []
        for side in [before, after] {
            switch side {
            case nil: sides.append(.zero)
            case .some(.some(.known(let money))): sides.append(money)
            case .some(.some(.unpriced)), .some(nil): return nil
            }
        }
        return sides[1] - sides[0]
    }

    /// Why the cost of a call is not known, if it is not.
    var unpricedReason: String? {
        guard let measure = self.after ?? self.before, case .unpriced(let reason) = measure.costPerCall else {
            return nil
        }
        return reason
    }

    /// The findings that an exception lets through.
    var excepted: [CheckFinding] { self.findings.filter { !$0.isBroken } }

    var isBroken: Bool { self.findings.contains(where: \.isBroken) }

    /// The path, after a rename behind the one before: `old -> new`.
    var pathText: String {
        self.previousPath.map { "\($0.plainText) -> \(self.path.plainText)" } ?? self.path.plainText
    }
}
