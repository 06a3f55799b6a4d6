internal import ArgumentParser
internal import TallyEstimation

/// `tally decode`: the text of token ids.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Print the text of token ids.",
        discussion: """
            Ids are separated by blanks or newlines, as arguments or on standard input. The bytes of the tokens are \
            written exactly as they are, with nothing added, so that encoding and decoding gives back the same file; in \
            JSON, what is not UTF-8 is written as U+FFFD.

            Examples:
              tally decode 24912 2375
              tally encode prompt.txt | tally decode
            """
    )

    @Argument(help: ArgumentHelp("Token ids; nothing is standard input.", valueName: "id"))
    var ids: [String] = []

    @OptionGroup var encoding: EncodingOptions

    @Option(help: ArgumentHelp("How to write the answer: table (the bare text), json or jsonl.", valueName: "format"))
    var format = OutputFormat.table

    func run() throws {
        let choice = try self.encoding.choice()
        let console = Console()
        let tokenizer = Tokenizer(try choice.encoding())
        var bytes: [UInt8] = []
        var count = 0
        try self.forEachBatch { batch in
            count += batch.count
            let piece = try Self.decode(batch, tokenizer)
            if self.format == .table { try console.output.write(piece) } else { bytes.append(contentsOf: piece) }
        }
        if self.format != .table {
            let text = String(decoding: bytes, as: UTF8.self)
            var record: JSONObject = ["text": .string(text), "tokens": .integer(count)]
            record.append(choice.members)
            try console.answer(record.text + "\n")
        }
        try console.finish()
    }

    private static func decode(_ tokens: [TokenID], _ tokenizer: Tokenizer) throws(CommandFailure) -> [UInt8] {
        do throws(TokenizerError) {
            return try tokenizer.decodeBytes(tokens)
        } catch {
            let remedy = "--encoding NAME or --model NAME"
            throw CommandFailure(.invalidToken, what: "decode", why: error.message, remedy: remedy)
        }
    }

    /// Calls `body` with some thousand ids at a time, in order.
    private func forEachBatch(_ body: ([TokenID]) throws -> Void) throws {
        guard self.ids.isEmpty else {
            let words = self.ids.flatMap { $0.split { $0.isWhitespace } }
            return try body(words.map { try Self.token(String($0), .invalidArgument) })
        }
        var batch: [TokenID] = []
        try LineReader.forEachLine(of: .standardInput(), InputBuffer(), beforeWaiting: {}) { line in
            var word: [UInt8] = []
            for position in 0...line.count {
                let byte = position < line.count ? line[position] : UInt8(ascii: " ")
                if byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) {
                    if !word.isEmpty {
                        batch.append(try Self.token(String(decoding: word, as: UTF8.self), .invalidToken))
                    }
                    word.removeAll(keepingCapacity: true)
                } else {
                    word.append(byte)
                }
                if batch.count == 4_096 {
                    try body(batch)
                    batch.removeAll(keepingCapacity: true)
                }
            }
        }
        try body(batch)
    }

    private static func token(_ word: String, _ code: CommandFailure.Code) throws(CommandFailure) -> TokenID {
        guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let id = UInt32(word) else {
            throw CommandFailure(
                code,
                what: "decode",
                why: "not a token id: ids are whole numbers from 0 to 4,294,967,295, separated by blanks",
                remedy: "tally decode 24912 2375"
            )
        }
        return TokenID(rawValue: id)
    }
}
