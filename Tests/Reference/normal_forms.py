"""Puts texts into the normal forms of Unicode.

    normal_forms.py ask INPUT OUTPUT    INPUT is a file of texts as framed.py has them; OUTPUT gets NFC and NFKC of each
                                        in the same form, first as Unicode 15.1 has them (unicodedata2), then as the
                                        tokenizers of Hugging Face do
    normal_forms.py golden              writes Tests/TallyTokenizerTests/Fixtures/normal-forms.tsv
"""

import pathlib
import random
import sys

import unicodedata2
from framed import record, records
from tokenizers import normalizers

TOKENIZERS = normalizers.NFC(), normalizers.NFKC()


def forms(text):
    yield from (unicodedata2.normalize(form, text) for form in ("NFC", "NFKC"))
    yield from (normalizer.normalize_str(text) for normalizer in TOKENIZERS)


def ask(source, target):
    with open(target, "wb") as file:
        for data in records(source):
            for form in forms(data.decode()):
                file.write(record(form.encode()))


def golden():
    source = random.Random(15)
    scalars = [chr(scalar) for scalar in range(0x110000) if not 0xD800 <= scalar < 0xE000]
    marks = [scalar for scalar in scalars if unicodedata2.combining(scalar)]
    decomposed = [scalar for scalar in scalars if unicodedata2.decomposition(scalar)]
    letters = list("aeinoAEO <=\u1100\u1112\u1161\u1175\u11a8\u11c2\uac00\uac01\ud7a3\u09c7\u09be\u0b47\u3133\u0344\u0f73")
    texts = ["", "plain", "e\u0301", "\u0301", "\u1e9b\u0323", "\u1100\u1161\u11a8", "a\u0315\u0300\u05ae\u0300\u0062"]
    texts += ["a" + mark + "\u0334" for mark in source.sample(marks, 120)]
    texts += source.sample(decomposed, 120)
    for _ in range(200):
        pools = [marks, marks, decomposed, letters, letters]
        texts.append("".join(source.choice(source.choice(pools)) for _ in range(source.choice([2, 3, 5, 9]))))
    folder = pathlib.Path(__file__).resolve().parent.parent / "TallyTokenizerTests" / "Fixtures"
    lines = ["# Hexadecimal UTF-8: text, NFC, NFKC, and both of the tokenizers. Made by Tests/Reference/normal_forms.py golden."]
    lines += ["\t".join(text.encode().hex() for text in (text, *forms(text))) for text in texts]
    (folder / "normal-forms.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    {"ask": ask, "golden": golden}[sys.argv[1]](*sys.argv[2:])
