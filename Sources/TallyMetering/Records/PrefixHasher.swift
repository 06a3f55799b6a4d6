internal import TallyPricing

/// Makes ``PrefixBlock``s: keyed hashes of the blocks that a prompt begins with, from which repetition can be told and the
/// text can not.
///
/// Hashes made with one key are equal for equal blocks. Whoever does not have the key can't find out a block by hashing
/// guesses. A hasher has a random key unless it is given a secret; services whose records are looked at together share one.
public struct PrefixHasher: Sendable {
    /// The most blocks of one prompt that are hashed.
    public static let maximumBlocks = 32
    /// The fewest bytes that a secret can have.
    public static let minimumSecretLength = 16

    private let key: (UInt64, UInt64)

    /// Creates a hasher with a random key, whose hashes mean nothing outside of this process.
    public init() {
        var generator = SystemRandomNumberGenerator()
        self.init(key: (generator.next(), generator.next()))
    }

    /// Creates a hasher whose key is made of `secret`.
    ///
    /// - Returns: Nil if the secret is shorter than ``minimumSecretLength`` bytes, which could be guessed.
    public init?(secret: String) {
        guard secret.utf8.count >= Self.minimumSecretLength else { return nil }
        let digest = SHA256.hexDigest(of: Array(secret.utf8))
        guard let first = UInt64(digest.prefix(16), radix: 16),
            let second = UInt64(digest.dropFirst(16).prefix(16), radix: 16)
        else { return nil }
        self.init(key: (first, second))
    }

    init(key: (UInt64, UInt64)) {
        self.key = key
    }

    /// Returns the blocks of a prompt that begins with `texts`: the system prompt, tools, messages, each with its length in
    /// tokens as `count` gives it.
    ///
    /// Texts behind the first ``maximumBlocks`` are left out. No text is kept.
    ///
    /// - Complexity: O(*n*) in the length of the texts.
    public func blocks(of texts: some Sequence<String>, count: (String) -> Int) -> [PrefixBlock] {
        texts.prefix(Self.maximumBlocks).map { self.block(of: $0, tokens: count($0)) }
    }

    /// Returns the block of `text`, which has that many tokens.
    ///
    /// - Complexity: O(*n*) in the length of the text.
    public func block(of text: String, tokens: Int) -> PrefixBlock {
        var text = text
        return PrefixBlock(hash: text.withUTF8 { bytes in unsafe self.hash(of: bytes.span) }, tokens: tokens)
    }

    /// Returns the keyed hash of `bytes`.
    func hash(of bytes: Span<UInt8>) -> UInt64 {
        SipHash.hash(bytes, key: self.key)
    }
}
