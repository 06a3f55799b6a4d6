"""Makes vocabulary files of characters with byte fallback, and encodes texts with the library that each belongs to.

    character_models.py --make NAME FILE    write the model NAME of those below to FILE
    character_models.py --golden FOLDER     write characters.model, characters.json and characters-ids.jsonl to FOLDER
    character_models.py FILE INPUT OUTPUT   encode with FILE, a .model or a .json; INPUT and OUTPUT as in model_ids.py

A .model is Mistral's, from the package mistral-common, or trained here by sentencepiece; a .json is made for tokenizers
from the pieces of Mistral's first model, or from Gemma's, which splintr-rs has inside.
"""

import io
import json
import pathlib
import sys

from framed import texts, write_ids

META = "\u2581"
MISTRAL = {
    "mistral_v1": "tokenizer.model.v1",
    "mistral_v2": "mistral_instruct_tokenizer_240216.model.v2",
    "mistral_v3": "mistral_instruct_tokenizer_240323.model.v3",
    "mistral_v7": "mistral_instruct_tokenizer_241114.model.v7",
}
PREPEND = {"type": "Prepend", "prepend": META}
REPLACE = {"type": "Replace", "pattern": {"String": " "}, "content": META}
LLAMA = {"type": "Sequence", "normalizers": [PREPEND, REPLACE]}
SPLIT = {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious", "invert": False}


def metaspace(scheme, split):
    return {"type": "Metaspace", "replacement": META, "prepend_scheme": scheme, "split": split}


# Name: normalizer, pre-tokenizer.
JSON = {
    "llama": (LLAMA, None),
    "mistral_json": ({"type": "Sequence", "normalizers": [REPLACE, PREPEND]}, SPLIT),
    "replace": (REPLACE, SPLIT),
    "metaspace_always": (None, metaspace("always", False)),
    "metaspace_first": (None, metaspace("first", False)),
    "metaspace_never": (None, metaspace("never", False)),
    "metaspace_split": (None, metaspace("always", True)),
    "metaspace_first_split": (None, metaspace("first", True)),
    "prepend_metaspace": (PREPEND, metaspace("first", True)),
}


def mistral(name):
    import mistral_common

    return pathlib.Path(mistral_common.__file__).parent / "data" / MISTRAL[name]


def trained(name):
    """A model trained on the licence of this package and a few lines of other languages."""
    import sentencepiece

    licence = pathlib.Path(__file__).parent.parent.parent / "LICENSE"
    texts = [line for line in licence.read_text().splitlines() if line]
    texts += ["Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich", "你好世界，你好", "привет, мир", "a  b   c    d"] * 9
    model = io.BytesIO()
    options = {
        "symbols": {"user_defined_symbols": ["<think>", "</think>", "\n\n", "th", "ß", "[IMG]"]},
        "runs": {"user_defined_symbols": [META * n for n in range(2, 9)], "add_dummy_prefix": False},
        "nfkc": {"normalization_rule_name": "nfkc"},
        "no_fallback": {"byte_fallback": False},
        "unigram": {"model_type": "unigram"},
        "trimmed": {"remove_extra_whitespaces": True},
        "small": {"user_defined_symbols": ["<think>", "\n\n"], "vocab_size": 480, "character_coverage": 0.98},
    }[name]
    sentencepiece.SentencePieceTrainer.train(**({
        "sentence_iterator": iter(texts), "model_writer": model, "vocab_size": 900, "model_type": "bpe",
        "byte_fallback": True, "normalization_rule_name": "identity", "remove_extra_whitespaces": False,
        "minloglevel": 2, "character_coverage": 0.999, "hard_vocab_limit": False,
        "split_by_whitespace": name != "trimmed",
    } | options))
    return model.getvalue()


def generate_merges(vocabulary, scores):
    """All ways to put a token together, in the order in which SentencePiece prefers the tokens."""
    merges = []
    for token, score in scores.items():
        parts = [(token[:i], token[i:]) for i in range(1, len(token))]
        parts = [(left, right, score) for left, right in parts if left in vocabulary and right in vocabulary]
        merges += sorted(parts, key=lambda part: (vocabulary[part[0]], vocabulary[part[1]]))
    merges.sort(key=lambda part: (part[2], len(part[0]), len(part[1])), reverse=True)
    return [[left, right] for left, right, _ in merges]


def mistral_pieces():
    import sentencepiece

    model = sentencepiece.SentencePieceProcessor(model_file=str(mistral("mistral_v1")))
    vocabulary = {model.id_to_piece(i): i for i in range(model.get_piece_size())}
    scores = {model.id_to_piece(i): model.get_score(i) for i in range(model.get_piece_size())}
    return vocabulary, generate_merges(vocabulary, scores)


def gemma_pieces():
    """As in vocabularies/pack_sentencepiece.py: runs of white space first, then in the order of ids."""
    import splintr

    gemma = splintr.Tokenizer.from_pretrained("gemma4")
    names = [gemma.decode_token_bytes(i).decode("utf-8", errors="surrogateescape") for i in range(262144)]
    for byte in range(256):
        names[238 + byte] = f"<0x{byte:02X}>"
    vocabulary = {}
    for i, name in enumerate(names):
        name = name.replace(" ", META) if i >= 107 else name
        if name and name not in vocabulary and not any("\udc80" <= c <= "\udcff" for c in name):
            vocabulary[name] = i
    runs = [i for i in [*range(108, 168), *range(255969, 255999)]]
    runs.sort(key=lambda i: (-len(names[i]), i))
    merges = []
    for i in [*runs, *range(494, 236743)]:
        name = names[i].replace(" ", META)
        merges += [[name[:k], name[k:]] for k in range(1, len(name)) if name[:k] in vocabulary and name[k:] in vocabulary]
    return vocabulary, merges


def added(content, token, special=False):
    return {"id": token, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
            "normalized": False, "special": special}


def description(name):
    if name == "gemma_json":
        vocabulary, merges = gemma_pieces()
        normalizer, pre_tokenizer = REPLACE, SPLIT
        tokens = [added("<bos>", 2, True), added("<start_of_turn>", 105, True), added("<table>", 168)]
        tokens += [added(run, vocabulary[run]) for run in ("\n\n", "\n\n\n", META * 2, META * 3)]
        vocabulary |= {"<bos>": 2, "<start_of_turn>": 105, "<table>": 168}
        taken = {}
        vocabulary = {token: i for token, i in vocabulary.items() if taken.setdefault(i, token) == token or i in (2, 105, 168)}
        for token in ("<bos>", "<start_of_turn>", "<table>"):
            for other in [t for t, i in vocabulary.items() if i == vocabulary[token] and t != token]:
                del vocabulary[other]
    else:
        vocabulary, merges = mistral_pieces()
        normalizer, pre_tokenizer = JSON[name]
        tokens = [added("<unk>", 0, True), added("<s>", 1, True), added("</s>", 2, True)]
        tokens += [added("<think>", 32000), added("[END]", 32001, True), added("\n\n\n", 32002), added("é!", 32003)]
        tokens += [added(META * 3, vocabulary[META * 3])]
    return of_parts(vocabulary, merges, normalizer, pre_tokenizer, tokens)


def of_parts(vocabulary, merges, normalizer, pre_tokenizer, tokens):
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": tokens, "normalizer": normalizer,
        "pre_tokenizer": pre_tokenizer, "post_processor": None, "decoder": None,
        "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": True, "byte_fallback": True, "ignore_merges": False,
                  "vocab": vocabulary, "merges": merges},
    }


