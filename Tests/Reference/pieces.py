"""Answers what tiktoken's regex engine matches: one JSON request a line in INPUT, one answer a line in OUTPUT.

    pieces.py INPUT OUTPUT

    {"pattern": P, "text": T}     -> {"pieces": [[start, end], ...]}    byte ranges in T, in order
    {"pattern": P, "scalars": 1}  -> {"ranges": [[first, last], ...]}   the scalars that a one-character pattern matches
    an invalid pattern            -> {"invalid": 1}

tiktoken shows ids, not pieces, and ids hide where pieces meet: merges do not cross a boundary, but where nothing merges
the boundary leaves no trace, and a vocabulary made of the expected pieces may build them by merging inside a longer
piece. So a piece is asked for alone. With the 256 bytes as the only tokens, encoding gives exactly the matched bytes,
and the pattern `\\A(?:P)` matches only at the start of the text: the ids are then the bytes of the first piece and of
nothing else. The rest of the text is asked next. That equals one pass over the whole text as long as P does not look
behind (`(?<=`, `\\b`, `^`, `\\A`): what precedes a position cannot matter then. Patterns that do are refused here.
Where P does not match at a position, the reference drops that scalar, and so does this.
"""

import json
import sys

import tiktoken

LOOKS_BEHIND = ("(?<=", "(?<!", "\\b", "\\B", "\\A", "\\G", "\\K")
BYTE_RANKS = {bytes([byte]): byte for byte in range(256)}
compiled = {}


def matched(pattern, text):
    if pattern not in compiled:
        compiled[pattern] = tiktoken.Encoding(
            "pieces", pat_str=pattern, mergeable_ranks=BYTE_RANKS, special_tokens={}
        )
    return bytes(compiled[pattern].encode_ordinary(text))


def pieces(pattern, text):
    # A '^' that only negates a class looks at nothing.
    anchors = pattern.replace("[^", "").replace("{^", "")
    if "^" in anchors or any(token in pattern for token in LOOKS_BEHIND):
        raise SystemExit("pieces.py: a pattern that looks behind cannot be observed piece by piece")
    anchored = rf"\A(?:{pattern})"
    found, start, rest = [], 0, text
    while rest:
        first = matched(anchored, rest)
        if first:
            found.append([start, start + len(first)])
        else:
            first = rest[0].encode()
        start += len(first)
        rest = rest[len(first.decode()) :]
    return found


def ranges(pattern):
    text = "".join(chr(scalar) for scalar in range(0x110000) if not 0xD800 <= scalar < 0xE000)
    result = []
    for scalar in map(ord, matched(pattern, text).decode()):
        if result and result[-1][1] + 1 == scalar:
            result[-1][1] = scalar
        else:
            result.append([scalar, scalar])
    return result


def answer(request):
    try:
        if "scalars" in request:
            return {"ranges": ranges(request["pattern"])}
        return {"pieces": pieces(request["pattern"], request["text"])}
    except ValueError:
        return {"invalid": 1}


def main(source, target):
    with open(source) as requests, open(target, "w") as answers:
        for line in requests:
            print(json.dumps(answer(json.loads(line))), file=answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
