"""The files through which the tests ask the scripts beside this one.

A file of texts holds, for each, a 32-bit little-endian length and that many bytes; a file of ids a 32-bit count and that
many 32-bit ids.
"""

import struct


def records(path):
    """The bytes of each text of a file."""
    with open(path, "rb") as file:
        data = file.read()
    position = 0
    while position < len(data):
        (length,) = struct.unpack_from("<I", data, position)
        position += 4
        yield data[position : position + length]
        position += length


def texts(path):
    """Each text of a file; what is not valid UTF-8 is replaced as Python does."""
    return (data.decode("utf-8", errors="replace") for data in records(path))


def record(data):
    """What stands in a file of texts for one of them."""
    return struct.pack("<I", len(data)) + data


def write_ids(path, answers):
    """Writes a file of ids."""
    with open(path, "wb") as file:
        for ids in answers:
            file.write(struct.pack(f"<{len(ids) + 1}I", len(ids), *ids))