def make(name, target):
    if name in MISTRAL:
        content = mistral(name).read_bytes()
    elif name in JSON or name == "gemma_json":
        content = json.dumps(description(name), ensure_ascii=False).encode()
    else:
        content = trained(name)
    pathlib.Path(target).write_bytes(content)


GOLDEN = [
    "", " ", "a", " a", "  a", "hello world", "def main(name):\n    return name", "text<think>text", "<think>", " <think> a",
    "a\n\nb\n\n\nc", "\u2581text\u2581\u2581x", "Zwölf 你好 привет", "\U0001f600 \u00e9\u0301\ufffd", "<0x41> <s></s>",
    "             thirteen", "vocabulary vocabularies, tokenizers; scores!", "\t\r\n\0",
]


def golden(folder):
    """Of the .json, special tokens are not among the texts' names: here they are ordinary text."""
    import sentencepiece

    folder = pathlib.Path(folder)
    content = trained("small")
    model = sentencepiece.SentencePieceProcessor(model_proto=content)
    size = range(model.get_piece_size())
    vocabulary = {model.id_to_piece(i): i for i in size}
    scores = {model.id_to_piece(i): model.get_score(i) for i in size}
    normal = {p: s for p, s in scores.items() if s < 0}
    tokens = [added("<unk>", 0, True), added("<s>", 1, True), added("</s>", 2, True)]
    tokens += [added(name, vocabulary[name]) for name in ("<think>", "\n\n")]
    (folder / "characters.model").write_bytes(content)
    description = of_parts(vocabulary, generate_merges(vocabulary, normal), LLAMA, None, tokens)
    (folder / "characters.json").write_text(json.dumps(description, ensure_ascii=False, separators=(",", ":")) + "\n")
    with open(folder / "characters-ids.jsonl", "w") as file:
        for name in ("characters.model", "characters.json"):
            encode = encoder(str(folder / name))
            for text in GOLDEN:
                if name.endswith(".model") or "<s>" not in text:
                    record = {"file": name, "text": text, "ids": encode(text)}
                    file.write(json.dumps(record, separators=(",", ":")) + "\n")


def encoder(path):
    if path.endswith(".json"):
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(path)
        return lambda text: tokenizer.encode(text, add_special_tokens=False).ids
    import sentencepiece

    return sentencepiece.SentencePieceProcessor(model_file=path).encode


def main(arguments):
    if arguments[0] == "--make":
        make(*arguments[1:])
        return
    if arguments[0] == "--golden":
        golden(arguments[1])
        return
    encode = encoder(arguments[0])
    write_ids(arguments[2], (encode(text) for text in texts(arguments[1])))


if __name__ == "__main__":
    main(sys.argv[1:])
