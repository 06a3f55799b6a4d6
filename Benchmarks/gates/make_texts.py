#!/usr/bin/env python3
"""Makes the texts that the gates count on, from this package's own words.

They are committed and stay as they are, whatever becomes of what they were made of: a figure means something only on the
text that it was recorded on. Make them again only for a reason, and record all thresholds with them.
"""

import pathlib
import random
import re

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SIZE = 64 * 1024


def english():
    """Articles and doc comments, as running text."""
    articles = [path for folder in (".github", "Sources", "Examples", "vocabularies")
                for path in sorted((ROOT / folder).rglob("*.md"))]
    parts = [path.read_text() for path in articles]
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        comments = re.findall(r"(?:^ *///.*\n)+", path.read_text(), re.MULTILINE)
        parts += [re.sub(r"^ */// ?", "", comment, flags=re.MULTILINE) for comment in comments]
    return "\n".join(parts)


def code():
    return "".join(path.read_text() for path in sorted((ROOT / "Sources").rglob("*.swift"))[::2])


def languages():
    """Sentences of our own in forty languages, then more of their words in other orders."""
    sentences = (HERE / "sentences.txt").read_text().splitlines()
    generator = random.Random(1)
    lines = list(sentences)
    while sum(len(line.encode()) + 1 for line in lines) < SIZE:
        words = generator.choice(sentences).split(" ")
        generator.shuffle(words)
        lines.append(" ".join(words))
    return "\n".join(lines) + "\n"


def main():
    for make in (english, code, languages):
        content = make().encode()[:SIZE]
        # Whole lines, so that no character is cut.
        (HERE / "texts" / f"{make.__name__}.txt").write_bytes(content[:content.rfind(b"\n") + 1])


if __name__ == "__main__":
    main()
