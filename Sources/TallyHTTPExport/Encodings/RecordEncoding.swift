public import TallyMetering

/// How records are written for a receiver, and how it answers.
///
/// There are encodings for lines and arrays of JSON, for CloudEvents (OpenMeter), Lago and ClickHouse. For another
/// receiver write one's own: what a request looks like, and one item for each record.
///
/// ```swift
/// struct CSVEncoding: RecordEncoding {
///     var contentType: String { "text/csv" }
///     var frame: BodyFrame { BodyFrame(opening: "id,model,tokens\n") }
///
///     func append(_ record: MeteringRecord, to items: inout RequestItems) {
///         guard case .usage(let call) = record else { return }
///         items.append { bytes in
///             bytes += "\(call.id),\(call.model),\(call.totalTokens ?? 0)\n".utf8
///         }
///     }
/// }
/// ```
///
/// The same record must always give the same bytes: a request that is sent again is the same request. A record for which
/// nothing is appended is left out: the receiver has no place for it, it counts as delivered, and
/// ``HTTPExportCounts/leftOut`` tells how many there were.
public protocol RecordEncoding: Sendable {
    /// The exact value of `Content-Type`.
    var contentType: String { get }
    /// What stands around and between the items; nothing by default.
    var frame: BodyFrame { get }
    /// How much one request may have; 1,000 items and 1,000,000 bytes by default.
    var limits: RequestLimits { get }
    /// Parameters that the address has besides its own; none by default.
    var query: [(name: String, value: String)] { get }

    /// Appends what the receiver gets of `record`: no item, one, or several that go into the same request.
    func append(_ record: MeteringRecord, to items: inout RequestItems)

    /// Returns what `reply` means for the records of the request; nil if they were taken.
    ///
    /// By default ``StatusRules/usual`` says it by the status.
    func code(of reply: HTTPReply) -> ExportError.Code?
}

extension RecordEncoding {
    /// Nothing stands around or between the items.
    public var frame: BodyFrame { BodyFrame() }
    /// 1,000 items and 1,000,000 bytes, which is less than nginx takes by default.
    public var limits: RequestLimits { RequestLimits() }
    /// No parameters.
    public var query: [(name: String, value: String)] { [] }

    /// What ``StatusRules/usual`` says.
    public func code(of reply: HTTPReply) -> ExportError.Code? {
        StatusRules.usual.code(of: reply.status)
    }
}

/// What stands around and between the items of a body.
public struct BodyFrame: Sendable, Hashable {
    /// What the body begins with.
    public var opening: [UInt8]
    /// What stands between two items.
    public var separator: [UInt8]
    /// What the body ends with.
    public var closing: [UInt8]

    /// Creates a frame of these texts.
    public init(opening: String = "", separator: String = "", closing: String = "") {
        self.opening = Array(opening.utf8)
        self.separator = Array(separator.utf8)
        self.closing = Array(closing.utf8)
    }

    /// The frame of a JSON array.
    public static let jsonArray = BodyFrame(opening: "[", separator: ",", closing: "]")
}

/// How much one request may have.
public struct RequestLimits: Sendable, Hashable {
    /// The most items.
    public var items: Int
    /// The most bytes of a body before it is compressed; a record that alone has more is sent alone.
    public var bytes: Int

    /// Creates limits; numbers below one count as one.
    public init(items: Int = 1_000, bytes: Int = 1_000_000) {
        self.items = max(1, items)
        self.bytes = max(1, bytes)
    }
}

/// The items of one request, in the frame of its body.
public struct RequestItems: Sendable {
    private let frame: BodyFrame
    /// What has been written, without the end of the frame.
    private(set) var bytes: [UInt8]
    /// How many items there are.
    public private(set) var count = 0

    init(_ frame: BodyFrame) {
        self.frame = frame
        self.bytes = frame.opening
    }

    /// Appends one item, whose bytes `write` appends.
    public mutating func append(_ write: (inout [UInt8]) -> Void) {
        if self.count > 0 { self.bytes.append(contentsOf: self.frame.separator) }
        self.count += 1
        write(&self.bytes)
    }

    /// How many bytes the body has.
    var size: Int { self.bytes.count + self.frame.closing.count }

    /// The body.
    consuming func finished() -> [UInt8] {
        self.bytes.append(contentsOf: self.frame.closing)
        return self.bytes
    }

    mutating func cut(toBytes size: Int, count: Int) {
        self.bytes.removeLast(self.bytes.count - size)
        self.count = count
    }

    mutating func reserve(_ size: Int) {
        self.bytes.reserveCapacity(size)
    }
}
