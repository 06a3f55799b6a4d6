internal import TallyMetering
internal import TallyPricing

extension VarianceReport {
    func figures(_ all: TwoPeriods, _ change: CostChange) -> [ReportDocument.Figure] {
        var figures = [
            ReportDocument.Figure("base_cost_usd", "Cost before", .money(all.base.cost)),
            ReportDocument.Figure("cost_usd", "Cost now", .money(all.current.cost)),
            ReportDocument.Figure("change_usd", "Change", .money(all.current.cost - all.base.cost)),
            ReportDocument.Figure("volume_usd", "Of it by volume", .money(change.volume)),
            ReportDocument.Figure("mix_usd", "By mix", .money(change.mix)),
            ReportDocument.Figure("tokens_per_call_usd", "By tokens per call", .money(change.tokensPerCall)),
            ReportDocument.Figure("price_usd", "By price", .money(change.price)),
            ReportDocument.Figure("base_unpriced_calls", "Unpriced calls before", .count(all.base.unpriced)),
            ReportDocument.Figure("unpriced_calls", "Unpriced calls now", .count(all.current.unpriced)),
        ]
        if let planned = self.planned {
            figures += [
                ReportDocument.Figure("planned_usd", "Planned", .money(planned)),
                ReportDocument.Figure("over_plan_usd", "Over plan", .money(all.current.cost - planned)),
            ]
        }
        return figures
    }

    static func effectTable(_ change: CostChange) -> ReportTable {
        let effects: [(String, String, Money)] = [
            ("volume", "All calls became more or fewer", change.volume),
            ("mix", "Other teams, features or models make them", change.mix),
            ("tokens_per_call", "Calls have more or fewer tokens", change.tokensPerCall),
            ("price", "A token costs more or less: prices, classes, caching", change.price),
        ]
        var rows = effects.map { ReportTable.Row([.text($0.0), .text($0.1), .money($0.2)]) }
        rows.append(ReportTable.Row([.text("change"), .absent, .money(change.total)], kind: .total))
        return ReportTable(
            "effects",
            "Why spend changed",
            columns: [
                ReportColumn("effect", "Effect", .dimension), ReportColumn("meaning", "Meaning", .dimension),
                ReportColumn("change_usd", "Change"),
            ],
            rows: rows
        )
    }

    func moverTable(_ units: [[Symbol]: Mover], _ all: Mover, _ symbols: SymbolTable) -> ReportTable {
        let texts = units.map { unit, mover in (unit.map { symbols.text(of: $0) }, mover) }
        let sorted = texts.sorted { left, right in
            let sizes = (left.1.difference.picodollars.magnitude, right.1.difference.picodollars.magnitude)
            if sizes.0 != sizes.1 { return sizes.0 > sizes.1 }
            return left.0.map { $0 ?? "" }.lexicographicallyPrecedes(right.0.map { $0 ?? "" })
        }
        var rows = sorted.prefix(max(self.top, 0)).map { unit, mover in
            ReportTable.Row(
                unit.map { $0.map { .text($0) } ?? .absent } + Self.values(mover),
                kind: unit.allSatisfy { $0 == nil } ? .gap : .group
            )
        }
        let others = sorted.dropFirst(max(self.top, 0))
        if !others.isEmpty {
            var rest = Mover()
            for other in others { rest.merge(other.1) }
            rows.append(ReportTable.Row(self.label("\(others.count) others") + Self.values(rest), kind: .rest))
        }
        rows.append(ReportTable.Row(self.label("all") + Self.values(all), kind: .total))
        return ReportTable(
            "movers",
            "Largest movers",
            columns: self.dimensions.map { ReportColumn($0.name, $0.name, .dimension) } + [
                ReportColumn("base_cost_usd", "Cost before"), ReportColumn("cost_usd", "Cost now"),
                ReportColumn("change_usd", "Change"), ReportColumn("volume_usd", "Volume"),
                ReportColumn("mix_usd", "Mix"), ReportColumn("tokens_per_call_usd", "Tokens per call"),
                ReportColumn("price_usd", "Price"), ReportColumn("base_calls", "Calls before"),
                ReportColumn("calls", "Calls now"), ReportColumn("base_tokens", "Tokens before"),
                ReportColumn("tokens", "Tokens now"),
            ],
            rows: rows
        )
    }

