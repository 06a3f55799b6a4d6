/// What is known of a response so far: numbers, names, true and false, by the paths that the formats' tables name.
///
/// At most ``limit`` of them; what is said later replaces what was said before. Why a response ended is an exception: of
/// several choices the first counts.
struct Facts: Sendable {
    /// The most facts that are kept.
    static let limit = 1_024
    /// The most arrays of one document of which it is remembered that they begin anew.
    private static let arrayLimit = 64

    private(set) var values: [String: FactValue] = [:]
    private var arrays: [String] = []

    /// Whether nothing is known.
    var isEmpty: Bool { self.values.isEmpty }

    /// Keeps a fact.
    mutating func set(_ path: String, _ value: FactValue) {
        if path == "finish", self.values[path] != nil { return }
        guard self.values.count < Self.limit || self.values[path] != nil else { return }
        self.values[path] = value
    }

    /// An array begins, whose elements replace all that was said before.
    mutating func beginArray(_ path: String) {
        self.remove(under: path)
        if self.arrays.count < Self.arrayLimit { self.arrays.append(path) }
    }

    /// Forgets what is below `path`.
    mutating func remove(under path: String) {
        let prefix = path + "."
        for key in self.values.keys where key.hasPrefix(prefix) { self.values[key] = nil }
    }

    /// Forgets a fact.
    mutating func remove(_ path: String) {
        self.values[path] = nil
    }

    /// Gives a fact another name.
    mutating func rename(_ path: String, _ name: String) {
        if let value = self.values.removeValue(forKey: path) { self.values[name] = value }
    }

    /// Adds what a further document says.
    mutating func merge(_ document: Facts) {
        for array in document.arrays { self.remove(under: array) }
        // Where not all of them fit, the same ones do each time.
        if self.values.count + document.values.count > Self.limit {
            for path in document.values.keys.sorted() { document.values[path].map { self.set(path, $0) } }
        } else {
            for (path, value) in document.values { self.set(path, value) }
        }
    }

    /// Whether there is a fact at `path`.
    func has(_ path: String) -> Bool { self.values[path] != nil }

    /// Whether there is a fact below `path`.
    func hasAny(under path: String) -> Bool {
        let prefix = path + "."
        return self.values.keys.contains { $0.hasPrefix(prefix) }
    }

    /// The number at `path`.
    func number(_ path: String) -> NumberText? {
        if case .number(let number)? = self.values[path] { number } else { nil }
    }

    /// The name at `path`.
    func name(_ path: String) -> String? {
        if case .name(let name)? = self.values[path] { name } else { nil }
    }

    /// Whether `path` is true.
    func isTrue(_ path: String) -> Bool { self.values[path] == .bool(true) }

    /// Whether `path` is said to be false.
    func isFalse(_ path: String) -> Bool { self.values[path] == .bool(false) }

    /// The numbers below `roots` as they were said, in the order of their paths.
    func quantities(under roots: [String]) -> [RawQuantity] {
        var quantities: [RawQuantity] = []
        for (path, value) in self.values {
            guard case .number(let number) = value else { continue }
            guard roots.contains(where: { path == $0 || path.hasPrefix($0 + ".") }) else { continue }
            quantities.append(RawQuantity(path: path, number: number.text))
        }
        return quantities.sorted { $0.path < $1.path }
    }

    /// The indices of the elements of the array at `path` of which something is known, in their order.
    func elements(of path: String) -> [Int] {
        let prefix = path + "."
        var indices = Set<Int>()
        for key in self.values.keys where key.hasPrefix(prefix) {
            if let index = Int(key.dropFirst(prefix.count).prefix { $0 != "." }) { indices.insert(index) }
        }
        return indices.sorted()
    }
}
