#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// One line of progress that is rewritten in place.
///
/// It appears only after a while, so that quick work shows nothing at all.
final class ProgressLine {
    private let isShown: Bool
    private let start: ContinuousClock.Instant
    private var last: ContinuousClock.Instant?

    static let erasure = "\r\u{1B}[K"
    private static let patience = Duration.milliseconds(300)
    private static let interval = Duration.milliseconds(100)

    init(isShown: Bool, start: ContinuousClock.Instant = .now) {
        self.isShown = isShown
        self.start = start
    }

    /// Whether the terminal understands the sequence that erases a line; `TERM=dumb` says that it does not.
    static var terminalCanErase: Bool {
        guard let name = unsafe getenv("TERM") else { return false }
        return unsafe String(cString: name) != "dumb"
    }

    /// The bytes that show the new text, or nil while it is too early for it.
    ///
    /// Before a step that will be long by itself it is never too early.
    func update(
        at now: @autoclosure () -> ContinuousClock.Instant = .now,
        isBeforeLongStep: Bool = false,
        _ text: () -> String
    ) -> String? {
        guard self.isShown else { return nil }
        let now = now()
        let elapsed = now - (self.last ?? self.start)
        guard isBeforeLongStep || elapsed >= (self.last == nil ? Self.patience : Self.interval) else { return nil }
        self.last = now
        Interruption.progressIsVisible(true)
        return Self.erasure + String(text().prefix(78))
    }

    /// The bytes that take the line off the screen, or nil if none is there.
    func erase() -> String? {
        guard self.last != nil, Interruption.progressIsVisible(false) else { return nil }
        return Self.erasure
    }
}
