internal import TallyVocabularies

extension JSONTree {
    /// Reads a request's body or a part of it.
    ///
    /// - Complexity: O(*n*).
    /// - Throws: ``EstimationError/Code/malformedJSON``, with a position and no text.
    init(reading json: [UInt8]) throws(EstimationError) {
        do throws(VocabularyError) {
            self = try JSONTree(json: json)
        } catch {
            throw EstimationError(.malformedJSON, error.message)
        }
    }
}
