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

    /// The vocabulary whose tokens `list` has in the order of their ids, packed by the process that asks for it: a fifth
    /// of what its table takes is stored.
    ///
    /// - Precondition: The trait of the vocabulary is on, and the list is what our packing script made.
    /// - Complexity: As ``init(tokens:)``, and once in a process.
    static func packing(_ list: tally_table, name: String) -> Vocabulary {
        // Unsafe: the bytes are part of the image, and there are `count` of them.
        let content = unsafe [UInt8](UnsafeBufferPointer(start: list.bytes, count: list.count))
        do {
            return try Vocabulary(tokens: TokenListFile.tokens(content))
        } catch {
            preconditionFailure("the embedded tokens of \(name) are unusable: \(error)")
        }
    }

    /// The vocabulary of the first `count` ids of a larger one, packed anew: a table that is the beginning of another
    /// is not stored twice.
    ///
    /// - Complexity: As ``init(tokens:)``, and once in a process.
    static func beginning(_ count: UInt32, of vocabulary: Vocabulary, name: String) -> Vocabulary {
        do {
            return try Vocabulary(tokens: (0..<count).map { vocabulary.bytes(of: TokenID(rawValue: $0)) ?? [] })
        } catch {
            preconditionFailure("the beginning that is \(name) is unusable: \(error)")
        }
    }
}

extension [String: TokenID] {
    /// Special tokens whose ids follow one another from `first` on.
    static func consecutive(_ names: [String], from first: UInt32) -> Self {
        Dictionary(uniqueKeysWithValues: zip(names, (first...).lazy.map(TokenID.init(rawValue:))))
    }
}

extension TokenEncoding {
    /// An encoding whose parts are known to fit together.
    static func embedded(
        _ name: String,
        _ vocabulary: Vocabulary,
        _ pretokenizer: Pretokenizer,
        normalizer: Normalizer = .none,
        _ specialTokens: [String: TokenID],
        preparation: TextPreparation? = nil
    ) -> TokenEncoding {
        do {
            return try TokenEncoding(
                name: name,
                vocabulary: vocabulary,
                pretokenizer: pretokenizer,
                normalizer: normalizer,
                specialTokens: specialTokens,
                preparation: preparation
            )
        } catch {
            preconditionFailure("the parts of \(name) do not fit together: \(error)")
        }
    }
}
