"""Writes Tests/TallyVocabulariesTests/Fixtures/golden-model-ids.jsonl: texts with their ids, as the references give
them.

    .reference/bin/python Tests/Reference/golden_model_ids.py \\
        > Tests/TallyVocabulariesTests/Fixtures/golden-model-ids.jsonl

The texts are those of golden_ids.py and some that normalizing changes. One object a line: `bytes` is the text in
hexadecimal (some are no valid UTF-8), then the ids by encoding.
"""

import json

from golden_ids import INVALID, TEXTS
from model_references import HUGGING_FACE, reference

# Of two encodings with the same ranks and pattern one is enough.
NAMES = ["p50k_base", "r50k_base", *(name for name in HUGGING_FACE if name != "deepseek_v4"), "tekken", "kimi_k2"]

# Marks in another order, singletons, Hangul in parts, composites that form C takes apart, and the last character of
# Unicode 9.0 that composes beside one that came later.
UNNORMALIZED = [
    "A\u030angstro\u0308m", "\u212bngstr\u00f6m", "\u1112\u1161\u11ab\u1100\u1173\u11af", "\u1112\u1161", "q\u0323\u0307",
    "q\u0307\u0323", "a\u0315\u0301", "\u0958", "\u2adc", "\u0344", "e\u0301" * 40, "\u0301e\u0301", "\u1e9b\u0323",
    "\U000110a5\U000110ba", "\U0001d15e", "\u2000\u2001x", "\u037e", "\uf900", "\u0dd9\u0dcf\u0dca",
]


def main():
    references = {name: reference(name) for name in NAMES}
    for data in [text.encode() for text in TEXTS + UNNORMALIZED] + INVALID:
        text = data.decode("utf-8", errors="replace")
        record = {"bytes": data.hex(), "ids": {name: encode(text) for name, encode in references.items()}}
        print(json.dumps(record, separators=(",", ":")))


if __name__ == "__main__":
    main()
