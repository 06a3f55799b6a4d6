"""A tokenizer.json of an encoding, built from its rank file, since the packages that have one are not on PyPI."""

import base64
import json
import os
import pathlib


def tokenizer_file(encoding, ranks):
    """Returns the path of the file, which is made when it is first asked for."""
    path = pathlib.Path(os.environ["TALLY_COMPARE_DATA"]) / f"{encoding}.tokenizer.json"
    if not path.exists():
        partial = path.with_suffix(".part")
        partial.write_text(json.dumps(contents(encoding, read(ranks)), ensure_ascii=False))
        partial.rename(path)
    return path


def read(path):
    lines = (line.split() for line in pathlib.Path(path).read_bytes().splitlines() if line)
    return {base64.b64decode(token): int(rank) for token, rank in lines}


def last_pair(token, ranks):
    """The two tokens that are merged last into `token`: byte pair encoding with the ranks below its own."""
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        pairs = (ranks.get(parts[i] + parts[i + 1], len(ranks)) for i in range(len(parts) - 1))
        rank, at = min((rank, i) for i, rank in enumerate(pairs))
        assert rank < ranks[token], "a token that no merges lead to"
        parts[at:at + 2] = [parts[at] + parts[at + 1]]
    return parts


def characters():
    """The printable character that stands for each byte in such files."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + i) for i, byte in enumerate(others)}


def contents(encoding, ranks):
    import tiktoken

    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}
    split = {
        "type": "Split", "behavior": "Isolated", "invert": False,
        "pattern": {"Regex": tiktoken.get_encoding(encoding)._pat_str},
    }
    table = characters()

    def text(token):
        return "".join(table[byte] for byte in token)

    return {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, byte_level]},
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": True,
            "vocab": {text(token): rank for token, rank in ranks.items()},
            "merges": [list(map(text, last_pair(token, ranks))) for token in ranks if len(token) > 1],
        },
    }
