#!/usr/bin/env python3
"""Prices random usages with genai-prices 0.2.3, for TallyPricingTests.

    .reference/bin/python Tests/Reference/genai_prices_oracle.py --seed 1 --count 300

Writes one JSON object a line: a question in our terms and what the library says. Our usage is disjoint, the library's
is inclusive; `inclusive` translates. The library is used as it is: it finds the provider and the model, chooses prices
and calculates. Money is decimal text, never a float.

    name, provider, at, conditions, usage        the question
    prefixed                                     the name is `provider/model`, which we read and the library does not; it
                                                 was asked for that model of that provider
    lookup                                       null: the library does not know the model; else its provider and model
    rates                                        counter -> rate, per, quantity: what the library charged at which rate
    total                                        the library's total price
    finest                                       counters whose rate has more than 12 decimals
    uncharged                                    counters that were used and that the library charged nothing for
    error                                        what the library raised instead of a price
"""

import argparse
import datetime
import importlib.metadata
import json
import pathlib
import random
import sys
from decimal import Decimal, getcontext

sys.dont_write_bytecode = True  # the folder belongs to the package's sources
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Sources" / "CTallyPrices"))
from pack_prices import COUNTERS, VERSION  # noqa: E402

from genai_prices import Usage, data_snapshot, types, units  # noqa: E402
from genai_prices.data import providers  # noqa: E402

getcontext().prec = 60

INPUT = ["input_uncached", "cache_read", "cache_write_5m", "cache_write_1h", "cache_write_other", "tool_use_prompt"]
OUTPUT = ["output_text", "reasoning", "citations"]
PARTS = {
    "input_uncached": ["input_audio", "input_image", "input_video", "input_document"],
    "cache_read": ["cache_read_audio", "cache_read_image", "cache_read_video", "cache_read_document"],
    "output_text": ["output_audio", "output_image", "output_video"],
}
OTHERS = [
    "web_searches", "social_searches", "storage_searches", "code_executions", "audio_milliseconds",
    "input_audio_milliseconds", "output_audio_milliseconds", "input_pixels", "document_pages",
    "annotated_document_pages", "rerank_units", "input_characters", "input_messages",
]
# Names that start so and tell no provider to the library are OpenAI's to us; it knows them only with the provider.
OPENAI_NAMES = ("ft:", "text-embedding-3-", "text-embedding-ada-", "chatgpt-")
TIER_EDGES = [32_000, 100_000, 128_000, 199_999, 200_000, 256_000, 272_000, 512_000, 524_288]


def inclusive(usage):
    """The library's inclusive totals for our disjoint counters."""

    def total(*names):
        return sum(usage.get(name, 0) for name in names)

    values = {
        "input_tokens": total(*INPUT),
        "cache_read_tokens": total("cache_read"),
        "cache_write_tokens": total("cache_write_5m", "cache_write_1h", "cache_write_other"),
        "cache_write_5m_tokens": total("cache_write_5m"),
        "cache_write_1h_tokens": total("cache_write_1h"),
        "input_tool_tokens": total("tool_use_prompt"),
        "output_tokens": total(*OUTPUT),
        "output_reasoning_tokens": total("reasoning"),
        "output_citation_tokens": total("citations"),
        "input_audio_tokens": total("input_audio", "cache_read_audio"),
        # The library has no documents among its modalities; providers price them as images.
        "input_image_tokens": total("input_image", "input_document", "cache_read_image", "cache_read_document"),
        "input_video_tokens": total("input_video", "cache_read_video"),
        "cache_audio_read_tokens": total("cache_read_audio"),
        "cache_image_read_tokens": total("cache_read_image", "cache_read_document"),
        "cache_video_read_tokens": total("cache_read_video"),
        "output_audio_tokens": total("output_audio"),
        "output_image_tokens": total("output_image"),
        "output_video_tokens": total("output_video"),
        "web_searches": total("web_searches"),
        "social_searches": total("social_searches"),
        "storage_searches": total("storage_searches"),
        "code_executions": total("code_executions"),
        "input_pixels": total("input_pixels"),
        "input_document_pages": total("document_pages", "annotated_document_pages"),
        "input_annotated_document_pages": total("annotated_document_pages"),
        "rerank_searches": total("rerank_units"),
        "input_characters": total("input_characters"),
        "input_text_messages": total("input_messages"),
        "audio_seconds": seconds(total("audio_milliseconds", "input_audio_milliseconds", "output_audio_milliseconds")),
        "input_audio_seconds": seconds(total("input_audio_milliseconds")),
        "output_audio_seconds": seconds(total("output_audio_milliseconds")),
    }
    return Usage(**values)


