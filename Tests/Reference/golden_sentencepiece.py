"""Writes Tests/TallyTokenizerTests/Fixtures/golden-sentencepiece.jsonl: texts with their ids, as the references give them.

    golden_sentencepiece.py TEXTS OUTPUT

TEXTS is a JSON array of strings; OUTPUT gets a line of JSON for each.
"""

import json
import sys

from model_references import SENTENCEPIECE, reference


def main(source, target):
    encoders = {name: reference(name) for name in SENTENCEPIECE}
    with open(source) as file, open(target, "w") as output:
        for text in json.load(file):
            record = {"text": text} | {name: encode(text) for name, encode in encoders.items()}
            output.write(json.dumps(record, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
