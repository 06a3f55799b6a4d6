"""Encodes texts with the reference of a SentencePiece vocabulary and writes the ids.

    sentencepiece_ids.py ENCODING INPUT OUTPUT
    sentencepiece_ids.py --golden TEXTS OUTPUT

ENCODING is gemma4 (splintr-rs) or mistral_spm (sentencepiece with the model of mistral-common). INPUT and OUTPUT are as in
tiktoken_ids.py. With --golden, TEXTS is a JSON array of strings and OUTPUT gets a line of JSON for each, with its ids.
"""

import json
import pathlib
import struct
import sys


def encoder(name):
    if name == "gemma4":
        import splintr

        return splintr.Tokenizer.from_pretrained("gemma4").encode_ordinary
    import mistral_common
    import sentencepiece

    model = pathlib.Path(mistral_common.__file__).parent / "data" / "tokenizer.model.v1"
    return sentencepiece.SentencePieceProcessor(model_file=str(model)).encode


def golden(source, target):
    encoders = {name: encoder(name) for name in ("gemma4", "mistral_spm")}
    with open(source) as file, open(target, "w") as output:
        for text in json.load(file):
            record = {"text": text} | {name: encode(text) for name, encode in encoders.items()}
            output.write(json.dumps(record, separators=(",", ":")) + "\n")


def main(name, source, target):
    if name == "--golden":
        golden(source, target)
        return
    encode = encoder(name)
    with open(source, "rb") as file:
        data = file.read()
    position = 0
    with open(target, "wb") as file:
        while position < len(data):
            (length,) = struct.unpack_from("<I", data, position)
            position += 4
            ids = encode(data[position : position + length].decode("utf-8", errors="replace"))
            position += length
            file.write(struct.pack(f"<{len(ids) + 1}I", len(ids), *ids))


if __name__ == "__main__":
    main(*sys.argv[1:])
