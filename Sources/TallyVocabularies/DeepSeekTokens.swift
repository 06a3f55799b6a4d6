internal import TallyTokenizer

#if DeepSeek

/// The special tokens of DeepSeek's models, as their `tokenizer.json` list them.
///
/// Many names are written with U+FF5C for the bar and U+2581 for the space.
enum DeepSeekTokens {
    /// V3.2: place holders up to the named ones.
    static let v3 = Self.common(placeHolders: 793).merging(
        .consecutive(
            [
                "｜DSML｜", "<dsml:", "</dsml:", "<｜search▁begin｜>", "<｜search▁end｜>", "<think>", "</think>",
            ],
            from: 128_793
        )
    ) { $1 }

    /// V4: all place holders, and many more names behind those of V3.
    static let v4 = Self.common(placeHolders: 800)
        .merging(.consecutive(Self.addedByV4, from: 128_815)) { $1 }
        .merging(.consecutive(Self.media, from: 128_847)) { $1 }

    /// What is the same in all: the first ids, place holders from 128,000 on, and names from 128,800 on.
    private static func common(placeHolders: Int) -> [String: TokenID] {
        let names: [String: TokenID] = .consecutive(Self.names, from: 128_800)
        let first: [String: TokenID] = .consecutive(
            ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>"],
            from: 0
        )
        let held: [String: TokenID] = .consecutive(
            (0..<placeHolders).map { "<｜place▁holder▁no▁\($0)｜>" },
            from: 128_000
        )
        return names.merging(first) { $1 }.merging(held) { $1 }
    }

    /// From 128,800 on.
    private static let names = [
        "<｜fim▁hole｜>", "<｜fim▁begin｜>", "<｜fim▁end｜>", "<｜User｜>", "<｜Assistant｜>", "<|EOT|>",
        "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", "<｜tool▁call▁begin｜>", "<｜tool▁call▁end｜>",
        "<｜tool▁outputs▁begin｜>", "<｜tool▁outputs▁end｜>", "<｜tool▁output▁begin｜>", "<｜tool▁output▁end｜>",
        "<｜tool▁sep｜>",
    ]

    /// From 128,815 on.
    private static let addedByV4 = [
        "<｜begin▁of▁repo▁name｜>", "<｜end▁of▁repo▁name｜>", "<｜begin▁of▁file▁name｜>", "<｜end▁of▁file▁name｜>",
        "<｜begin▁of▁file｜>", "<｜end▁of▁file｜>", "<think>", "</think>", "<｜place▁holder▁for▁copy｜>",
        "<｜place▁holder▁for▁pointer▁replace｜>", "｜DSML｜", "<｜begin▁sys｜>", "<｜end▁sys｜>", "<｜latest_reminder｜>",
        "<｜action｜>", "<｜query｜>", "<｜authority｜>", "<｜domain｜>", "<｜task｜>", "<｜political｜>", "<｜entity｜>",
        "<｜title｜>", "<｜safety｜>", "<｜answer｜>", "<｜search｜>", "<dsml:", "</dsml:", "<｜search▁begin｜>",
        "<｜search▁end｜>", "<｜extracted_url｜>", "<｜read_url｜>", "<｜end_of_query｜>",
    ]

    /// From 128,847 on: spans of media, numbered from 21 with four digits, then what an image is described with.
    private static let media =
        (21...435).map { "<|place_holder_mm_span_0\($0 < 100 ? "0" : "")\($0)|>" } + [
            "<｜rl_image_pad｜>", "<｜rl_image_start｜>", "<｜image2｜>", "<｜/table>｜", "<｜table｜>", "<｜/td｜>", "<｜td｜>",
            "<｜/tr｜>", "<｜tr｜>", "<｜/polygon｜>", "<｜polygon｜>", "<｜/point｜>", "<｜point｜>", "<｜/box｜>", "<｜box｜>",
            "<｜/ref｜>", "<｜ref｜>", "<｜image｜>",
        ]
}

#endif
