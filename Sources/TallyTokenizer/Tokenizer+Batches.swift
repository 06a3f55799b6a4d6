extension Tokenizer {
    /// Returns the number of tokens of each of `texts`, counted by up to `threads` threads.
    ///
    /// The threads are started for the call, which blocks until they have ended; a few short texts are counted by the
    /// thread that calls. Text after text gives the same answers.
    ///
    /// - Precondition: `threads > 0`.
    /// - Complexity: O(*n*) in the bytes of all texts, divided among the threads.
    public func countEach(_ texts: [String], threads: Int = Self.availableThreads) -> [Int] {
        self.mapEach(texts, threads: threads, placeholder: 0) { text, threads in
            threads > 1 ? self.count(text, threads: threads) : self.count(text)
        }
    }

    /// Returns the tokens of each of `texts`, encoded by up to `threads` threads.
    ///
    /// As ``countEach(_:threads:)``.
    ///
    /// - Precondition: `threads > 0`.
    /// - Complexity: O(*n*) in the bytes of all texts, divided among the threads.
    public func encodeEach(_ texts: [String], threads: Int = Self.availableThreads) -> [[TokenID]] {
        self.mapEach(texts, threads: threads, placeholder: []) { text, threads in
            threads > 1 ? self.encode(text, threads: threads) : self.encode(text)
        }
    }

    /// The answers of `body` to each text: short ones are shared out in groups, each long one is given all threads.
    private func mapEach<Answer: Sendable>(
        _ texts: [String],
        threads: Int,
        placeholder: Answer,
        _ body: @Sendable (String, Int) -> Answer
    ) -> [Answer] {
        precondition(threads > 0, "\(threads) threads can't do any work: pass 1 or more")
        let groups = TextGroups(texts)
        guard threads > 1, groups.ranges.count + groups.long.count > 1 else { return texts.map { body($0, threads) } }
        let answers = PartAnswers(repeating: placeholder, count: texts.count)
        Threads.perform(groups.ranges.count, width: threads) { number in
            for index in groups.ranges[number] where !groups.isLong(texts[index]) {
                answers.put(body(texts[index], 1), at: index)
            }
        }
        for index in groups.long {
            answers.put(body(texts[index], threads), at: index)
        }
        return answers.all
    }
}

/// Neighbouring texts that one thread takes at once.
private struct TextGroups {
    /// How many bytes make a group: a taste of what makes it worth to fetch the next.
    private static let size = 1 << 16

    private(set) var ranges: [Range<Int>] = []
    /// The texts that are cut into parts instead.
    private(set) var long: [Int] = []

    /// - Complexity: O(*k*) for *k* texts whose lengths are known, as those of native strings are.
    init(_ texts: [String]) {
        var (start, size) = (0, 0)
        for (index, text) in texts.enumerated() {
            if self.isLong(text) {
                self.long.append(index)
            } else {
                // An empty text costs something, too.
                size += text.utf8.count + 64
            }
            if size >= Self.size || index == texts.count - 1 {
                self.ranges.append(start..<index + 1)
                (start, size) = (index + 1, 0)
            }
        }
    }

    func isLong(_ text: String) -> Bool {
        text.utf8.count >= 2 * TextParts.length
    }
}
