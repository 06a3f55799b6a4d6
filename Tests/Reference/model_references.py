"""The references of all encodings: each is a function from text to ids.

`reference(name)` takes an encoding's name. For those of Hugging Face's `tokenizers` the names of special tokens are
ordinary text, as everywhere by default; with "+special" behind the name they are found, as that library always does.
Files are read from ranks/ beside the interpreter's environment, where `make reference` puts them.
"""

import json
import os
import sys

RANKS = os.path.join(sys.prefix, "ranks")
os.environ["TIKTOKEN_CACHE_DIR"] = RANKS

# Encoding: its tokenizer.json.
HUGGING_FACE = {
    "qwen3": "qwen3.json",
    "qwen3.5": "qwen3.5.json",
    "deepseek_v3": "deepseek_v3.json",
    "deepseek_v4": "deepseek_v4.json",
    "glm_4.5": "glm_4.5.json",
    "glm_5": "glm_5.json",
}
TIKTOKEN = {name: name for name in ("o200k_base", "cl100k_base", "p50k_base", "p50k_edit", "r50k_base")}
# tiktoken reads gpt2 from two other files and checks that its ranks are those of r50k_base in another order of bytes.
TIKTOKEN["gpt2"] = "r50k_base"
SENTENCEPIECE = ["gemma4", "mistral_spm"]

# The pattern of Kimi K2's tokenizer, which is made for tiktoken; the vocabulary is checked by its hash.
CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
UPPER, LOWER = r"\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]", r"\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]"
KIMI_PATTERN = "|".join([
    r"[\p{Han}]+",
    rf"[^\r\n\p{{L}}\p{{N}}]?[{UPPER}]*[{LOWER}]+{CONTRACTION}",
    rf"[^\r\n\p{{L}}\p{{N}}]?[{UPPER}]+[{LOWER}]*{CONTRACTION}",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+",
])


def hugging_face(file, finds_special):
    from tokenizers import Tokenizer

    with open(os.path.join(RANKS, file), encoding="utf-8") as source:
        description = json.load(source)
    if not finds_special:
        description["added_tokens"] = []
    tokenizer = Tokenizer.from_str(json.dumps(description))
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def tekken():
    from mistral_common.tokens.tokenizers.tekken import Tekkenizer

    tokenizer = Tekkenizer.from_file(os.path.join(RANKS, "tekken_240911.json"))
    return lambda text: tokenizer.encode(text, bos=False, eos=False)


def kimi():
    import tiktoken
    from tiktoken.load import load_tiktoken_bpe

    ranks = load_tiktoken_bpe(os.path.join(RANKS, "kimi_k2.tiktoken"))
    return tiktoken.Encoding("kimi_k2", pat_str=KIMI_PATTERN, mergeable_ranks=ranks, special_tokens={}).encode_ordinary


def gemma():
    import splintr

    return splintr.Tokenizer.from_pretrained("gemma4").encode_ordinary


def mistral_spm():
    import mistral_common
    import sentencepiece

    model = os.path.join(os.path.dirname(mistral_common.__file__), "data", "tokenizer.model.v1")
    return sentencepiece.SentencePieceProcessor(model_file=model).encode


def reference(name):
    name, _, special = name.partition("+")
    if name in HUGGING_FACE:
        return hugging_face(HUGGING_FACE[name], special == "special")
    if name in TIKTOKEN:
        import tiktoken

        return tiktoken.get_encoding(TIKTOKEN[name]).encode_ordinary
    return {"tekken": tekken, "kimi_k2": kimi, "gemma4": gemma, "mistral_spm": mistral_spm}[name]()


def special_tokens(name):
    """The special tokens by name, as the reference lists them."""
    if name in HUGGING_FACE:
        with open(os.path.join(RANKS, HUGGING_FACE[name]), encoding="utf-8") as source:
            return {token["content"]: token["id"] for token in json.load(source)["added_tokens"]}
    if name in TIKTOKEN:
        import tiktoken

        encoding = tiktoken.get_encoding(TIKTOKEN[name])
        return {token: encoding._special_tokens[token] for token in encoding.special_tokens_set}
    if name == "tekken":
        from mistral_common.tokens.tokenizers.tekken import Tekkenizer

        tokenizer = Tekkenizer.from_file(os.path.join(RANKS, "tekken_240911.json"))
        return {str(getattr(text, "value", text)): rank for text, rank in tokenizer._special_tokens_reverse_vocab.items()}
    raise KeyError(name)
