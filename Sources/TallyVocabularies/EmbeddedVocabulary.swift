internal import CTallyVocabularies
internal import TallyTokenizer

extension Vocabulary {
    /// The vocabulary that `table` packs, used in place.
    ///
    /// - Precondition: The trait of the vocabulary is on, and the table is what our packing script made.
    static func embedded(_ table: tally_table, name: String) -> Vocabulary {
        do {
            return try unsafe Vocabulary(embedded: UnsafeRawBufferPointer(start: table.bytes, count: table.count))
        } catch {
            preconditionFailure("the embedded table of \(name) is unusable: \(error)")
        }
    }
}

extension TokenEncoding {
    /// An encoding whose parts are known to fit together.
    static func embedded(
        _ name: String,
        _ vocabulary: Vocabulary,
        _ pretokenizer: Pretokenizer,
        _ specialTokens: [String: TokenID]
    ) -> TokenEncoding {
        do {
            return try TokenEncoding(
                name: name,
                vocabulary: vocabulary,
                pretokenizer: pretokenizer,
                specialTokens: specialTokens
            )
        } catch {
            preconditionFailure("the parts of \(name) do not fit together: \(error)")
        }
    }
}
