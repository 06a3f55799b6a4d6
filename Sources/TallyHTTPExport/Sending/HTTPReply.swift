/// What a receiver answered.
public struct HTTPReply: Sendable {
    /// The most bytes of an answer that are read.
    public static let maximumBodySize = 4 << 20

    /// The status.
    public var status: Int
    /// The headers, names in lower case.
    public var headers: [(name: String, value: String)]
    /// The body, or the beginning of a long one.
    public var body: [UInt8]
    /// Whether there was more than ``maximumBodySize``.
    public var isCut: Bool

    /// The values of all headers of that name, which is in lower case.
    public func values(of name: String) -> [String] {
        self.headers.filter { $0.name == name }.map(\.value)
    }
}
