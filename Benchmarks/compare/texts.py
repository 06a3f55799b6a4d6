"""The texts that are measured, and how they are cut."""

import base64
import hashlib
import json
import pathlib
import random
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CORPORA = ["chat", "code", "prose", "tldr", "udhr"]

# How much of a text short calls are made on, as in `tally bench --small`.
SLICED = 1 << 20
# About the size of a document in a batch.
DOCUMENT = 1 << 16


def read(path, prefix=None):
    """The bytes of a file, or of its first lines up to `prefix` bytes."""
    content = pathlib.Path(path).read_bytes()
    if prefix is None or len(content) <= prefix:
        return content
    return content[:max(content.rfind(b"\n", 0, prefix) + 1, 1)]


def slices(content, size, limit=SLICED):
    """Slices of about `size` bytes that end before a character: the same as those of `tally bench --small`."""
    parts, start = [], 0
    while start < min(len(content), limit):
        end = min(start + size, len(content))
        while end < len(content) and end > start + size // 2 and content[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(content[start:end])
        start = end
    return parts


def documents(content):
    """The text in parts for the batch interfaces."""
    return slices(content, DOCUMENT, len(content))


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def standard(folder):
    """The paths of the corpora beside this checkout, if they are there, and of the JSON text."""
    paths = []
    for name in CORPORA:
        packed = ROOT.parent / "shared" / "corpora" / f"{name}.txt.xz"
        path = folder / f"{name}.txt"
        if packed.exists() and not path.exists():
            with open(path.with_suffix(".part"), "wb") as output:
                subprocess.run(["xz", "--decompress", "--stdout", packed], stdout=output, check=True)
            path.with_suffix(".part").rename(path)
        if path.exists():
            paths.append(path)
    return paths + [json_lines(folder / "json.txt")]


def json_lines(path, size=4_500_000):
    """JSON Lines as services write them: chat requests, usage records and log events in turn.

    The words are those of the design's articles in this package and of the price oracle's cases, and the numbers come
    from a generator with a fixed seed, so that one commit gives one text; its hash is in the report.
    """
    cases = (ROOT / "Tests/TallyPricingTests/Fixtures/genai_prices.jsonl").read_text().splitlines()
    articles = sorted((ROOT / "Sources/TallyTokenizer/Documentation.docc").glob("*.md"))
    sentences = [line for article in articles for line in article.read_text().splitlines() if len(line) > 40]
    words = sorted({word for line in sentences for word in line.split()})
    generator = random.Random(1)

    def text(length):
        return " ".join(generator.choice(words) for _ in range(generator.randrange(4, length)))

    def chat(number):
        messages = [{"role": "system", "content": generator.choice(sentences)}]
        for turn in range(generator.randrange(1, 5)):
            messages.append({"role": "user" if turn % 2 == 0 else "assistant", "content": text(60) + "\n\n" + text(30)})
        return {"model": generator.choice(["gpt-4o", "gpt-5-mini", "o3"]), "temperature": generator.random(),
                "messages": messages, "metadata": {"request_id": f"{generator.getrandbits(128):032x}"}}

    def usage(number):
        cost = str(generator.randrange(10**9) / 10**12)
        return json.loads(generator.choice(cases)) | {"record": number, "cost": cost}

    def event(number):
        day = f"2025-{generator.randrange(1, 13):02}-{generator.randrange(1, 29):02}"
        hour = f"{generator.randrange(24):02}:{generator.randrange(60):02}:{generator.random() * 60:06.3f}"
        return {"timestamp": f"{day}T{hour}Z", "level": generator.choice(["info", "debug", "warning"]),
                "message": text(12), "line": number,
                "tags": {"team": text(5), "durations_ms": [generator.randrange(10_000) for _ in range(6)], "ok": True,
                         "parent": None}}

    lines, total, number = [], 0, 0
    while total < size:
        value = (chat, usage, event)[number % 3](number)
        lines.append(json.dumps(value, ensure_ascii=False, indent=2 if number % 7 == 0 else None))
        total += len(lines[-1].encode()) + 1
        number += 1
    path.write_text("\n".join(lines) + "\n")
    return path


def hostile(folder):
    """Texts that are one piece, or nearly so, of 1 and of 10 MB."""
    generator = random.Random(2)
    makers = {
        "letter": lambda size: b"a" * size,
        "base64": lambda size: base64.b64encode(generator.randbytes(size * 3 // 4)),
        "spaces": lambda size: b" " * size,
        "digits": lambda size: "".join(generator.choices("0123456789", k=size)).encode(),
        "cjk": lambda size: "".join(map(chr, generator.choices(range(0x4E00, 0x9FA6), k=size // 3))).encode(),
    }
    paths = []
    for megabytes in (1, 10):
        for name, make in makers.items():
            path = folder / f"{name}-{megabytes}MB.txt"
            path.write_bytes(make(megabytes * 1_000_000))
            paths.append(path)
    return paths
