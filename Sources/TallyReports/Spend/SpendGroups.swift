internal import TallyMetering
internal import TallyPricing

/// The groups of a spend report in the order of its rows.
struct SpendGroups {
    struct Row {
        var kind: ReportTable.Row.Kind
        var labels: [ReportValue]
        var group: SpendFold.Group
        var interactions: InteractionFigures?
    }

    let fold: SpendFold
    let dimensions: Int
    let symbols: SymbolTable
    /// All groups without time, the highest first; of two that are as high, the one whose texts sort first.
    private(set) var ranked: [(key: GroupKey, group: SpendFold.Group)] = []
    /// What all groups are together.
    private(set) var total = SpendFold.Group()

    init(_ fold: SpendFold, dimensions: Int, symbols: SymbolTable, _ focus: SpendReport.Focus) {
        self.fold = fold
        self.dimensions = dimensions
        self.symbols = symbols
        var groups: [GroupKey: SpendFold.Group] = [:]
        for (key, group) in zip(fold.keys, fold.groups) {
            groups[key.withoutTime, default: SpendFold.Group()].add(group)
            self.total.add(group)
        }
        self.ranked = groups.map { (key: $0.key, group: $0.value, texts: self.texts($0.key)) }
            .sorted { left, right in
                switch focus {
                case .spend:
                    if left.group.sums.cost != right.group.sums.cost {
                        return left.group.sums.cost > right.group.sums.cost
                    }
                case .tokens:
                    let (first, second) = (left.group.sums.tokens.total, right.group.sums.tokens.total)
                    if first != second { return first > second }
                }
                return left.texts.lexicographicallyPrecedes(right.texts)
            }
            .map { ($0.key, $0.group) }
    }

    private func texts(_ key: GroupKey) -> [String] {
        (0..<self.dimensions).map { self.symbols.text(of: key.symbol($0)) ?? "" }
    }

    func labels(_ key: GroupKey) -> [ReportValue] {
        (0..<self.dimensions).map { self.symbols.text(of: key.symbol($0)).map { .text($0) } ?? .absent }
    }

    /// The first of the cells tells what a row stands for that is no single group.
    func labels(_ text: String) -> [ReportValue] {
        (0..<self.dimensions).map { $0 == 0 ? .text(text) : .absent }
    }

    /// Which row each group is in: those with one of their own, then all others with all dimensions, then all others
    /// without one.
    func places(top: Int) -> (rows: [GroupKey: Int], own: Int, rest: Int, gaps: Int) {
        var rows: [GroupKey: Int] = [:]
        var own: [GroupKey] = []
        var (rest, gaps) = (0, 0)
        for (key, _) in self.ranked {
            // With one dimension there is a single group without it.
            if own.count < max(top, 0) || (self.dimensions == 1 && key.hasGap(1)) {
                own.append(key)
            } else if key.hasGap(self.dimensions) {
                gaps += 1
            } else {
                rest += 1
            }
        }
        for (index, key) in own.enumerated() { rows[key] = index }
        for (key, _) in self.ranked where rows[key] == nil {
            rows[key] = own.count + (key.hasGap(self.dimensions) ? 1 : 0)
        }
        return (rows, own.count, rest, gaps)
    }

    /// The rows without time, the total last.
    func rows(top: Int) -> [Row] {
        let places = self.places(top: top)
        // One more for the total.
        var groups = [SpendFold.Group](repeating: SpendFold.Group(), count: places.own + 2)
        var labels: [[ReportValue]] = []
        var kinds: [ReportTable.Row.Kind] = []
        for (key, group) in self.ranked {
            guard let row = places.rows[key] else { continue }
            groups[row].add(group)
            guard row < places.own else { continue }
            labels.append(self.labels(key))
            kinds.append(key.hasGap(self.dimensions) ? .gap : .group)
        }
        labels += [self.labels("\(places.rest) others"), self.labels("\(places.gaps) others, untagged")]
        kinds += [.rest, .gap]
        let interactions = self.interactions(rows: places.own + 2) { places.rows[$0.withoutTime] }
        var rows = groups.indices.map {
            Row(kind: kinds[$0], labels: labels[$0], group: groups[$0], interactions: interactions?[$0])
        }
        rows.removeAll { $0.group.sums.calls == 0 }
        if self.dimensions > 0 {
            let all = self.interactions(rows: 1) { _ in 0 }
            rows.append(
                Row(kind: .total, labels: self.labels("all"), group: self.total, interactions: all?.first)
            )
        } else {
            rows = rows.map { Row(kind: .total, labels: [], group: $0.group, interactions: $0.interactions) }
        }
        return rows
    }

    /// What the interactions of each row come to; nil if they are not known.
    func interactions(rows: Int, _ row: (GroupKey) -> Int?) -> [InteractionFigures]? {
        guard !self.fold.interactions.isExceeded else { return nil }
        return self.fold.interactions.figures(rows: rows) { row(self.fold.keys[$0]) }
    }
}
