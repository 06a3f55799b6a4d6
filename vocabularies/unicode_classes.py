"""Extracts the Unicode classes that tiktoken's regex engine uses, and writes them as C tables.

    .reference/bin/python vocabularies/unicode_classes.py

A count is exact only if "letter", "number" and "white space" mean what they mean to the reference, so the classes come
from its engine and not from the platform or from a Unicode file of some other version. The engine is reached through
`Encoding(pat_str=...)`: with the 256 bytes as the only tokens, encoding keeps exactly the bytes that the pattern
matches.

Writes unicode_classes.c and, with no more than what the block kernels distinguish, kernel_classes.c into
Sources/CTallyKernels. The output depends on the tiktoken version alone.
"""

import pathlib
import re

import tiktoken

CATEGORIES = (
    "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co Cn".split()
)
WHITE_SPACE = 1 << 5
HAN = 1 << 6
SCALAR_LIMIT = 0x110000
SURROGATES = range(0xD800, 0xE000)
BLOCK = 256
KERNEL_BLOCK = 128
KERNEL_CLASSES = (("Lu", "Lt"), ("Ll",), ("Nd", "Nl", "No"), ("Lm", "Lo"), (), ("Mn", "Mc", "Me"))
KERNEL_SPACE = 1 << 4
KERNEL_CODES = {0: 0, 1: 1, 2: 2, 1 << 3: 3, 1 << 2: 4, KERNEL_SPACE: 5, 1 << 5: 6}
CHUNK = 1 << 14
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CTallyKernels"


def engine(pattern):
    """An encoding whose ids are the bytes of what `pattern` matches; raises ValueError if the pattern is invalid."""
    byte_ranks = {bytes([byte]): byte for byte in range(256)}
    return tiktoken.Encoding("classes", pat_str=pattern, mergeable_ranks=byte_ranks, special_tokens={})


def members(pattern):
    """The scalars that a one-character pattern matches."""
    encoding = engine(pattern)
    found = set()
    for start in range(0, SCALAR_LIMIT, CHUNK):
        text = "".join(chr(scalar) for scalar in range(start, start + CHUNK) if scalar not in SURROGATES)
        found.update(map(ord, bytes(encoding.encode_ordinary(text)).decode("utf-8")))
    return found


def unicode_version():
    """The newest Unicode version that the engine knows an age for."""
    newest = None
    for major in range(13, 40):
        for minor in range(3):
            try:
                engine(rf"\p{{Age={major}.{minor}}}")
            except ValueError:
                continue
            newest = f"{major}.{minor}"
    if newest is None:
        raise SystemExit("the engine knows no Unicode age from 13.0 on: check how tiktoken compiles \\p{Age=...}")
    return newest


def check(condition, message):
    if not condition:
        raise SystemExit(f"unicode_classes.py: {message}")


def extract():
    """One byte for every scalar: category, white space, Han."""
    classes = bytearray([CATEGORIES.index("Cn")]) * SCALAR_LIMIT
    seen = set()
    by_category = {}
    for value, category in enumerate(CATEGORIES):
        found = by_category[category] = members(rf"\p{{{category}}}")
        check(not seen & found, f"{category} overlaps an earlier category")
        seen |= found
        for scalar in found:
            classes[scalar] = value
    check(seen == set(range(SCALAR_LIMIT)) - set(SURROGATES), "the categories do not cover every scalar")

    for group in "LMNPSZ":
        union = set().union(*(found for name, found in by_category.items() if name[0] == group))
        check(members(rf"\p{{{group}}}") == union, f"\\p{{{group}}} is not the union of its categories")

    white_space = members(r"\s")
    check(len(white_space) == 25, f"\\s has {len(white_space)} members, not 25")
    for scalar in white_space:
        classes[scalar] |= WHITE_SPACE
    for scalar in members(r"\p{Han}"):
        classes[scalar] |= HAN
    return bytes(classes)


