public import Instrumentation

/// Tags and ids in the header `baggage` of requests between services (W3C Baggage).
///
/// Each is a member whose name begins with `tally.`: `tally.team=search`, and `tally.interaction_id` and
/// `tally.session_id` for the ids, so that tags of these two keys do not travel. Names and values are percent-encoded.
/// Members of others are left as they are.
///
/// A header is bounded, as the specification asks: it has at most ``maximumLength`` bytes and ``maximumMembers`` members.
/// What is ours and does not fit is left out; of a longer header only the beginning is read. A member that is not well
/// formed is passed over.
public enum UsageBaggage {
    /// The name of the header.
    public static let headerName = "baggage"
    /// The most bytes that a header is written with or read of.
    public static let maximumLength = 8_192
    /// The most members that a header is written with or read of.
    public static let maximumMembers = 64

    private static let prefix = "tally."
    private static let interactionName = "interaction_id"
    private static let sessionName = "session_id"

    /// Returns the header that carries the tags and ids of `context`, behind the members of others in `existing`.
    ///
    /// Our members in `existing` are replaced. Members of others are all kept, even if they are too many.
    ///
    /// - Returns: Nil if there is nothing to carry.
    public static func header(
        for context: InstrumentationContext,
        tags selection: TagSelection = .standard,
        addedTo existing: String? = nil
    ) -> String? {
        var header = existing.map(Self.foreignMembers) ?? ""
        var members = header.utf8.isEmpty ? 0 : header.utf8.count { $0 == UInt8(ascii: ",") } + 1
        for (name, value) in Self.own(context.usageScope, selection) {
            let member =
                Self.prefix + PercentEncoding.encode(name, as: .name) + "="
                + PercentEncoding.encode(value, as: .value)
            let length = header.utf8.count + member.utf8.count + (header.isEmpty ? 0 : 1)
            guard members < Self.maximumMembers, length <= Self.maximumLength else { continue }
            header += (header.isEmpty ? "" : ",") + member
            members += 1
        }
        return header.isEmpty ? nil : header
    }

    /// Takes the tags and ids that `header` carries into `context`.
    ///
    /// Tags are merged over those of the context. Whoever sends the header decides what is in it: take it from services
    /// that you trust, and not from a browser.
    public static func read(
        _ header: String,
        into context: inout InstrumentationContext,
        tags selection: TagSelection = .standard
    ) {
        var scope = context.usageScope
        var foreign: [Substring.UTF8View] = []
        var tags = UsageTags()
        for member in Self.members(of: header) {
            guard let (name, value) = Self.parse(member) else {
                if !Self.isOwn(member) { foreign.append(member) }
                continue
            }
            switch name {
            case Self.interactionName: scope.interactionID = TagText.value(value).text
            case Self.sessionName: scope.sessionID = TagText.value(value).text
            default: if selection.contains(name) { tags[name] = value }
            }
        }
        scope.tags = scope.tags.merging(tags)
        scope.foreignBaggage = foreign.isEmpty ? nil : foreign.map { String(Substring($0)) }.joined(separator: ",")
        context.usageScope = scope
    }

    /// What of a scope travels, the more important first.
    private static func own(_ scope: UsageScope, _ selection: TagSelection) -> [(name: String, value: String)] {
        var own: [(name: String, value: String)] = []
        if let id = scope.interactionID, !id.isEmpty { own.append((Self.interactionName, id)) }
        if let id = scope.sessionID, !id.isEmpty { own.append((Self.sessionName, id)) }
        let first = ["team", "feature", "use_case", "environment", "customer", "user"]
        for key in first + scope.tags.keys.filter({ !first.contains($0) }) {
            guard ![Self.interactionName, Self.sessionName].contains(key), selection.contains(key) else { continue }
            if let value = scope.tags[key] { own.append((key, value)) }
        }
        return own
    }

    // MARK: - Reading

    /// The members of a header, without blanks around them and without empty ones; no more than are read.
    private static func members(of header: String) -> [Substring.UTF8View] {
        var text = header[...].utf8
        if text.count > Self.maximumLength {
            // The last member may be cut, and is left out.
            text = text.prefix(Self.maximumLength + 1)
            guard let end = text.lastIndex(of: UInt8(ascii: ",")) else { return [] }
            text = text[..<end]
        }
        let members = text.split(separator: UInt8(ascii: ","), maxSplits: Self.maximumMembers).map(Self.trimmed)
        return members.filter { !$0.isEmpty }.prefix(Self.maximumMembers).map { $0 }
    }

    /// The members that are not ours, as they stand.
    private static func foreignMembers(_ header: String) -> String {
        header.utf8.split(separator: UInt8(ascii: ",")).map(Self.trimmed)
            .filter { !$0.isEmpty && !Self.isOwn($0) }
            .map { String(Substring($0)) }
            .joined(separator: ",")
    }

    private static func isOwn(_ member: Substring.UTF8View) -> Bool {
        member.starts(with: Self.prefix.utf8)
    }

    /// The name, without its prefix, and the value of a member of ours that is well formed.
    private static func parse(_ member: Substring.UTF8View) -> (name: String, value: String)? {
        guard Self.isOwn(member), let equals = member.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = Self.trimmed(member[..<equals].dropFirst(Self.prefix.utf8.count))
        // Behind the value there may be properties, of which we know none.
        let value = member[member.index(after: equals)...].prefix { $0 != UInt8(ascii: ";") }
        guard let name = PercentEncoding.decode(name), let value = PercentEncoding.decode(Self.trimmed(value)),
            !name.isEmpty, !value.isEmpty
        else { return nil }
        return (name, value)
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}
