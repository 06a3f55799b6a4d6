/// Reads the fields of an object from a line of JSON.
struct RecordFields: RecordSource {
    private let line: RecordLine
    private let node: Int

    /// Reads the fields of the outermost object.
    init(_ text: Span<UInt8>) throws(RecordError) {
        do throws(RecordLine.Fault) {
            self.line = try RecordLine(text)
        } catch {
            throw .malformed
        }
        self.node = 0
        guard self.line.nodes[0].kind == .object else { throw RecordError(.notJSON, "the line is no JSON object") }
        if self.line.nodes[0].hasBadName { throw .malformed }
    }

    private init(_ line: RecordLine, _ node: Int) throws(RecordError) {
        self.line = line
        self.node = node
        if line.nodes[node].hasBadName { throw .malformed }
    }

    /// The node of a field; nil if it is absent or null.
    ///
    /// Of two fields of one name the first counts.
    private func find(_ key: RecordKey) -> Int? {
        var found = 0
        if self.node == 0 {
            found = Int(self.line.fields[key.position])
        } else {
            var child = self.node + 1
            let end = Int(self.line.nodes[self.node].next)
            while child < end {
                if Int(self.line.nodes[child].key) == key.position {
                    found = child
                    break
                }
                child = Int(self.line.nodes[child].next)
            }
        }
        return found == 0 || self.line.nodes[found].kind == .null ? nil : found
    }

    func value<Value: RecordValue>(_ key: RecordKey, as type: Value.Type) throws -> Value? {
        guard let node = self.find(key) else { return nil }
        let value: Value
        do throws(RecordLine.Fault) {
            value = try Value.read(self.line.value(node))
        } catch {
            throw self.error(error, at: key)
        }
        // Only an escape can state U+0000.
        if !self.line.nodes[node].isPlain, let text = value as? String { try self.checkText(text, in: key) }
        return value
    }

    private func checkText(_ text: String, in key: RecordKey) throws {
        if text.utf8.contains(0) { throw self.invalid(key, "has the character U+0000") }
    }

    func scaled(_ key: RecordKey, decimals: Int) throws -> Int128? {
        guard let node = self.find(key) else { return nil }
        let scaled: Int128?
        do throws(RecordLine.Fault) {
            scaled = try self.line.value(node).scaled(decimals: decimals)
        } catch {
            throw self.error(error, at: key)
        }
        guard let scaled else { throw self.invalid(key, "must be a number with at most \(decimals) decimals") }
        return scaled
    }

    func texts(_ key: RecordKey) throws -> [String: String] {
        guard let node = self.find(key) else { return [:] }
        let texts: [String: String]
        do throws(RecordLine.Fault) {
            texts = try self.line.value(node).texts()
        } catch {
            throw self.error(error, at: key)
        }
        for (name, text) in texts {
            try self.checkText(name, in: key)
            try self.checkText(text, in: key)
        }
        return texts
    }

    func list(_ key: RecordKey) throws -> [String] {
        guard let node = self.find(key) else { return [] }
        let list: [String]
        do throws(RecordLine.Fault) {
            list = try self.line.value(node).list()
        } catch {
            throw self.error(error, at: key)
        }
        for text in list { try self.checkText(text, in: key) }
        return list
    }

    func object(_ key: RecordKey) throws -> RecordFields? {
        guard let node = self.find(key) else { return nil }
        guard self.line.nodes[node].kind == .object else { throw self.error(.type, at: key) }
        return try RecordFields(self.line, node)
    }

    func objects<Element>(_ key: RecordKey, _ read: (RecordFields) throws -> Element) throws -> [Element] {
        guard let node = self.find(key) else { return [] }
        guard self.line.nodes[node].kind == .array else { throw self.error(.type, at: key) }
        var elements: [Element] = []
        for element in self.line.children(of: node) {
            guard self.line.nodes[element].kind == .object else {
                throw self.error(.memberType(String(elements.count)), at: key)
            }
            elements.append(try read(try RecordFields(self.line, element)))
        }
        return elements
    }

    // MARK: - Errors

    func path(to key: RecordKey) -> String {
        var path = ""
        var container = 0
        while container != self.node {
            // The member that is this object, or that it stands in.
            for (index, child) in self.line.children(of: container).enumerated()
            where self.node < Int(self.line.nodes[child].next) {
                let key = Int(self.line.nodes[child].key)
                path += key < RecordKey.allCases.count ? RecordKey.allCases[key].rawValue : String(index)
                path += "."
                container = child
                break
            }
        }
        return path + key.rawValue
    }

    func thrown(_ error: RecordError, at key: RecordKey?) -> any Error { error }

    private func error(_ fault: RecordLine.Fault, at key: RecordKey) -> any Error {
        let path = self.path(to: key)
        return switch fault {
        case .malformed: RecordError.malformed
        case .type: RecordError.wrongType(path)
        case .value: RecordError.wrongValue(path)
        case .memberType(let member): RecordError.wrongType("\(path).\(member)")
        case .memberName: RecordError.wrongValue("\(path).…")
        }
    }
}

extension RecordError {
    /// What is no JSON, or has a number that does not fit.
    fileprivate static var malformed: RecordError {
        RecordError(.notJSON, "the line is no JSON, or has a number that does not fit: it may be cut off or damaged")
    }

    fileprivate static func wrongType(_ path: String) -> RecordError {
        RecordError(.invalidField, "'\(path)' has another type than a record's field has")
    }

    fileprivate static func wrongValue(_ path: String) -> RecordError {
        RecordError(.invalidField, "'\(path)' has a value that a record's field can not have")
    }
}
