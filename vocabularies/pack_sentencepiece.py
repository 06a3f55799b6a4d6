#!/usr/bin/env python3
"""Makes the packed vocabularies of Gemma and of Mistral's SentencePiece models from the pinned packages.

    pack_sentencepiece.py            fetch, check and pack both; needs a Swift toolchain
    pack_sentencepiece.py --check    the same into a temporary folder, and compare with what is committed
    pack_sentencepiece.py --pieces D only fetch and check, and leave the .pieces files in folder D

Gemma's tokens come from the wheel splintr-rs, which has the published vocabulary of Gemma 4 inside: it is installed into
a temporary folder and asked for the bytes of each id. Mistral's come from the model file in the wheel mistral-common.
Nothing is packed unless the wheel and what was read from it have the SHA-256 below. Equal input gives equal bytes.
"""

import argparse
import base64
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile

import pack

HERE = pathlib.Path(__file__).resolve().parent

pack.WHEELS |= {
    "splintr-rs==0.22.0": "51e8d59b3c53aa918c9fa583df1dc7734dfa8a7fcc9e25df3673a991cc0464d7",
    "mistral-common==1.13.1": "98b4d0755b8d90bf4691fa8f1b70cb3b4a8cd4dc1653c4ed08ef3d1c7d2c29af",
}
MISTRAL = ("mistral_common/data/tokenizer.model.v1", "dadfd56d766715c61d2ef780a525ab43b8e6da4de6865bda3d95fdef5e134055")
# Of the .pieces files.
PIECES = {
    "gemma": "2b9343062367c8793468e4bad61456baeabbfd5d14f1e178f3450b9d2a56d896",
    "mistral_spm": "a363d2243de3f81fa38e21e75bd99b4a5e88dc4c7a0bf81e63c963db1451cef3",
}
META_SPACE = "\u2581"
BYTE, MERGED, TEXT = "b", "m", "t"


def gemma_tokens(wheel):
    """The bytes of the ids of Gemma 4, as splintr has them."""
    script = (
        "import sys, splintr\n"
        "t = splintr.Tokenizer.from_pretrained('gemma4')\n"
        "sys.stdout.write('\\n'.join(t.decode_token_bytes(i).hex() for i in range(262144)))\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(wheel).extractall(folder)
        output = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True,
                                env={"PYTHONPATH": folder}).stdout.decode()
    return [bytes.fromhex(line) for line in output.split("\n")]


def gemma(wheel):
    """Merges prefer runs of white space, the longest first, then the lowest id.

    That is the order of the 514,906 merges of the published tokenizer.json: all ways to put a token together, token after
    token. What is neither a byte, such a run, from id 494 to 236742, nor a character from there on is special or unused.
    """
    tokens = [token.decode("utf-8", errors="surrogateescape").replace(META_SPACE, " ") for token in gemma_tokens(wheel)]
    runs = [*range(108, 168), *range(255969, 255999)]
    runs.sort(key=lambda token: (-len(tokens[token]), token))
    lines = [(BYTE, 238 + byte, bytes([byte])) for byte in range(256)]
    lines += [(MERGED, token, tokens[token].encode()) for token in [*runs, *range(494, 236743)]]
    lines += [(TEXT, token, tokens[token].encode()) for token in [107, *range(236743, 255969)]]
    return lines


def fields(data):
    """The fields of a protocol buffer: number and value, an integer or bytes."""
    position = 0

    def varint():
        nonlocal position
        value = shift = 0
        while True:
            byte = data[position]
            position += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while position < len(data):
        key = varint()
        if key & 7 == 0:
            value = varint()
        else:
            length = {1: 8, 5: 4}.get(key & 7) or varint()
            value = data[position:position + length]
            position += length
        yield key >> 3, value


def mistral_spm(wheel):
    """Merges prefer the highest score and of equal scores the leftmost pair.

    Only the runs of spaces have equal scores, the lowest. To prefer the longer ones among them is the same: a run that
    grows from the left is the leftmost pair at each step, and the longest.
    """
    model = pack.check(zipfile.ZipFile(wheel).read(MISTRAL[0]), MISTRAL[1], MISTRAL[0])
    lines = []
    merged = []
    # Field 1 of the model is a piece: its text, its score and its type (2 unknown, 3 control, 6 byte; 1 if left out).
    for token, piece in enumerate(value for number, value in fields(model) if number == 1):
        values = dict(fields(piece))
        kind, text = values.get(3, 1), values[1].decode().replace(META_SPACE, " ")
        if kind == 6:
            lines.append((BYTE, token, bytes([int(text[3:5], 16)])))
        elif kind == 1 and len(text) == 1:
            lines.append((TEXT, token, text.encode()))
        elif kind == 1:
            (score,) = struct.unpack("<f", values[2])
            merged.append((-score, -len(text) if not text.strip(" ") else 0, token, text.encode()))
    merged.sort()
    for one, next_one in zip(merged, merged[1:]):
        assert one[:2] != next_one[:2], "two tokens have the same score, which is not known to be right"
    return lines + [(MERGED, token, text) for _, _, token, text in merged]


def pieces(folder):
    """Leaves the .pieces files in `folder` and returns their paths."""
    paths = []
    for pin, make in (("splintr-rs==0.22.0", gemma), ("mistral-common==1.13.1", mistral_spm)):
        with tempfile.TemporaryDirectory() as downloads:
            lines = make(pack.fetch(pin, downloads))
        content = "".join(f"{kind} {token} {base64.b64encode(text).decode()}\n" for kind, token, text in lines).encode()
        pack.check(content, PIECES[make.__name__], f"{make.__name__}.pieces")
        path = pathlib.Path(folder) / f"{make.__name__}.pieces"
        path.write_bytes(content)
        paths.append(path)
    return paths


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="compare with what is committed")
    group.add_argument("--pieces", metavar="D", help="only leave the .pieces files in folder D")
    parser.add_argument("--tally", metavar="F", help="the built command to pack with; otherwise one is built")
    arguments = parser.parse_args()
    if arguments.pieces:
        pieces(arguments.pieces)
        return
    with tempfile.TemporaryDirectory() as sources, tempfile.TemporaryDirectory() as packed:
        folder = pathlib.Path(packed) if arguments.check else HERE / "data"
        paths = pieces(sources)
        for path in paths:
            pack.make_tables(path.read_bytes(), ".pieces", folder / f"{path.stem}.vocab", arguments.tally)
        if arguments.check:
            pack.compare(packed, [f"{path.stem}.vocab" for path in paths], "pack_sentencepiece.py")


if __name__ == "__main__":
    main()
