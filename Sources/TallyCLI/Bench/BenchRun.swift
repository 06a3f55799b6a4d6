internal import TallyEstimation

/// Measures operations on texts, and checks the answers before it believes a clock.
struct BenchRun {
    private let console: Console
    private let tokenizer: Tokenizer
    private let passes: Int
    private let threads: Int
    /// What it took until the tokenizer had answered to one letter: everything that happens once in a process.
    let setup: BenchLap
    /// Whether nothing has been measured yet: only the first pass of a process is cold.
    private var isFresh = true

    init(_ console: Console, _ encoding: TokenEncoding, passes: Int, threads: Int) {
        self.console = console
        self.passes = passes
        self.threads = threads
        (self.tokenizer, self.setup) = BenchLap.timing {
            let tokenizer = Tokenizer(encoding)
            _ = (tokenizer.count("a"), tokenizer.encode("a"))
            return tokenizer
        }
    }

    /// Measures one operation on one text, whole or in slices of `size` bytes.
    mutating func measure(
        _ operation: BenchOperation,
        _ text: BenchText,
        sliceSize size: Int?
    ) throws -> BenchMeasurement {
        let parts = text.parts(of: size)
        let tokens: Int
        let cold: BenchLap?
        let laps: [BenchLap]
        switch operation {
        case .count: (tokens, cold, laps) = try self.count(text, parts)
        case .encode where self.threads > 1: (tokens, cold, laps) = try self.encodeOnThreads(text, parts)
        case .encode: (tokens, cold, laps) = try self.encode(text, parts)
        case .decode: (tokens, cold, laps) = try self.decode(text, parts)
        }
        let measured = parts.reduce(0) { $0 + $1.count }
        return BenchMeasurement(
            operation: operation,
            path: text.path,
            sliceSize: size,
            calls: parts.count,
            bytes: measured,
            tokens: tokens,
            cold: cold,
            laps: laps
        )
    }

    /// The number of tokens, the first pass if it was cold, and the others.
    private typealias Measured = (tokens: Int, cold: BenchLap?, laps: [BenchLap])

    private mutating func count(_ text: BenchText, _ parts: [Range<Int>]) throws -> Measured {
        let (tokenizer, threads, bytes) = (self.tokenizer, self.threads, text.bytes)
        var encoded: Int?
        return try self.run(.count, text) {
            parts.reduce(0) { $0 + tokenizer.count(bytes.span.extracting($1), threads: threads) }
        } checking: { count in
            // Once only: encoding would drive out of the caches what the next pass finds there.
            let expected = encoded ?? parts.reduce(0) { $0 + tokenizer.encode(bytes.span.extracting($1)).count }
            encoded = expected
            return count == expected ? count : nil
        }
    }

    /// Encodes into the same memory each time, which is what a program does that is in a hurry.
    private mutating func encode(_ text: BenchText, _ parts: [Range<Int>]) throws -> Measured {
        let (tokenizer, bytes) = (self.tokenizer, text.bytes)
        // Three tokens for a byte that has to be replaced. What is never written is never there.
        var memory = BenchMemory<TokenID>(capacity: 3 * bytes.count)
        var first: [TokenID]?
        return try self.run(.encode, text) {
            memory.fill { output in
                for part in parts { try tokenizer.encode(bytes.span.extracting(part), into: &output) }
            }
        } checking: { count in
            if let first { return memory.holds(first) ? count : nil }
            first = memory.elements
            let counted = parts.reduce(0) { $0 + tokenizer.count(bytes.span.extracting($1)) }
            return count == counted ? count : nil
        }
    }

    private mutating func encodeOnThreads(_ text: BenchText, _ parts: [Range<Int>]) throws -> Measured {
        let (tokenizer, threads, bytes) = (self.tokenizer, self.threads, text.bytes)
        var first: [[TokenID]]?
        return try self.run(.encode, text) {
            parts.map { tokenizer.encode(bytes.span.extracting($0), threads: threads) }
        } checking: { tokens in
            let expected = first ?? parts.map { tokenizer.encode(bytes.span.extracting($0)) }
            first = expected
            return tokens == expected ? tokens.reduce(0) { $0 + $1.count } : nil
        }
    }

    /// Decodes into the same memory each time.
    private mutating func decode(_ text: BenchText, _ parts: [Range<Int>]) throws -> Measured {
        let (tokenizer, bytes) = (self.tokenizer, text.bytes)
        let isValid = bytes.span.offsetOfInvalidUTF8 == nil
        self.isFresh = false
        let tokens = parts.map { tokenizer.encode(bytes.span.extracting($0)) }
        var memory = BenchMemory<UInt8>(capacity: 3 * bytes.count)
        // What is not UTF-8 comes back as U+FFFD, whole characters as they were.
        let expected =
            isValid
            ? Array(bytes[..<(parts.last?.upperBound ?? 0)])
            : parts.flatMap { String(decoding: bytes[$0], as: UTF8.self).utf8 }
        return try self.run(.decode, text) {
            memory.fill { output in
                for part in tokens { try tokenizer.decode(part.span, into: &output) }
            }
        } checking: { _ in
            memory.holds(expected) ? tokens.reduce(0) { $0 + $1.count } : nil
        }
    }

    /// Makes all passes, and has each one's answer checked after its clock has stopped.
    ///
    /// - Parameter check: returns the number of tokens, or nil if the answer is wrong or not that of the passes before.
    private mutating func run<Answer>(
        _ operation: BenchOperation,
        _ text: BenchText,
        _ pass: () -> Answer,
        checking check: (Answer) -> Int?
    ) throws -> Measured {
        var laps: [BenchLap] = []
        var tokens: Int?
        for number in 0...self.passes {
            let name = number == 0 ? "first pass" : "pass \(number) of \(self.passes)"
            try self.showProgress(operation, text, name)
            let (answer, lap) = BenchLap.timing(pass)
            guard let found = check(answer) else {
                throw Self.wrongAnswer(operation, text, "\(name): count, encode and decode do not agree")
            }
            guard found == tokens ?? found else {
                throw Self.wrongAnswer(operation, text, "\(name) does not agree with the first one")
            }
            tokens = found
            laps.append(lap)
        }
        let cold = self.isFresh ? laps[0] : nil
        self.isFresh = false
        return (tokens ?? 0, cold, Array(laps.dropFirst()))
    }

    private func showProgress(_ operation: BenchOperation, _ text: BenchText, _ what: String) throws {
        try self.console.showProgress(next: text.bytes.count) {
            "\(operation.rawValue) \(text.path.displayText), \(what)"
        }
    }

    private static func wrongAnswer(_ operation: BenchOperation, _ text: BenchText, _ why: String) -> CommandFailure {
        CommandFailure(
            .wrongAnswer,
            what: "\(operation.rawValue) \(text.path.displayText)",
            why: "\(why); no figure is worth anything. This is a mistake in tally: please report it"
        )
    }
}
