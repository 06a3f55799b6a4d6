public import TallyVocabularies

extension Request {
    /// A function that a model may call.
    public struct Tool: Sendable, Hashable {
        /// The name.
        public var name: String
        /// What it is for.
        public var description: String?
        /// The JSON Schema of its arguments.
        public var parameters: JSONTree

        /// Creates a function.
        public init(name: String, description: String? = nil, parameters: JSONTree = .object([])) {
            self.name = name
            self.description = description
            self.parameters = parameters
        }

        /// Creates a function, reading the schema from JSON text.
        ///
        /// - Throws: ``EstimationError/Code/malformedJSON``.
        public init(name: String, description: String? = nil, schema: String) throws(EstimationError) {
            self.init(name: name, description: description, parameters: try JSONTree(reading: Array(schema.utf8)))
        }
    }
}

/// What the files of this module call it.
typealias Tool = Request.Tool
