"""Answers how tokenizers cuts texts: one JSON request a line in INPUT, one answer a line in OUTPUT.

    tokenizers_pieces.py INPUT OUTPUT

    {"patterns": [P, ...], "text": T}   -> {"pieces": [[start, end], ...]}   byte ranges in T, in order

The patterns are those of the `Split` pre-tokenizers of a `tokenizer.json` whose behaviour is "Isolated", in sequence.
"""

import json
import sys

from tokenizers import Regex, pre_tokenizers

compiled = {}


def splitter(patterns):
    if patterns not in compiled:
        compiled[patterns] = pre_tokenizers.Sequence(
            [pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in patterns]
        )
    return compiled[patterns]


def pieces(patterns, text):
    found, start = [], 0
    for piece, _ in splitter(tuple(patterns)).pre_tokenize_str(text):
        end = start + len(piece.encode())
        found.append([start, end])
        start = end
    return found


def main(source, target):
    with open(source) as requests, open(target, "w") as answers:
        for line in requests:
            request = json.loads(line)
            print(json.dumps({"pieces": pieces(request["patterns"], request["text"])}), file=answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
