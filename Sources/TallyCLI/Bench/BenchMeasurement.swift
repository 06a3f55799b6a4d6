internal import TallyEstimation

/// How fast one operation was on one text.
struct BenchMeasurement {
    let operation: BenchOperation
    let path: FilePath
    /// The bytes that a call is given if the text was cut into slices, else nil.
    let sliceSize: Int?
    let calls: Int
    let bytes: Int
    let tokens: Int
    /// The first pass of all in this process, or nil if others came before.
    let cold: BenchLap?
    /// The passes after it.
    let laps: [BenchLap]

    static let table = TextTable(columns: [
        .text("operation", minimumWidth: 9), .number("calls", minimumWidth: 6), .number("bytes", minimumWidth: 13),
        .number("tokens", minimumWidth: 13), .number("cold", minimumWidth: 12), .number("warm", minimumWidth: 12),
        .number("warm tokens/s", minimumWidth: 15), .text("path"),
    ])

    private var warm: BenchLap { .median(self.laps) }

    /// The cells for ``table``.
    var row: [String] {
        [
            self.operation.rawValue, NumberText.grouped(self.calls), NumberText.grouped(self.bytes),
            NumberText.grouped(self.tokens), self.cold.map(self.speed) ?? "-", self.speed(self.warm),
            NumberText.grouped(Self.perSecond(self.tokens, self.warm)), self.path.displayText,
        ]
    }

    /// The answer in JSON.
    var members: JSONObject {
        var members: JSONObject = ["operation": .string(self.operation.rawValue), "path": .string(self.path.text)]
        members.append("slice_bytes", self.sliceSize.map { .integer($0) })
        members.append([
            "calls": .integer(self.calls), "bytes": .integer(self.bytes), "tokens": .integer(self.tokens),
            "cold": self.cold.map { .object($0.members) } ?? .null, "warm": .object(self.warm.members),
            "bytes_per_second": .integer(Self.perSecond(self.bytes, self.warm)),
            "tokens_per_second": .integer(Self.perSecond(self.tokens, self.warm)),
            "passes": .array(self.laps.map { .object($0.members) }),
        ])
        return members
    }

    /// Megabytes a second for a whole text, the time of a call for slices.
    private func speed(_ lap: BenchLap) -> String {
        if self.sliceSize == nil { return "\(Self.tenths(Self.perSecond(self.bytes, lap), of: 1_000_000)) MB/s" }
        let nanoseconds = lap.wall / self.calls
        return nanoseconds < 10_000 ? "\(nanoseconds) ns" : "\(Self.tenths(nanoseconds, of: 1_000)) µs"
    }

    private static func perSecond(_ amount: Int, _ lap: BenchLap) -> Int {
        Int(Int128(amount) * 1_000_000_000 / Int128(max(lap.wall, 1)))
    }

    /// The quotient with one decimal.
    private static func tenths(_ value: Int, of unit: Int) -> String {
        let tenths = (value * 10 + unit / 2) / unit
        return "\(NumberText.grouped(tenths / 10)).\(tenths % 10)"
    }
}

extension BenchLap {
    /// The answer in JSON.
    var members: JSONObject { ["wall_ns": .integer(self.wall), "cpu_ns": .integer(self.cpu)] }
}
