/// All mistakes of a file, each with its place.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The mistakes in the order of their places; never empty.
    public let problems: [ConfigurationProblem]

    init(_ problems: [ConfigurationProblem]) {
        // Those of one place stay in the order in which they were found.
        self.problems = problems.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset) < (
                right.element.line, right.element.column, right.offset
            )
        }.map(\.element)
    }

    /// The mistakes, one a line.
    public var description: String {
        self.problems.map(\.description).joined(separator: "\n")
    }
}

/// One mistake of a file.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// The file, as it was named.
    public var file: String
    /// The line, from 1; 0 if the mistake is not at one place.
    public var line: Int
    /// The column, from 1, in Unicode scalars; 0 if the mistake is not at one place.
    public var column: Int
    /// Where in the file's structure: `budgets[0].limit`; empty if that is not known.
    public var path: String
    /// What was found and what is expected.
    public var message: String

    /// The mistake as compilers print theirs: `tally.yml:3:5: budgets[0].money: found …; expected …`.
    public var description: String {
        let place = self.line > 0 ? "\(self.file):\(self.line):\(self.column)" : self.file
        return self.path.isEmpty ? "\(place): \(self.message)" : "\(place): \(self.path): \(self.message)"
    }
}
