"""Encodes texts with the reference of any encoding and writes the ids.

    model_ids.py ENCODING INPUT OUTPUT

INPUT is a file of texts and OUTPUT a file of ids, as framed.py has them. ENCODING is what model_references.py knows.
"""

import sys

from framed import texts, write_ids
from model_references import reference


def main(name, source, target):
    encode = reference(name)
    write_ids(target, (encode(text) for text in texts(source)))


if __name__ == "__main__":
    main(*sys.argv[1:])