def seconds(milliseconds):
    return Decimal(milliseconds) / 1000


# What each of our counters may be charged as, the most specific first: the library's units and their ancestors.
def charged_as(counter):
    keys = {name: key for key, (name, _) in COUNTERS.items()}
    if counter in keys:
        unit = registry().unit_for_price_key(keys[counter])
        return {unit.price_key} | {registry().units[key].price_key for key in registry().ancestor_usage_keys(unit.usage_key)}
    return {"input_document": charged_as("input_image"), "cache_read_document": charged_as("cache_read_image")}[counter]


def registry():
    return units._get_registry()


def random_usage(random, model):
    usage = {}
    for name in INPUT + OUTPUT:
        if random.random() < (0.9 if name in ("input_uncached", "output_text") else 0.35):
            usage[name] = magnitude(random)
    for whole, parts in PARTS.items():
        rest = usage.get(whole, 0)
        for part in parts:
            if random.random() < 0.15:
                usage[part] = random.randint(0, rest)
                rest -= usage[part]
    for name in OTHERS:
        if random.random() < 0.06:
            usage[name] = magnitude(random) % 100_000
    if random.random() < 0.4:
        # Right at a threshold, or one beside it.
        rest = sum(usage.get(name, 0) for name in INPUT if name != "input_uncached")
        wanted = random.choice(TIER_EDGES) + random.choice([-1, 0, 1])
        parts = sum(usage.get(part, 0) for part in PARTS["input_uncached"])
        if wanted - rest >= parts:
            usage["input_uncached"] = wanted - rest
    if not usage:
        usage["input_uncached"] = 1
    if is_minimum_model(model):
        # The library puts its minimum into both totals, which only fits audio that went in.
        usage.pop("audio_milliseconds", None)
        usage.pop("output_audio_milliseconds", None)
        usage["input_audio_milliseconds"] = random.randint(0, 20_000)
    return usage


def magnitude(random):
    return random.randint(0, 10 ** random.randint(1, random.choice([3, 6, 6, 9])))


def is_minimum_model(model):
    return model is not None and model.id.startswith("whisper-large-v3")


def random_conditions(random):
    conditions = {}
    if random.random() < 0.35:
        conditions["processing"] = "batch"
    if random.random() < 0.35:
        conditions["service_tier"] = random.choice(["default", "flex", "priority", "fast", "auto"])
    if random.random() < 0.1:
        conditions["speed"] = random.choice(["standard", "fast"])
    if random.random() < 0.1:
        conditions["route"] = "mistral/eu"
    if random.random() < 0.1:
        conditions["search_type"] = random.choice(["fast", "web"])
    return conditions


def random_time(random, model):
    starts = [card.constraint.start_date for card in cards_of(model) if hasattr(card.constraint, "start_date")]
    if starts and random.random() < 0.4:
        # The first second of a price, or the last before it.
        start = datetime.datetime.combine(random.choice(starts), datetime.time(), datetime.timezone.utc)
        return int(start.timestamp()) + random.choice([-1, 0])
    start = int(datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc).timestamp())
    end = int(datetime.datetime(2027, 6, 1, tzinfo=datetime.timezone.utc).timestamp())
    at = random.randint(start, end)
    if random.random() < 0.3:
        at -= at % 86_400
        at += random.choice([0, -1, 1800, 1799, 59_400, 59_399, 3600, 14_400, 21_600, 36_000, 35_999])
    return at


def names_of(clause):
    """Names that a matching rule was made for, roughly."""
    for field in ("equals", "starts_with", "ends_with", "contains"):
        if hasattr(clause, field):
            return [getattr(clause, field)]
    return [name for part in getattr(clause, "or_", None) or getattr(clause, "and_", None) or [] for name in names_of(part)]


def cards_of(model):
    standard = model.prices if isinstance(model.prices, list) else []
    return [*standard, *(model.price_variants or [])]


def random_name(random, model):
    name = random.choice([model.id, model.id, *(names_of(model.match) or [model.id])])
    date = datetime.date(2024, 1, 1) + datetime.timedelta(days=random.randint(0, 1000))
    change = random.random()
    if change < 0.08:
        name += date.strftime("-%Y%m%d")
    elif change < 0.16:
        name += date.strftime("-%Y-%m-%d")
    elif change < 0.20:
        name += random.choice(["-tts", "-preview", "-latest", ":batch", "@20260101", "-v1:0", "-20261399", "[fast=true]"])
    elif change < 0.24:
        name = random.choice(["us.", "eu.", "ft:", "~", "models/", "x"]) + name
    elif change < 0.28:
        name = name.upper()
    elif change < 0.32 and len(name) > 1:
        place = random.randrange(len(name))
        name = name[:place] + name[place + 1 :]
    return name


