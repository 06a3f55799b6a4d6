// Tags: those that every engine asks for as fields of their own, the others in an object.

extension UsageTags {
    private static let fields: [(key: RecordKey, tag: String)] = [
        RecordKey.team, .feature, .useCase, .environment, .customer, .user,
    ].map { ($0, $0.rawValue) }

    func write<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        var left = self.count
        for (key, tag) in Self.fields where left > 0 {
            guard let value = self.value(of: tag) else { continue }
            writer.write(key, value)
            left -= 1
        }
        if left > 0 {
            var others: [(name: String, text: String)] = []
            self.forEach { key, value in
                if !Self.fields.contains(where: { $0.tag == key }) { others.append((key, value)) }
            }
            writer.write(.tags, texts: others)
        }
        if self.wasTruncated { writer.write(.tagsTruncated, true) }
    }

    /// The value of a key that is written as keys are.
    private func value(of tag: String) -> String? {
        var found: String?
        self.forEach { key, value in
            if key == tag { found = value }
        }
        return found
    }

    init(from source: some RecordSource) throws {
        self.init(try source.texts(.tags))
        for (key, tag) in Self.fields {
            guard let value: String = try source.value(key) else { continue }
            self[tag] = value
        }
        if try source.value(.tagsTruncated) ?? false { self.wasTruncated = true }
    }
}
