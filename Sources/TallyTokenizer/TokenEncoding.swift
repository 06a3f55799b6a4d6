/// A named way to turn text into tokens: a vocabulary, a split pattern and special tokens.
///
/// `TallyVocabularies` has the ones that providers use; make your own from a ``Vocabulary``.
public struct TokenEncoding: Sendable {
    /// The name, such as `o200k_base`.
    public let name: String
    /// The ordinary tokens.
    public let vocabulary: Vocabulary
    /// How text is split before merging.
    public let pretokenizer: Pretokenizer
    /// What is done to text before it is split; special tokens are found in the text as it is.
    public let normalizer: Normalizer
    /// What is done to a text before it is split, if anything.
    public let preparation: TextPreparation?
    let specials: SpecialTokenTable
    /// What calls work with; copies of the encoding share it.
    let counting: WorkspacePool<CountAnswers>
    let encoding: WorkspacePool<EncodeAnswers>

    /// Creates an encoding.
    ///
    /// - Parameters:
    ///   - name: What error messages and listings call it.
    ///   - vocabulary: The ordinary tokens.
    ///   - pretokenizer: How text is split before merging.
    ///   - normalizer: What is done to text before it is split.
    ///   - specialTokens: The special tokens by name; their ids must be free in the vocabulary. Several names may have
    ///     one id, as in o200k_harmony; it decodes to the one that is first in the order of bytes.
    ///   - preparation: What is done to a text before it is split, if anything.
    ///   - atoms: What the pretokenizer or the preparation takes for a token wherever it occurs: no special token is found
    ///     in it.
    /// - Throws: ``TokenizerError/Code/conflictingSpecialToken``.
    public init(
        name: String,
        vocabulary: Vocabulary,
        pretokenizer: Pretokenizer,
        normalizer: Normalizer = .none,
        specialTokens: [String: TokenID] = [:],
        preparation: TextPreparation? = nil,
        atoms: [String: TokenID] = [:]
    ) throws(TokenizerError) {
        try self.init(
            name: name,
            vocabulary: vocabulary,
            pretokenizer: pretokenizer,
            normalizer: normalizer,
            specialTokens: specialTokens,
            preparation: preparation,
            atoms: atoms,
            kernels: .best
        )
    }

    /// Creates an encoding that uses these kernels; tests compare all of them.
    init(
        name: String,
        vocabulary: Vocabulary,
        pretokenizer: Pretokenizer,
        normalizer: Normalizer = .none,
        specialTokens: [String: TokenID],
        preparation: TextPreparation? = nil,
        atoms: [String: TokenID] = [:],
        kernels: Kernels
    ) throws(TokenizerError) {
        for (special, token) in specialTokens {
            guard !special.isEmpty else {
                throw TokenizerError(.conflictingSpecialToken, "special token \(token) of \(name) has no name")
            }
            guard !vocabulary.contains(token) else {
                throw TokenizerError(
                    .conflictingSpecialToken,
                    "special token \(special) of \(name) has id \(token), which is an ordinary token: choose a free id"
                )
            }
        }
        self.name = name
        self.vocabulary = vocabulary
        self.counting = WorkspacePool(kernels)
        self.encoding = WorkspacePool(kernels)
        self.pretokenizer = pretokenizer
        self.normalizer = normalizer
        self.preparation = preparation
        self.specials = SpecialTokenTable(specialTokens, atoms: specialTokens.isEmpty ? [:] : atoms)
    }

    /// The special tokens by name.
    public var specialTokens: [String: TokenID] { self.specials.tokens }

    /// The name of a special token or an atom.
    func nameOfSpecial(_ token: TokenID) -> String? {
        self.specials.name(of: token) ?? self.preparation?.atoms?.name(of: token)
    }

    /// The largest id of all tokens, special ones included.
    public var largestTokenID: TokenID {
        TokenID(rawValue: max(UInt32(self.vocabulary.idCount) - 1, self.specials.largestID ?? 0))
    }
}