def kernel_classes(classes):
    """One byte for every scalar, with at most one bit set: see TALLY_KERNEL_CLASS_... in kernel_classes.h."""
    bit_of = {CATEGORIES.index(name): 1 << bit for bit, names in enumerate(KERNEL_CLASSES) for name in names}
    return bytes(KERNEL_SPACE if value & WHITE_SPACE else bit_of.get(value & 0x1F, 0) for value in classes)


def two_stages(classes, size):
    """Splits into blocks of `size`; equal blocks are stored once, in the order of first use."""
    blocks, index_of = [], {}
    indices = []
    for start in range(0, SCALAR_LIMIT, size):
        block = classes[start : start + size]
        if block not in index_of:
            index_of[block] = len(blocks)
            blocks.append(block)
        indices.append(index_of[block])
    check(len(blocks) <= 256, f"{len(blocks)} distinct blocks do not fit one byte an index")
    return indices, blocks


def planes(block):
    """The KERNEL_CODES of a block, transposed: three planes of one bit a scalar."""
    for bit in range(3):
        codes = [KERNEL_CODES[value] >> bit & 1 for value in block]
        yield [sum(code << i for i, code in enumerate(codes[start : start + 8])) for start in range(0, len(codes), 8)]


def rows(values, width=24):
    for start in range(0, len(values), width):
        yield "    " + ", ".join(str(value) for value in values[start : start + width]) + ","


def write(name, header, prefix, entries, classes, size):
    """Writes the two stages as `prefix`_block_index and `prefix`_blocks, whose sizes `header` declares."""
    indices, blocks = two_stages(classes, size)
    upper = prefix.upper()
    lines = [
        "// Generated by vocabularies/unicode_classes.py from the regex engine of"
        f" tiktoken {tiktoken.__version__} (Unicode {unicode_version()}). Do not edit.",
        "",
        f'#include "{header}"',
        "",
        f"// {len(blocks)} distinct blocks of {size} scalars. An entry is laid out as {entries} says.",
        "",
        f"const uint8_t {prefix}_block_index[{upper}_BLOCK_COUNT] = {{",
        *rows(indices),
        "};",
        "",
        f"_Static_assert({upper}_DISTINCT_BLOCK_COUNT == {len(blocks)}, \"the header declares another size\");",
        "",
        f"const uint8_t {prefix}_blocks[{upper}_DISTINCT_BLOCK_COUNT][{size}] = {{",
    ]
    for block in blocks:
        lines += ["    {", *("    " + row for row in rows(list(block))), "    },"]
    lines += ["};", ""]
    if size == KERNEL_BLOCK:
        lines.append(f"const uint8_t {prefix}_planes[{upper}_DISTINCT_BLOCK_COUNT][3][{size // 8}] = {{")
        for block in blocks:
            lines += ["    {", *("        {" + next(rows(plane))[4:-1] + "}," for plane in planes(block)), "    },"]
        lines += ["};", ""]
    (FOLDER / name).write_text("\n".join(lines), encoding="utf-8")
    print(f"{name}: {len(blocks)} blocks, {len(blocks) * size + len(indices)} bytes of table")


def main():
    classes = extract()
    write("unicode_classes.c", "CTallyKernels.h", "tally_unicode", "TALLY_CLASS_...", classes, BLOCK)
    write(
        "kernel_classes.c",
        "kernel_classes.h",
        "tally_kernel_class",
        "TALLY_KERNEL_CLASS_...",
        kernel_classes(classes),
        KERNEL_BLOCK,
    )

    header = (FOLDER / "include" / "CTallyKernels.h").read_text(encoding="utf-8")
    declared = re.findall(r"TALLY_CATEGORY_([A-Z]{2}) = (\d+),", header)
    expected = [(category.upper(), str(value)) for value, category in enumerate(CATEGORIES)]
    check(declared == expected, "CTallyKernels.h numbers the categories differently")


if __name__ == "__main__":
    main()
