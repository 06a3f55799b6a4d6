internal import TallyTokenizer

/// A published file that does not say everything about itself, with what its publisher says elsewhere.
public struct KnownFile: Sendable {
    let sha256: String
    let split: KnownSplit
    let normalization: VocabularyFile.Normalization
    let specialTokens: [String: TokenID]

    /// The known file with this hash, in 64 small hexadecimal digits.
    public static func of(sha256: String) -> KnownFile? {
        Self.all.first { $0.sha256 == sha256 }
    }

    /// Adds to `file` what it does not say.
    public func complete(_ file: inout VocabularyFile) {
        guard file.split == nil else { return }
        file.split = self.split.rule
        file.normalization = self.normalization
        file.specialTokens.merge(self.specialTokens) { own, _ in own }
    }

    private init(
        _ sha256: String,
        _ split: String,
        _ normalization: VocabularyFile.Normalization,
        _ specialTokens: [String: TokenID]
    ) {
        guard let split = KnownSplit.named(split) else { preconditionFailure("there is no split \(split)") }
        self.sha256 = sha256
        self.split = split
        self.normalization = normalization
        self.specialTokens = specialTokens
    }

    private static let all: [KnownFile] = [
        // llama-models 0.3.0, llama3/tokenizer.model and llama3/tokenizer.py.
        KnownFile(
            "82e9d31979e92ab929cd544440f129d9ecd797b69e327f80f17e1c50d5551b55",
            "llama3",
            .none,
            [
                "<|begin_of_text|>": 128_000, "<|end_of_text|>": 128_001, "<|finetune_right_pad_id|>": 128_004,
                "<|start_header_id|>": 128_006, "<|end_header_id|>": 128_007, "<|eom_id|>": 128_008,
                "<|eot_id|>": 128_009, "<|python_tag|>": 128_010,
            ]
        ),
        // The same package, llama4/tokenizer.model and llama4/tokenizer.py.
        KnownFile(
            "d0bdbaf59b0762c8c807617e2d8ea51420eb1b1de266df2495be755c8e0ed6ed",
            "o200k",
            .none,
            [
                "<|begin_of_text|>": 200_000, "<|end_of_text|>": 200_001, "<|header_start|>": 200_005,
                "<|header_end|>": 200_006, "<|eom|>": 200_007, "<|eot|>": 200_008,
            ]
        ),
        // dashscope 2.0.2, resources/qwen.tiktoken; the tokens of Qwen 1 to 3.
        KnownFile(
            "b2b1b8dfb5cc5f024bafc373121c6aba3f66f9a5a0269e243470a1de16a33186",
            "qwen2",
            .nfc,
            ["<|endoftext|>": 151_643, "<|im_start|>": 151_644, "<|im_end|>": 151_645]
        ),
        // Moonshot's tiktoken.model of Kimi K2 to K3.
        KnownFile(
            "b6c497a7469b33ced9c38afb1ad6e47f03f5e5dc05f15930799210ec050c5103",
            "kimi",
            .none,
            ["[BOS]": 163_584, "[EOS]": 163_585]
        ),
    ]
}
