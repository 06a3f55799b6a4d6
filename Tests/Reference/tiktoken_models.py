"""Writes tiktoken's tables from model names to encodings: `exact` or `prefix`, name, encoding, tab-separated.

    tiktoken_models.py INPUT OUTPUT      (INPUT is not read)
"""

import sys

from tiktoken import model

with open(sys.argv[2], "w") as file:
    for name, encoding in model.MODEL_TO_ENCODING.items():
        print("exact", name, encoding, sep="\t", file=file)
    for name, encoding in model.MODEL_PREFIX_TO_ENCODING.items():
        print("prefix", name, encoding, sep="\t", file=file)
