/// Which tags may cross the border of a process.
public enum TagSelection: Hashable, Sendable {
    /// All but those of these keys.
    case allExcept(Set<String>)
    /// Those of these keys.
    case only(Set<String>)

    /// All but `user`: who a person is stays where it is known.
    public static let standard = TagSelection.allExcept(["user"])

    /// Returns whether the tag of `key` may cross; a key is the same however its words are joined.
    public func contains(_ key: String) -> Bool {
        let key = TagText.key(key).text
        return switch self {
        case .allExcept(let keys): !keys.contains { TagText.key($0).text == key }
        case .only(let keys): keys.contains { TagText.key($0).text == key }
        }
    }
}
