"""Counts texts with ctok, the model of Claude's tokenizer.

    claude_counts.py ask VERSION INPUT OUTPUT   INPUT is a file of texts as framed.py has them;
                                                OUTPUT gets a 32-bit count for each, of a message of one user turn
    claude_counts.py random SEED N - OUTPUT     writes N random texts in that form, of what the model treats specially
    claude_counts.py golden                     counts the texts of Tests/TallyVocabulariesTests/Fixtures/claude-counts.jsonl

VERSION is ctok's, such as 4.7. ctok 1.3.0 is read from ctok/ beside the interpreter's environment, where
`make reference` puts it: it asks for a Python of Unicode 15.1, which unicodedata2 stands in for on any other.
"""

import json
import os
import pathlib
import random
import struct
import sys
import unicodedata

if unicodedata.unidata_version != "15.1.0":
    import unicodedata2

    if unicodedata2.unidata_version != "15.1.0":
        sys.exit(f"unicodedata2 is {unicodedata2.unidata_version}, not 15.1.0: run `make reference`")
    sys.modules["unicodedata"] = unicodedata2
sys.path.insert(0, os.path.join(sys.prefix, "ctok"))

from ctok import token_count  # noqa: E402  (reads what is above)
from framed import record, texts  # noqa: E402

ATOMS = (
    "a b c I s t d m ll re ve the The THE NASA HELLO iPhone GaN McDonald don't 'tis 's 'T it's x'llo ' '' \" ` ’ ‘ “ ”"
    " . , ! ? ; : ... -- -> => == ( ) [ ] { } }); _ - / \\ | @ # $ % ^ & * ~ < > + 1 12 123 1234 00 ١٢ ۳ ४ ² ½ ① Ⅷ ⅷ ⓐ Ⓐ"
    " é É ñ ß ẞ İ ı Σ ς ΣΑΣ ǅ ǆ ᾈ Я я Привет ПРИВЕТ ϴ ℂ 中 国 文字 。 、 ？ 〄 々 〆 あ ー ア ヶ 한국 ไทย ํา ำ ा ि ् ़ া"
    " ь \u0301 \u0308 \u0323 \u064e \u0651 \u0711 \u0730 \u073f \u0e4d \u0e32 \u200d \u200b \ufeff \ufe0f \u20e3 \u00ad"
    " 👍 👩‍💻 🏽 ⚖️ 𝒳 𐐀 𠀀 \u1c89 \u1c8a \ua7cb \u0264 \ufdd0 \ufdd4 \ue000 \u0378 \uffff § £ € № → − │ █ « » „ † •"
).split(" ")
SPACES = [" ", " ", " ", " ", "  ", "   ", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u3000", "\u2003", "\u2028", "\x00", "\x07",
          "\x85", "\x0b", "\x0c"]


def random_texts(seed, count):
    source = random.Random(seed)
    for _ in range(count):
        kind = source.randrange(4)
        atoms = ATOMS if kind < 2 else source.sample(ATOMS, 4)
        parts = []
        for _ in range(source.choice([1, 2, 4, 8, 16])):
            which = source.random()
            if which < 0.25:
                parts.append(source.choice(SPACES))
            elif which < 0.35 + 0.3 * (kind == 1):
                limit = source.choice([0x80, 0x600, 0x3000, 0x10000, 0x10000, 0x110000])
                scalar = source.randrange(limit)
                parts.append(chr(scalar) if not 0xD800 <= scalar < 0xE000 else "x")
            else:
                parts.append(source.choice(atoms))
        yield "".join(parts)


def ask(version, source, target):
    with open(target, "wb") as file:
        for text in texts(source):
            file.write(struct.pack("<I", token_count(text, version)))


def write_random(seed, count, _, target):
    with open(target, "wb") as file:
        for text in random_texts(int(seed), int(count)):
            file.write(record(text.encode()))


def golden():
    folder = pathlib.Path(__file__).resolve().parent.parent / "TallyVocabulariesTests" / "Fixtures"
    path = folder / "claude-counts.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    for row in rows:
        text = row["text"]
        row["v3"], row["v4.7"], row["v4.8"] = (token_count(text, version) for version in ("3.0", "4.7", "4.8"))
        # The rule for Opus 5 is not in ctok; see CountingClaude.md.
        row["opus-5"] = token_count(text.rstrip(" \t\n\r\v\f"), "4.8")
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


if __name__ == "__main__":
    {"ask": ask, "random": write_random, "golden": golden}[sys.argv[1]](*sys.argv[2:])
