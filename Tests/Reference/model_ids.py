"""Encodes texts with the reference of any encoding and writes the ids.

    model_ids.py ENCODING INPUT OUTPUT

INPUT holds texts, each a 32-bit little-endian length and that many bytes; what is not valid UTF-8 is replaced as Python
does. OUTPUT gets, for each, a 32-bit count and that many 32-bit ids. ENCODING is what model_references.py knows.
"""

import struct
import sys

from model_references import reference


def main(name, source, target):
    encode = reference(name)
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
