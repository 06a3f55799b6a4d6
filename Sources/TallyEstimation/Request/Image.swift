extension Request {
    /// A picture, by its size.
    public struct Image: Sendable, Hashable {
        /// How closely a model looks at a picture, in the words that providers use.
        public enum Detail: String, Sendable, Hashable, CaseIterable {
            /// As the model decides.
            case automatic = "auto"
            /// Coarsely.
            case low
            /// Gemini's step between.
            case medium
            /// Closely.
            case high
            /// Gemini's closest.
            case ultraHigh = "ultra_high"
            /// Without being made smaller.
            case original
        }

        /// Width and height in pixels; nil if they are not known.
        public var size: ImageSize?
        /// How closely to look.
        public var detail: Detail

        /// Creates a picture of a known size.
        public init(width: Int, height: Int, detail: Detail = .automatic) {
            self.init(size: ImageSize(width: width, height: height), detail: detail)
        }

        /// Creates a picture; a size of nil is one that is not known.
        public init(size: ImageSize?, detail: Detail = .automatic) {
            self.size = size
            self.detail = detail
        }
    }
}

/// Width and height in pixels.
public struct ImageSize: Sendable, Hashable {
    /// Pixels from left to right.
    public let width: Int
    /// Pixels from top to bottom.
    public let height: Int

    /// Creates a size; what is less than one pixel is one, what is more than a million is a million.
    public init(width: Int, height: Int) {
        self.width = min(max(1, width), 1_000_000)
        self.height = min(max(1, height), 1_000_000)
    }
}

/// What the files of this module call it; outside it stays nested, because `Image` is SwiftUI's word.
typealias Image = Request.Image
