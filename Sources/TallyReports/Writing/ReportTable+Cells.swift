internal import TallyMetering

extension ReportTable {
    /// The values of a row, exactly as many as there are columns.
    func cells(_ row: Row) -> [ReportValue] {
        guard row.values.count != self.columns.count else { return row.values }
        return self.columns.indices.map { $0 < row.values.count ? row.values[$0] : .absent }
    }

    /// The place of the column with that key.
    func index(of key: String) -> Int? {
        self.columns.firstIndex { $0.key == key }
    }

    /// How the cells of each column are read and stand.
    ///
    /// - Complexity: O(*n*) in the cells.
    var layouts: [ColumnLayout] {
        self.columns.indices.map { index in
            var layout = ColumnLayout()
            var hasValue = false
            for row in self.rows where index < row.values.count {
                switch row.values[index] {
                case .absent: continue
                case .text, .flag: layout.isNumber = false
                case .time(let time):
                    layout.isNumber = false
                    layout.precision = max(layout.precision, TimePrecision(time))
                default: break
                }
                hasValue = true
            }
            if !hasValue, self.columns[index].role == .dimension { layout.isNumber = false }
            return layout
        }
    }
}

/// How the cells of a column stand.
struct ColumnLayout: Hashable, Sendable {
    /// Whether they are numbers, which stand to the right.
    var isNumber = true
    /// How much of its times has to be said.
    var precision = TimePrecision.day
}

/// How much of a time has to be said.
enum TimePrecision: Int, Comparable, Sendable {
    case day
    case minute
    case second
    case millisecond

    /// What a moment needs to be told from others.
    init(_ time: Timestamp) {
        let milliseconds = time.millisecondsSince1970
        self =
            milliseconds % 1_000 != 0
            ? .millisecond : milliseconds % 60_000 != 0 ? .second : milliseconds % 86_400_000 != 0 ? .minute : .day
    }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
