internal import TallyPricing

// What a call was expected to cost, and what it does.

extension UsageRecord {
    /// Writes the estimate, and what came out more than it.
    func writeEstimate<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        guard let estimate = self.estimate else { return }
        writer.writeObject(.estimate) { writer in
            writer.write(.inputTokens, estimate.inputTokens)
            writer.write(.outputTokens, estimate.outputTokens)
            writer.write(.maximumOutputTokens, estimate.maximumOutputTokens)
            writer.write(.costUSD, estimate.cost)
            writer.write(.maximumCostUSD, estimate.maximumCost)
            writer.write(.inputDifference, self.inputDifference)
            writer.write(.outputDifference, self.outputDifference)
            writer.write(.costDifferenceUSD, self.costDifference)
        }
    }

    /// Writes what the call costs in sum, then why.
    func writeCost<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        let isIncomplete = self.cost != nil && self.catalogueCost == nil
        writer.write(.costUSD, self.totalCost)
        writer.write(.costSource, self.costSource?.rawValue)
        writer.write(.pricedUSD, isIncomplete ? self.pricedCost : nil)
        writer.write(.providerCostUSD, self.providerCost)
        writer.write(.catalogueCostUSD, self.providerCost == nil ? nil : self.catalogueCost)
        writer.write(.costDriftUSD, self.costDrift)
        self.cost?.write(to: &writer)
    }
}

extension CallEstimate {
    /// Reads an estimate; the differences follow from the record.
    init(from source: some RecordSource) throws {
        self.init(
            inputTokens: try source.required(.inputTokens),
            outputTokens: try source.value(.outputTokens),
            maximumOutputTokens: try source.value(.maximumOutputTokens),
            cost: try source.money(.costUSD),
            maximumCost: try source.money(.maximumCostUSD)
        )
    }
}

extension Cost {
    /// Writes the fields of a cost but for its sum.
    func write<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        writer.writeObjects(.unpriced, self.unpriced) { unpriced, writer in
            writer.write(.counter, unpriced.counter.rawValue)
            writer.write(.quantity, unpriced.quantity)
            writer.write(.reason, unpriced.reason.rawValue)
        }
        writer.writeObjects(.lines, self.lines) { line, writer in
            line.write(to: &writer)
        }
        writer.write(.pricedModel, self.model)
        writer.write(.pricedProvider, self.provider)
        writer.write(.disregarded, list: self.disregarded)
        writer.write(.book, self.bookHash)
    }

    /// Reads a cost; nil if there is none, which the missing book tells.
    init?(from source: some RecordSource) throws {
        guard let book: String = try source.value(.book) else { return nil }
        self.init(
            lines: try source.objects(.lines, PriceLine.init(from:)),
            unpriced: try source.objects(.unpriced) { source in
                Unpriced(
                    counter: try source.required(.counter),
                    quantity: try source.required(.quantity),
                    reason: try source.required(.reason)
                )
            },
            model: try source.value(.pricedModel),
            provider: try source.value(.pricedProvider),
            bookHash: book,
            disregarded: try source.list(.disregarded)
        )
    }
}

extension PriceLine {
    fileprivate func write<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        writer.write(.counter, self.counter.rawValue)
        writer.write(.quantity, self.quantity)
        writer.write(.charged, self.chargedQuantity == self.quantity ? nil : self.chargedQuantity)
        writer.write(.rate, self.rate)
        writer.write(.per, self.per)
        writer.write(.amountUSD, self.amount)
        self.reason.write(to: &writer)
    }

    fileprivate init(from source: some RecordSource) throws {
        guard let rate = try source.money(.rate), let amount = try source.money(.amountUSD) else {
            throw source.invalid(.lines, "must have a rate and an amount")
        }
        let quantity: Int = try source.required(.quantity)
        self.init(
            counter: try source.required(.counter),
            quantity: quantity,
            chargedQuantity: try source.value(.charged) ?? quantity,
            rate: rate,
            per: try source.required(.per),
            amount: amount,
            reason: try PriceReason(from: source)
        )
    }
}

extension PriceReason {
    fileprivate func write<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        writer.write(.list, self.list)
        writer.write(.pricedAs, self.inheritedFrom?.rawValue)
        writer.write(.freeBecause, self.freeBecause)
        writer.write(.from, self.from.map { Int($0) })
        if let hours = self.hours {
            writer.writeObject(.hours) { writer in
                writer.write(.start, hours.start)
                writer.write(.end, hours.end)
            }
        }
        let selectors = self.selectors.sorted { $0.key < $1.key }
        writer.write(.selectors, texts: selectors.map { (name: $0.key, text: $0.value) })
        if let tier = self.tier {
            writer.writeObject(.tier) { writer in
                writer.write(.metric, tier.metric.rawValue)
                writer.write(.comparison, tier.comparison.rawValue)
                writer.write(.value, tier.value)
            }
        }
        writer.writeObjects(.factors, self.factors) { factor, writer in
            writer.write(.name, factor.name)
            writer.write(.factor, factor.factor)
        }
    }

    fileprivate init(from source: some RecordSource) throws {
        self.init(
            list: try source.required(.list),
            inheritedFrom: try source.value(.pricedAs),
            freeBecause: try source.value(.freeBecause),
            from: try source.value(.from),
            hours: try source.object(.hours).map { hours in
                guard let window = DailyWindow(start: try hours.required(.start), end: try hours.required(.end)) else {
                    throw source.invalid(.hours, "must be seconds of a day")
                }
                return window
            },
            selectors: try source.texts(.selectors),
            tier: try source.object(.tier).map { tier in
                let comparison: PriceThreshold.Comparison = try tier.required(.comparison)
                let value: Int = try tier.required(.value)
                let metric: PriceThreshold.Metric = try tier.required(.metric)
                return comparison == .above ? .above(value, metric) : .from(value, metric)
            },
            factors: try source.objects(.factors) { factor in
                AppliedFactor(name: try factor.required(.name), factor: try factor.required(.factor))
            }
        )
    }
}
