internal import Synchronization

extension Tokenizer {
    /// How many threads the system can run at the same time.
    public static var availableThreads: Int { Threads.available }

    /// Returns the number of tokens in `text`, counted by up to `threads` threads.
    ///
    /// The answer is that of ``count(_:)-(String)``. A text is cut where pieces are certain to end, such as behind a word;
    /// one of less than 512 KB, or without such places, is counted by the thread that calls, and so is every text for a
    /// ``PieceScanner`` of one's own. The threads are started for the call, which blocks until they have ended.
    ///
    /// - Precondition: `threads > 0`.
    /// - Complexity: O(*n*), divided among the threads.
    public func count(_ text: String, threads: Int) -> Int {
        withUTF8(text) { self.count($0, threads: threads, isValid: true) }
    }

    /// Returns the number of tokens in `utf8`, counted by up to `threads` threads.
    ///
    /// As ``count(_:threads:)-(String,_)``, for bytes. What is not valid UTF-8 counts as the U+FFFD that replaces it, and
    /// costs a copy of the text.
    ///
    /// - Precondition: `threads > 0`.
    /// - Complexity: O(*n*), divided among the threads.
    public func count(_ utf8: Span<UInt8>, threads: Int) -> Int {
        self.count(utf8, threads: threads, isValid: false)
    }

    private func count(_ text: Span<UInt8>, threads: Int, isValid: Bool) -> Int {
        self.withSeverableText(text, isValid: isValid) { self.countParts(of: $0, threads: threads, isValid: $1) }
    }

    private func countParts(of text: Span<UInt8>, threads: Int, isValid: Bool) -> Int {
        let parts = TextParts(text, self.encoding.pretokenizer)
        guard parts.areWorth(threads) else {
            return isValid ? self.count(valid: text) : self.count(text)
        }
        let total = Atomic<Int>(0)
        let foundInvalid = Atomic<Bool>(false)
        Threads.perform(parts.count, width: threads) { number in
            let part = text.extracting(parts[number])
            guard isValid || part.isValidUnless(foundInvalid) else { return }
            total.add(self.count(valid: part, startsText: number == 0), ordering: .relaxed)
        }
        guard foundInvalid.load(ordering: .relaxed) else { return total.load(ordering: .relaxed) }
        return withValidUTF8(text) { self.count($0, threads: threads, isValid: true) }
    }

    /// Returns the tokens of `text`, encoded by up to `threads` threads.
    ///
    /// The answer is that of ``encode(_:)-(String)``; ``count(_:threads:)-(String,_)`` says how it is found.
    ///
    /// - Precondition: `threads > 0`.
    /// - Complexity: O(*n*), divided among the threads; memory for the tokens twice.
    public func encode(_ text: String, threads: Int) -> [TokenID] {
        withUTF8(text) { self.encode($0, threads: threads, isValid: true) }
    }

    /// Returns the tokens of `utf8`, encoded by up to `threads` threads, with U+FFFD in the place of what is not valid
    /// UTF-8.
    ///
    /// As ``encode(_:threads:)-(String,_)``, for bytes.
    ///
    /// - Precondition: `threads > 0`.
    /// - Complexity: O(*n*), divided among the threads; memory for the tokens twice.
    public func encode(_ utf8: Span<UInt8>, threads: Int) -> [TokenID] {
        self.encode(utf8, threads: threads, isValid: false)
    }

    private func encode(_ text: Span<UInt8>, threads: Int, isValid: Bool) -> [TokenID] {
        self.withSeverableText(text, isValid: isValid) { self.encodeParts(of: $0, threads: threads, isValid: $1) }
    }

    private func encodeParts(of text: Span<UInt8>, threads: Int, isValid: Bool) -> [TokenID] {
        let parts = TextParts(text, self.encoding.pretokenizer)
        guard parts.areWorth(threads) else {
            return isValid ? self.encode(valid: text) : self.encode(text)
        }
        let encoded = PartAnswers<[TokenID]>(repeating: [], count: parts.count)
        let foundInvalid = Atomic<Bool>(false)
        Threads.perform(parts.count, width: threads) { number in
            let part = text.extracting(parts[number])
            guard isValid || part.isValidUnless(foundInvalid) else { return }
            encoded.put(self.encode(valid: part, startsText: number == 0), at: number)
        }
        if foundInvalid.load(ordering: .relaxed) {
            return withValidUTF8(text) { self.encode($0, threads: threads, isValid: true) }
        }
        return encoded.all.joined(threads: threads)
    }

    /// Calls `body` with a text that may be cut anywhere, and whether it is known to be valid: a text that must be
    /// normalized is, since a cut could part what normalizing would join.
    private func withSeverableText<Result>(
        _ text: Span<UInt8>,
        isValid: Bool,
        _ body: (Span<UInt8>, Bool) -> Result
    ) -> Result {
        let normalizer = self.encoding.normalizer
        if normalizer == .none { return body(text, isValid) }
        if isValid { return normalizer.normalizing(text) { body($0, true) } }
        return withValidUTF8(text) { normalizer.normalizing($0) { body($0, true) } }
    }
}

extension TextParts {
    /// Whether it pays to have more than the calling thread for these parts.
    ///
    /// - Precondition: `threads > 0`.
    fileprivate func areWorth(_ threads: Int) -> Bool {
        precondition(threads > 0, "\(threads) threads can't do any work: pass 1 or more")
        return threads > 1 && self.count > 1
    }
}

extension Span<UInt8> {
    /// Whether this is valid UTF-8 and everything before was; if not, says so to all who ask later.
    fileprivate func isValidUnless(_ foundInvalid: borrowing Atomic<Bool>) -> Bool {
        if foundInvalid.load(ordering: .relaxed) { return false }
        if self.offsetOfInvalidUTF8 == nil { return true }
        foundInvalid.store(true, ordering: .relaxed)
        return false
    }
}

extension [[TokenID]] {
    /// The elements of all, in order, copied by up to `threads` threads, since new memory is slow to write.
    fileprivate func joined(threads: Int) -> [TokenID] {
        let starts = self.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        let total = starts[self.count]
        return unsafe [TokenID](unsafeUninitializedCapacity: total) { buffer, count in
            // Unsafe: each call writes the elements from its start to the next one's, and all together every element.
            // Nobody reads them before the calls have returned.
            nonisolated(unsafe) let target = unsafe buffer
            Threads.perform(self.count, width: threads) { number in
                let place = unsafe UnsafeMutableBufferPointer(rebasing: target[starts[number]...])
                _ = unsafe place.initialize(from: self[number])
            }
            count = total
        }
    }
}
