"""Writes the special tokens that the reference of an encoding lists: a line each, id and name apart by a tab.

    model_special_tokens.py ENCODING
"""

import sys

from model_references import special_tokens

if __name__ == "__main__":
    for name, token in special_tokens(sys.argv[1]).items():
        print(f"{token}\t{name}")