    private func label(_ text: String) -> [ReportValue] {
        self.dimensions.indices.map { $0 == 0 ? .text(text) : .absent }
    }

    private static func values(_ mover: Mover) -> [ReportValue] {
        let (base, current) = (mover.periods.base, mover.periods.current)
        return [
            .money(base.cost), .money(current.cost), .money(mover.difference), .money(mover.change.volume),
            .money(mover.change.mix), .money(mover.change.tokensPerCall), .money(mover.change.price),
            .count(base.calls), .count(current.calls), .count(base.tokens), .count(current.tokens),
        ]
    }

    static func estimateTable(_ errors: EstimateErrors) -> ReportTable {
        ReportTable(
            "estimates",
            "Estimated against actual",
            caption: "\(errors.estimated) of \(errors.calls) calls of the second period have an estimate.",
            columns: [
                ReportColumn("estimate", "Estimate of", .dimension), ReportColumn("calls", "Calls"),
                ReportColumn("mean_difference", "Mean difference", note: "actual minus estimated"),
                ReportColumn("p50_size", "Median size", note: "of the difference, at most 0.1% above the exact one"),
                ReportColumn("p95_size", "95% are within", note: "of the difference, at most 0.1% above the exact one"),
            ],
            rows: EstimateErrors.Kind.allCases.map { kind in
                let differences = errors[kind]
                return ReportTable.Row([
                    .text(kind.rawValue), .count(differences.count), Self.mean(differences, kind),
                    Self.size(differences, 50, kind), Self.size(differences, 95, kind),
                ])
            }
        )
    }

    private static func mean(_ differences: EstimateErrors.Differences, _ kind: EstimateErrors.Kind) -> ReportValue {
        guard differences.count > 0 else { return .absent }
        guard kind == .cost else { return .number(Double(differences.sum) / Double(differences.count)) }
        return .money(Money(picodollars: differences.sum).times(1, over: differences.count))
    }

    private static func size(
        _ differences: EstimateErrors.Differences,
        _ percent: Double,
        _ kind: EstimateErrors.Kind
    ) -> ReportValue {
        guard let size = differences.sizes.value(at: percent) else { return .absent }
        guard kind == .cost else { return .count(size) }
        return .money(Money(picodollars: Int128(size) * EstimateErrors.moneyUnit))
    }

    func notes(_ sums: VarianceFold, _ all: TwoPeriods) -> [ReportDocument.Note] {
        let days = { (range: ClosedRange<LedgerDay>) in "\(range.lowerBound)..\(range.upperBound)" }
        var notes = [
            ReportDocument.Note(.info, "periods", "From \(days(self.base)) to \(days(self.current)), in UTC."),
            ReportDocument.Note(
                .info,
                "effects",
                "Of each group and model: c0, c0 N1/N0 (volume), c0 n1/n0 (mix), c0 t1/t0 (tokens per call), c1 (price), with "
                    + "cost c, calls n, tokens t of it and calls N of all. A new group is mix. The effects sum exactly to "
                    + "the change."
            ),
        ]
        if all.base.unpriced + all.current.unpriced > 0 {
            notes.append(
                ReportDocument.Note(
                    .warning,
                    "unpriced",
                    "\(all.base.unpriced) calls before and \(all.current.unpriced) now have no whole price; what is known of "
                        + "their cost is in the figures, and a price that became known seems to be a change."
                )
            )
        }
        if sums.groups.isSample {
            notes.append(
                ReportDocument.Note(
                    .warning,
                    "groups_sampled",
                    "There are more groups than are kept at once: all figures are of one of \(sums.groups.keysPerKept), "
                        + "chosen by the hash of its name. Take fewer dimensions."
                )
            )
        }
        return notes
    }
}
