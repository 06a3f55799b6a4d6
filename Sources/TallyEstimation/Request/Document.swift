extension Request {
    /// A document, by its pages.
    public struct Document: Sendable, Hashable {
        /// How many pages it has; nil if that is not known.
        public var pages: Int?
        /// The text in it, where it is known.
        public var text: String?

        /// Creates a document.
        public init(pages: Int?, text: String? = nil) {
            self.pages = pages
            self.text = text
        }
    }
}

/// What the files of this module call it.
typealias Document = Request.Document
