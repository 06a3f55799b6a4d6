internal import Logging
internal import TallyEstimation
internal import TallyMetering

/// What a shipment did, as text.
struct ShipmentSummary {
    private let shipment: Shipment
    private let counts: ShipmentSending.Counts
    private let earlier: ShipPosition?

    init(_ shipment: Shipment, _ sending: ShipmentSending, _ earlier: ShipPosition?) {
        self.shipment = shipment
        self.counts = sending.counts
        self.earlier = earlier
    }

    func text(_ format: ReportFormat) -> String {
        format == .json ? self.json : self.table
    }

    private var table: String {
        let counts = self.counts
        var text = "sent      \(LedgerReport.text(counts.sent))"
        text += " in \(NumberText.counted(counts.batches, "batch", "batches"))"
        if counts.retries > 0 { text += ", \(NumberText.counted(counts.retries, "try again", "tries again"))" }
        text += "\n"
        if counts.refused > 0 { text += "refused   \(NumberText.counted(counts.refused, "record"))\n" }
        if counts.unreadable > 0 { text += "unread    \(NumberText.counted(counts.unreadable, "line"))\n" }
        if let earlier { text += "resumed   behind \(LedgerReport.text(earlier.sent))\n" }
        return text + "position  \(FilePath(self.shipment.position).displayText)\n"
    }

    private var json: String {
        let counts = self.counts
        var root: JSONObject = [
            "ledger": .string(self.shipment.ledger), "to": .string(self.shipment.target.name),
        ]
        root.append(LedgerReport.members(counts.sent))
        root.append("batches", .integer(counts.batches))
        root.append("retries", .integer(counts.retries))
        root.append(
            "skipped",
            .object([
                "refused_records": .integer(counts.refused), "unreadable_lines": .integer(counts.unreadable),
                "unfinished_lines": .integer(counts.unfinished),
            ])
        )
        root.append("resumed_from", self.earlier.map { .object(LedgerReport.members($0.sent)) } ?? .null)
        root.append("position", .string(self.shipment.position))
        return root.text + "\n"
    }
}

extension Shipment {
    /// What exporters would say goes into the command's own messages.
    static var silence: Logger { Logger(label: "tally.ship") { _ in SwiftLogNoOpLogHandler() } }
}
