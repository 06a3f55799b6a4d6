/// Who makes a call, and what for: the labels by which spend is asked for later.
///
/// ```swift
/// let tags: UsageTags = ["team": "search", "feature": "answers", "use_case": "summary", "experiment": "b"]
/// tags.team             // "search"
/// tags["experiment"]    // "b"
/// ```
///
/// Tags are bounded, so that a mistake does not make a ledger unreadable: at most ``maximumCount`` of them, keys of at most
/// ``maximumKeyLength`` bytes, values of at most ``maximumValueLength``. What is longer is cut at a character, what is too
/// many is left out, and ``wasTruncated`` says so. A key is written in lower case with `_` for `-`, blanks and capitals
/// within a word, so that `useCase` and `use-case` are the same tag; an empty value is no value.
public struct UsageTags: Hashable, Sendable {
    /// The most tags that there can be.
    public static let maximumCount = 32
    /// The most UTF-8 bytes that a key can have.
    public static let maximumKeyLength = 64
    /// The most UTF-8 bytes that a value can have.
    public static let maximumValueLength = 256

    private struct Entry: Hashable, Sendable {
        var key: String
        var value: String
    }

    // In the order of the keys, each at most once.
    private var entries: [Entry] = []

    /// Whether something was cut or left out.
    public internal(set) var wasTruncated = false

    /// Creates no tags.
    public init() {}

    /// Creates the tags of the arguments.
    public init(team: String? = nil, feature: String? = nil, useCase: String? = nil) {
        self.team = team
        self.feature = feature
        self.useCase = useCase
    }

    /// Creates the tags of a dictionary; of too many, those whose keys sort first stay.
    public init(_ values: [String: String]) {
        for (key, value) in values.sorted(by: { $0.key < $1.key }) { self[key] = value }
    }

    /// The value of `key`; nil if there is no such tag.
    ///
    /// - Complexity: O(log *n*) comparisons for *n* tags; O(*n*) to add one.
    public subscript(key: String) -> String? {
        get {
            let key = TagText.key(key).text
            let index = self.index(of: key)
            return index < self.entries.count && self.entries[index].key == key ? self.entries[index].value : nil
        }
        set { self.set(key, newValue) }
    }

    /// Calls `body` with each key and its value, in the order of the keys.
    package func forEach<Failure: Error>(_ body: (String, String) throws(Failure) -> Void) throws(Failure) {
        for entry in self.entries { try body(entry.key, entry.value) }
    }

    /// The keys, sorted.
    public var keys: [String] { self.entries.map(\.key) }
    /// How many tags there are.
    public var count: Int { self.entries.count }
    /// Whether there are no tags.
    public var isEmpty: Bool { self.entries.isEmpty }

    /// Returns these tags and those of `other`, which win where both have a key.
    public func merging(_ other: UsageTags) -> UsageTags {
        guard !other.isEmpty else { return self }
        guard !self.isEmpty else { return other }
        var merged = self
        for entry in other.entries { merged[entry.key] = entry.value }
        merged.wasTruncated = merged.wasTruncated || other.wasTruncated
        return merged
    }

    private mutating func set(_ key: String, _ value: String?) {
        let key = TagText.key(key)
        let value = value.map(TagText.value)
        let index = self.index(of: key.text)
        let isThere = index < self.entries.count && self.entries[index].key == key.text
        guard let value, !value.text.isEmpty, !key.text.isEmpty else {
            if isThere { self.entries.remove(at: index) }
            return
        }
        if isThere {
            self.entries[index].value = value.text
        } else if self.entries.count < Self.maximumCount {
            self.entries.insert(Entry(key: key.text, value: value.text), at: index)
        } else {
            self.wasTruncated = true
        }
        self.wasTruncated = self.wasTruncated || key.wasCut || value.wasCut
    }

    /// Where `key` is, or would be.
    private func index(of key: String) -> Int {
        var (low, high) = (0, self.entries.count)
        while low < high {
            let middle = (low + high) / 2
            if self.entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension UsageTags: ExpressibleByDictionaryLiteral {
    /// Creates the tags of a literal; of a key that occurs twice the last value stays.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (key, value) in elements { self[key] = value }
    }
}
