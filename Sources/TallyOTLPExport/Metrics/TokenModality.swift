internal import TallyPricing

/// What tokens stand for, in the draft's words.
enum TokenModality: String, CaseIterable, Sendable {
    case text
    case image
    case audio
    case unknown

    /// Calls `body` with the tokens of each counter of the draft by modality, none of them negative; those of a counter add
    /// up to the total.
    ///
    /// Providers name audio and images where they count them. Video, documents, and whatever the rest is of, the draft has no
    /// word for: they are `unknown`, unless the provider counts parts, whose rest then is text.
    static func forEachCount(
        _ usage: TokenUsage,
        _ totals: TokenTotals,
        _ body: (MetricInstrument, TokenModality, Int) -> Void
    ) {
        let read = Parts(
            audio: usage[.cacheReadAudio],
            image: usage[.cacheReadImage],
            others: [usage[.cacheReadVideo], usage[.cacheReadDocument]]
        )
        let uncached = Parts(
            audio: usage[.inputAudio],
            image: usage[.inputImage],
            others: [usage[.inputVideo], usage[.inputDocument]]
        )
        let output = Parts(audio: usage[.outputAudio], image: usage[.outputImage], others: [usage[.outputVideo]])
        (uncached + read).split(totals.input) { body(.inputTokens, $0, $1) }
        output.split(totals.output) { body(.outputTokens, $0, $1) }
        read.split(totals.cacheRead) { body(.cacheReadTokens, $0, $1) }
        Parts().split(totals.cacheWrite) { body(.cacheWriteTokens, $0, $1) }
        Parts().split(totals.reasoning) { body(.reasoningTokens, $0, $1) }
    }

    /// Parts of a total, as far as they were said.
    private struct Parts {
        var audio: Int?
        var image: Int?
        var others: [Int?] = []

        static func + (left: Parts, right: Parts) -> Parts {
            Parts(
                audio: left.audio.map { $0.addingSaturated(right.audio ?? 0) } ?? right.audio,
                image: left.image.map { $0.addingSaturated(right.image ?? 0) } ?? right.image,
                others: left.others + right.others
            )
        }

        func split(_ total: Int?, _ body: (TokenModality, Int) -> Void) {
            guard let total, total >= 0 else { return }
            let others = self.others.compactMap(\.self)
            let isSplit = self.audio != nil || self.image != nil || !others.isEmpty
            var rest = total
            // Parts that are more than the whole are the provider's mistake: the whole is what adds up.
            func take(_ part: Int, _ modality: TokenModality) {
                let taken = min(max(part, 0), rest)
                rest -= taken
                if taken > 0 { body(modality, taken) }
            }
            take(self.audio ?? 0, .audio)
            take(self.image ?? 0, .image)
            take(others.reduce(0) { $0.addingSaturated($1) }, .unknown)
            if rest > 0 || total == 0 { body(isSplit ? .text : .unknown, rest) }
        }
    }
}