def question(random):
    provider = random.choice(providers) if random.random() < 0.5 else weighted_provider(random)
    model = random.choice(provider.models)
    name = random_name(random, model)
    asked = provider.id
    chance = random.random()
    if chance < 0.25:
        asked = None
        if random.random() < 0.3 or (provider.model_match is None and random.random() < 0.9):
            name = f"{provider.id}/{name}"
    elif chance < 0.32:
        asked = random.choice(["azure", "google", "gcp.vertex_ai", "aws.bedrock", "x-ai", "mistral_ai", "HuggingFace-Groq", "nobody"])
    elif chance < 0.35:
        asked, name = "litellm", f"{provider.id}/{name}"
    return {
        "name": name,
        "provider": asked,
        "at": random_time(random, model),
        "conditions": random_conditions(random),
        "usage": random_usage(random, model),
    }


def weighted_provider(random):
    return random.choices(providers, [len(provider.models) for provider in providers])[0]


def tells_provider(name, snapshot):
    """Whether the library knows a provider by the model's name alone."""
    try:
        snapshot.find_provider(name.lower(), None, None)
    except LookupError:
        return False
    return True


def answer(asked):
    at = datetime.datetime.fromtimestamp(asked["at"], datetime.timezone.utc)
    snapshot = data_snapshot.get_snapshot()
    prefixed = split_prefix(asked, snapshot)
    name, asked_provider = prefixed or (asked["name"], asked["provider"])
    if asked_provider is None and name.lower().startswith(OPENAI_NAMES) and not tells_provider(name, snapshot):
        asked_provider = "openai"
    try:
        provider, model = snapshot.find_provider_model(name, None, asked_provider, None)
    except LookupError:
        return {"prefixed": False, "lookup": None}
    lister = next(p for p in providers if any(m is model for m in p.models))
    found = {"prefixed": prefixed is not None, "lookup": {"provider": provider.id, "lister": lister.id, "model": model.id}}
    usage = inclusive(asked["usage"])
    try:
        calculated = model.calc_price(
            usage, provider, genai_request_timestamp=at, price_context=asked["conditions"] or None
        )
    except ValueError as error:
        return found | {"error": str(error)}
    if provider.id == "groq" and is_minimum_model(model) and usage.input_audio_seconds > 0:
        # As `calc_price` does before it prices.
        usage.audio_seconds = usage.input_audio_seconds = max(usage.input_audio_seconds, Decimal(10))
    resolved = types._collect_resolved_model_prices(calculated.model_price, registry())
    counts = types._compute_registry_priced_counts(resolved, usage)
    rates = {}
    finest = []
    for unit, price in resolved:
        counter, per = COUNTERS[unit.price_key]
        count = types.usage_value_as_decimal(counts[unit.usage_key])
        rate = price
        if isinstance(price, types.TieredPrices):
            reached = [tier.price for tier in price.tiers if usage.input_tokens > tier.start]
            rate = reached[-1] if reached else price.base
        if types.calc_unit_price(price, counts[unit.usage_key], usage.input_tokens, unit.per) != rate * count / unit.per:
            raise AssertionError(f"the library charges {unit.price_key} in a way that this script does not know")
        if count:
            rates[counter] = {"rate": text(rate), "per": per, "quantity": int(count * per / unit.per)}
        if rate.as_tuple().exponent < -12:
            finest.append(counter)
    priced = {unit.price_key for unit, _ in resolved}
    own = {name: quantity - sum(asked["usage"].get(part, 0) for part in PARTS.get(name, []))
           for name, quantity in asked["usage"].items()}
    uncharged = [name for name, quantity in own.items() if quantity and not charged_as(name) & priced]
    return found | {"rates": rates, "total": text(calculated.total_price), "finest": finest, "uncharged": sorted(uncharged)}


def split_prefix(asked, snapshot):
    head, slash, rest = asked["name"].partition("/")
    if asked["provider"] is not None or not slash or head.lower() not in {provider.id for provider in providers}:
        return None
    try:
        snapshot.find_provider_model(rest, None, head.lower(), None)
    except LookupError:
        return None
    return rest, head.lower()


def text(number):
    return format(number, "f")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    arguments = parser.parse_args()
    installed = importlib.metadata.version("genai-prices")
    if installed != VERSION:
        sys.exit(f"genai_prices_oracle: the book is packed from genai-prices {VERSION}, installed is {installed}")
    generator = random.Random(arguments.seed)
    for _ in range(arguments.count):
        asked = question(generator)
        print(json.dumps(asked | answer(asked), separators=(",", ":"), sort_keys=True))


if __name__ == "__main__":
    main()
