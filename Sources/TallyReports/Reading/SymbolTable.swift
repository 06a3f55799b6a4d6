internal import TallyTokenizer

/// A text of a ledger by a number, so that groups are compared without their texts.
public struct Symbol: Hashable, Sendable {
    /// The number; 0 for no text.
    let number: UInt32

    /// What a record that does not have the text has.
    public static let absent = Symbol(number: 0)

    /// Whether the record does not have the text.
    public var isAbsent: Bool { self.number == 0 }
}

/// The texts of a scan, each once.
///
/// It is shared by the tasks of a scan.
public final class SymbolTable: Sendable {
    private struct State: Sendable {
        var numbers: [String: UInt32] = [:]
        var texts: [String] = [""]
    }

    private let state = Locked(State())

    /// Creates an empty table.
    public init() {}

    /// Returns the text of a symbol; nil for ``Symbol/absent``.
    public func text(of symbol: Symbol) -> String? {
        symbol.isAbsent ? nil : self.state.withLock { $0.texts[Int(symbol.number)] }
    }

    /// Returns the symbol of a text; the same for the same text.
    public func symbol(of text: String) -> Symbol {
        self.state.withLock { state in
            if let number = state.numbers[text] { return Symbol(number: number) }
            let number = UInt32(state.texts.count)
            state.numbers[text] = number
            state.texts.append(text)
            return Symbol(number: number)
        }
    }
}
