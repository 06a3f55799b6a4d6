internal import TallyEstimation

/// A column of figures in a table of prompts.
struct CheckColumn {
    let title: String
    let cell: (CheckedPrompt) -> String
}

extension CheckReport {
    /// The columns that have something to say about these prompts.
    var figureColumns: [CheckColumn] {
        var columns: [CheckColumn] = []
        func tokens(_ measure: PromptMeasure?) -> String { measure.map { NumberText.grouped($0.tokens) } ?? "-" }
        if self.base != nil {
            columns.append(
                CheckColumn(title: "before") { tokens($0.before ?? ($0.change == .unchanged ? $0.after : nil)) }
            )
            columns.append(CheckColumn(title: "after") { tokens($0.after) })
            columns.append(CheckColumn(title: "change") { ChangeText.difference($0) })
        } else {
            columns.append(CheckColumn(title: "tokens") { tokens($0.after) })
        }
        columns.append(CheckColumn(title: "a call") { ChangeText.cost($0.after?.costPerCall) })
        columns.append(CheckColumn(title: "1,000 calls") { ChangeText.cost($0.after?.costPerThousand) })
        let optional: [CheckColumn] = [
            CheckColumn(title: "a month") { ChangeText.cost($0.after?.costPerMonth) },
            CheckColumn(title: "window") { ChangeText.window($0) },
            CheckColumn(title: "left") { ChangeText.left($0) },
        ]
        columns += optional.filter { column in self.prompts.contains { !column.cell($0).isEmpty } }
        if Set(self.prompts.map(\.model)).count > 1 {
            columns.append(CheckColumn(title: "model") { $0.model.onOneLine })
        }
        return columns
    }
}
