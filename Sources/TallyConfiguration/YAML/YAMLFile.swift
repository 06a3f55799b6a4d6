#if YAML
internal import Yams
#endif

/// Reads a YAML text into nodes with their places.
enum YAMLFile {
    /// The nodes of a text of one document.
    ///
    /// - Throws: ``ConfigurationError`` for what is no YAML, or more than is read; with the place, as far as it is known.
    static func read(_ text: String, file: String) throws(ConfigurationError) -> FileNode {
        guard text.utf8.count <= YAMLGuard.maximumBytes else {
            let message = "the file has \(text.utf8.count) bytes; expected at most \(YAMLGuard.maximumBytes)"
            throw Self.error(file, 0, 0, message)
        }
        let findings = YAMLGuard(text).findings
        guard findings.isEmpty else {
            throw ConfigurationError(
                findings.map { finding in
                    ConfigurationProblem(
                        file: file,
                        line: finding.line,
                        column: finding.column,
                        path: "",
                        message: finding.message
                    )
                }
            )
        }
        return try Self.parse(text, file: file)
    }

    private static func error(_ file: String, _ line: Int, _ column: Int, _ message: String) -> ConfigurationError {
        ConfigurationError([
            ConfigurationProblem(file: file, line: line, column: column, path: "", message: message)
        ])
    }

    #if YAML
    private static func parse(_ text: String, file: String) throws(ConfigurationError) -> FileNode {
        do {
            guard let root = try Yams.compose(yaml: text, .basic, .default, .utf8) else {
                return FileNode(kind: .scalar("", isQuoted: false), line: 1, column: 1)
            }
            var remaining = Self.maximumNodes
            guard let node = Self.node(root, &remaining) else {
                throw Self.error(file, 0, 0, "the file has anchors, or more than \(Self.maximumNodes) values")
            }
            return node
        } catch let error as ConfigurationError {
            throw error
        } catch let error as YamlError {
            throw Self.explain(error, file)
        } catch {
            throw Self.error(file, 0, 0, "this is no YAML")
        }
    }

    /// The most values that are read: with what comes before it, only a second wall.
    private static let maximumNodes = 200_000

    /// A node of ours; nil if there are more than `remaining`, or if one has an anchor.
    private static func node(_ node: Node, _ remaining: inout Int) -> FileNode? {
        remaining -= 1
        guard remaining >= 0, node.anchor == nil else { return nil }
        let kind: FileNode.Kind
        switch node {
        case .scalar(let scalar):
            kind = .scalar(scalar.string, isQuoted: scalar.style != .plain && scalar.style != .any)
        case .sequence(let sequence):
            var nodes: [FileNode] = []
            for element in sequence {
                guard let element = Self.node(element, &remaining) else { return nil }
                nodes.append(element)
            }
            kind = .list(nodes)
        case .mapping(let mapping):
            var pairs: [(key: FileNode, value: FileNode)] = []
            for (key, value) in mapping {
                guard let key = Self.node(key, &remaining), let value = Self.node(value, &remaining) else { return nil }
                pairs.append((key, value))
            }
            kind = .mapping(pairs)
        case .alias: return nil
        }
        return FileNode(kind: kind, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
    }

    private static func explain(_ error: YamlError, _ file: String) -> ConfigurationError {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let around = context.map { " \($0.text)" } ?? ""
            let isTab = problem.contains("cannot start any token") || problem.contains("tab character")
            let remedy = isTab ? " (YAML is indented with spaces, not tabs, and @ and ` need quotes)" : ""
            return Self.error(file, mark.line, mark.column, "this is no YAML: \(problem)\(around)\(remedy)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "'\(FileNode.short($0))'" }.joined(separator: ", ")
            return Self.error(file, context.mark.line, context.mark.column, "a mapping has the key \(names) twice")
        case .reader(let problem, _, _, _): return Self.error(file, 0, 0, "this is no YAML: \(problem)")
        default: return Self.error(file, 0, 0, "this is no YAML")
        }
    }
    #else
    private static func parse(_ text: String, file: String) throws(ConfigurationError) -> FileNode {
        throw Self.error(file, 0, 0, "this build reads no YAML; enable the trait YAML of swift-tally")
    }
    #endif
}
