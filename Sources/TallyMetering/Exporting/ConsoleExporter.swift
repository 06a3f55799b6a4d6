#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Prints a line for each record, for people who watch a service while they write it.
///
/// ```
/// 09:41:07.250  anthropic/claude-opus-5  in 31200  out 2400  $0.0714  1.8 s  feature=answers team=search
/// ```
///
/// A cost that is not known is `unpriced`, never `$0`. The lines are for reading; programs read the ledger.
public final class ConsoleExporter: UsageExporter {
    /// Where lines are printed.
    public enum Stream: Sendable, Hashable {
        /// Standard output.
        case standardOutput
        /// Standard error.
        case standardError
    }

    /// What the exporter is called in the accounts.
    public let name: String
    private let line: @Sendable (MeteringRecord) -> String
    private let write: @Sendable (String) -> Bool

    /// Creates an exporter.
    ///
    /// - Parameters:
    ///   - name: What it is called in the accounts.
    ///   - stream: Where it prints.
    ///   - line: The line of a record without its end, if it is to be another one.
    public convenience init(
        name: String = "console",
        to stream: Stream = .standardError,
        line: @escaping @Sendable (MeteringRecord) -> String = { ConsoleLine.text(of: $0) }
    ) {
        let descriptor: Int32 = stream == .standardOutput ? 1 : 2
        self.init(name: name, line: line, write: { Self.write($0, to: descriptor) })
    }

    /// Creates an exporter that gives its lines, those of a batch at once, to `write`, which says whether it could.
    init(
        name: String,
        line: @escaping @Sendable (MeteringRecord) -> String,
        write: @escaping @Sendable (String) -> Bool
    ) {
        self.name = name
        self.line = line
        self.write = write
    }

    /// Prints a line for each record of `batch`.
    ///
    /// - Throws: ``ExportError`` with ``ExportError/Code/unavailable`` if the stream can not be written to.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        guard self.write(batch.map { self.line($0) + "\n" }.joined()) else {
            throw ExportError(
                .unavailable,
                "the console could not be written to: standard output or error may be closed"
            )
        }
    }

    /// Does nothing: lines are printed at once.
    public func flush() async throws(ExportError) {}

    /// Does nothing.
    public func shutdown() async {}

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                // Within the buffer, since `start` is less than its count.
                #if canImport(Darwin)
                unsafe Darwin.write(descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
                #elseif canImport(Glibc)
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
                #else
                unsafe Musl.write(descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
                #endif
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return false }
            start += written
        }
        return true
    }
}
