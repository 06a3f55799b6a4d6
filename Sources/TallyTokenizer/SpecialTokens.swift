/// Which special tokens a text may contain as such.
///
/// Special tokens such as `<|endoftext|>` are ordinary text by default, so that nobody's input can smuggle one in.
public struct SpecialTokens: Sendable, Hashable, ExpressibleByArrayLiteral {
    private enum Selection: Hashable {
        case all
        case names(Set<String>)
    }

    private let selection: Selection

    /// No special token: everything is ordinary text.
    public static let none = SpecialTokens([])

    /// Every special token of the encoding.
    public static let all = SpecialTokens(selection: .all)

    /// The special tokens with these names, as in `["<|endoftext|>"]`; names that an encoding lacks have no effect.
    public init(_ names: Set<String>) {
        self.selection = .names(names)
    }

    /// The special tokens with these names; names that an encoding lacks have no effect.
    public init(arrayLiteral names: String...) {
        self.init(Set(names))
    }

    private init(selection: Selection) {
        self.selection = selection
    }

    /// Whether the special token `name` is one of these.
    public func contains(_ name: String) -> Bool {
        switch self.selection {
        case .all: true
        case .names(let names): names.contains(name)
        }
    }

    /// Whether this is no special token at all.
    public var isEmpty: Bool { self.selection == .names([]) }
}
