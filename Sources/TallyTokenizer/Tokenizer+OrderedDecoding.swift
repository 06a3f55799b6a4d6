// Decoding where ids are not ranks: by way of the order of the vocabulary.
extension Tokenizer {
    /// The bytes of `tokens`, of whose text a prefix space that encoding adds is not a part.
    ///
    /// - Throws: ``TokenizerError/Code/unknownToken`` for an id that the encoding does not have.
    func decodeBytes(_ tokens: Span<TokenID>, by order: TokenOrder) throws(TokenizerError) -> [UInt8] {
        let (vocabulary, ranks) = (self.encoding.vocabulary, order.bothWays.ranks)
        var bytes: [UInt8] = []
        for index in tokens.indices {
            let id = tokens[index].rawValue
            let rank = id < ranks.count ? ranks[Int(id)] : TokenOrder.none
            if rank != TokenOrder.none {
                vocabulary.append(rank, to: &bytes)
            } else if let extra = order.extra(id) {
                bytes += extra
            } else {
                bytes += try self.name(ofSpecial: tokens[index]).utf8
            }
        }
        if self.encoding.preparation?.addsPrefixSpace ?? false, bytes.first == UInt8(ascii: " ") {
            bytes.removeFirst()
        }
        return bytes
    }
}
