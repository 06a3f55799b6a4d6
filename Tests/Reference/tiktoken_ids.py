"""Encodes texts with tiktoken and writes the ids.

    tiktoken_ids.py ENCODING INPUT OUTPUT

INPUT holds texts, each a 32-bit little-endian length and that many bytes; what is not valid UTF-8 is replaced as Python
does. OUTPUT gets, for each, a 32-bit count and that many 32-bit ids. Rank files are read from ranks/ beside the
interpreter's environment, where `make reference` puts them.
"""

import os
import struct
import sys

os.environ["TIKTOKEN_CACHE_DIR"] = os.path.join(sys.prefix, "ranks")

import tiktoken  # noqa: E402  (reads the variable above)


def main(name, source, target):
    encoding = tiktoken.get_encoding(name)
    with open(source, "rb") as file:
        data = file.read()
    texts = []
    position = 0
    while position < len(data):
        (length,) = struct.unpack_from("<I", data, position)
        position += 4
        texts.append(data[position : position + length].decode("utf-8", errors="replace"))
        position += length
    with open(target, "wb") as file:
        for text in texts:
            ids = encoding.encode_ordinary(text)
            file.write(struct.pack(f"<{len(ids) + 1}I", len(ids), *ids))


if __name__ == "__main__":
    main(*sys.argv[1:])
