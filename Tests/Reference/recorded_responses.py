#!/usr/bin/env python3
"""Collects recorded responses of real providers, with what they used by an independent reading, for TallyProvidersTests.

    .reference/bin/python Tests/Reference/recorded_responses.py --fetch     # the packages, into .reference/responses/
    .reference/bin/python Tests/Reference/recorded_responses.py             # one JSON object a line, to standard output

The recordings are those of cassettes.py, of which nothing is committed. More are read the same way from every `*.tar.gz`
that lies in the folder. Needs PyYAML and genai-prices 0.2.3.

    name, url, type      the cassette, the address of the request, the content type of the response
    headers              the headers of the response that say token counts
    body                 the response's body without its content encoding, in Base64
    documents            how many JSON documents are in it
    usage                input, output, cached, reasoning, total: what the provider said, normalised here (null: not said)
    library              what genai-prices extracts and what it costs: provider, model, input, output, cached, price, or error
    texts                pieces of what was asked and answered, which must not be found in any report
"""

import argparse
import base64
import datetime
import gzip
import json
import pathlib
import struct
import zlib

import genai_prices

from cassettes import fetch, interactions

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = ROOT / ".reference" / "responses"
AT = datetime.datetime(2026, 11, 10, 12, tzinfo=datetime.timezone.utc)


def plain(body):
    """The bytes of a body, whatever a cassette made of it."""
    if isinstance(body, dict):
        if "base64_string" in body:
            return plain(base64.b64decode(body["base64_string"]))
        body = body.get("string", b"")
    if body is None:
        return b""
    if isinstance(body, str):
        body = body.encode("utf-8", "surrogateescape")
    if body[:2] == b"\x1f\x8b":
        return gzip.decompress(body)
    if body[:1] == b"\x78":
        try:
            return zlib.decompress(body)
        except zlib.error:
            pass
    if body[:4] in (b"H4sI",):
        return gzip.decompress(base64.b64decode(body))
    return body


def headers_of(response):
    found = {}
    for name, value in (response.get("headers") or {}).items():
        found[str(name).lower()] = str(value[0] if isinstance(value, list) and value else value)
    return found


# Taking bodies apart, on a way of its own


def event_stream(body):
    position = 0
    while position + 16 <= len(body):
        total, headers = struct.unpack(">II", body[position : position + 8])
        payload = body[position + 12 + headers : position + total - 4]
        position += total
        if payload:
            yield json.loads(payload)


def documents(body):
    if body[:1] == b"\x00":
        found = []
        for value in event_stream(body):
            found.append(json.loads(base64.b64decode(value["bytes"])) if "bytes" in value else value)
        return found
    text = body.decode("utf-8", "replace").lstrip("\ufeff")
    try:
        value = json.loads(text)
        return value if isinstance(value, list) else [value]
    except ValueError:
        pass
    found = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("data:"):
            line = line[5:]
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return [value for value in found if isinstance(value, dict)]


def number(value):
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def usage_of(document):
    """The usage object of a document and where it was; None if there is none with a number."""
    wrapped = [document, document.get("message"), document.get("response"), document.get("delta"), document.get("x_groq")]
    wrapped += document.get("choices") if isinstance(document.get("choices"), list) else []
    wrapped.append(document.get("metadata"))
    for holder in wrapped:
        if not isinstance(holder, dict):
            continue
        for key in ("usage", "usageMetadata", "meta", "amazon-bedrock-invocationMetrics"):
            value = holder.get(key)
            if isinstance(value, dict) and any(number(inner) is not None for inner in flat(value)):
                if not any("Units" in name for name in value):
                    return key, value
    names = ("prompt_eval_count", "eval_count", "inputTextTokenCount", "prompt_token_count", "generation_token_count")
    if any(number(document.get(name)) is not None for name in names):
        return "root", document
    return None


def flat(value):
    for inner in value.values():
        if isinstance(inner, dict):
            yield from flat(inner)
        else:
            yield inner


def merged(found):
    """The usage after all documents: what is said later replaces what was said before, nulls say nothing."""
    key, usage, model, object_name = None, {}, None, None
    for document in found:
        inner = next((document[name] for name in ("message", "response") if isinstance(document.get(name), dict)), document)
        model = inner.get("model") or inner.get("modelVersion") or document.get("model") or model
        object_name = inner.get("object") or object_name
        if document.get("object") == "thread.run.step" and len(found) > 1:
            continue
        this = usage_of(document)
        if this is None:
            continue
        if key == "meta" and this[0] == "usage":
            usage = {}
        if this[0] == "amazon-bedrock-invocationMetrics" and usage:
            continue
        key = this[0]
        usage.update({name: value for name, value in this[1].items() if value is not None})
    return key, usage, model, object_name


def normalised(key, usage, url):
    """Input with everything in it, output with everything in it."""

    def get(*path):
        value = usage
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return number(value)

    def total_of(*values):
        said = [value for value in values if value is not None]
        return sum(said) if said else None

    if key == "usageMetadata":
        thoughts = get("thoughtsTokenCount")
        return {
            # A cache that was made says nothing but a total, all of it input.
            "input": total_of(get("promptTokenCount"), get("toolUsePromptTokenCount"))
            if len(usage) > 1 else get("totalTokenCount"),
            "output": total_of(get("candidatesTokenCount"), thoughts),
            "cached": get("cachedContentTokenCount"), "reasoning": thoughts, "total": get("totalTokenCount"),
        }
    if get("total_input_tokens") is not None:
        return {
            "input": total_of(get("total_input_tokens"), get("total_tool_use_tokens")),
            "output": total_of(get("total_output_tokens"), get("total_thought_tokens")),
            "cached": get("total_cached_tokens"), "reasoning": get("total_thought_tokens"), "total": get("total_tokens"),
        }
    if isinstance(usage.get("billed_units"), dict):
        billed = usage["billed_units"]
        return {
            "input": total_of(number(billed.get("input_tokens")), number(billed.get("image_tokens"))),
            "output": number(billed.get("output_tokens")), "cached": None, "reasoning": None, "total": None,
        }
    if get("inputTokens") is not None:
        return {
            "input": total_of(get("inputTokens"), get("cacheReadInputTokens"), get("cacheWriteInputTokens")),
            "output": get("outputTokens"), "cached": get("cacheReadInputTokens"), "reasoning": None,
            "total": get("totalTokens"),
        }
    if get("inputTokenCount") is not None:
        return {
            "input": total_of(get("inputTokenCount"), get("cacheReadInputTokenCount"), get("cacheWriteInputTokenCount")),
            "output": get("outputTokenCount"), "cached": get("cacheReadInputTokenCount"), "reasoning": None, "total": None,
        }
    if key == "root":
        results = usage.get("results") or []
        made = total_of(*[number(result.get("tokenCount")) for result in results if isinstance(result, dict)])
        inputs = ("prompt_eval_count", "inputTextTokenCount", "prompt_token_count")
        outputs = ("eval_count", "generation_token_count", "totalOutputTextTokenCount")
        return {
            "input": next((get(name) for name in inputs if get(name) is not None), None),
            "output": next((get(name) for name in outputs if get(name) is not None), made),
            "cached": None, "reasoning": None, "total": None,
        }
    if get("input_tokens") is not None and get("total_tokens") is None:
        return {
            "input": total_of(get("input_tokens"), get("cache_read_input_tokens"), get("cache_creation_input_tokens")),
            "output": get("output_tokens"), "cached": get("cache_read_input_tokens"), "reasoning": None, "total": None,
        }
    details = usage.get("prompt_tokens_details") or usage.get("input_tokens_details") or {}
    thinking = usage.get("completion_tokens_details") or usage.get("output_tokens_details") or {}
    reasoning = number(thinking.get("reasoning_tokens"))
    given = get("prompt_tokens") if get("prompt_tokens") is not None else get("input_tokens")
    made = get("completion_tokens") if get("completion_tokens") is not None else get("output_tokens")
    total = get("total_tokens")
    if reasoning and total is not None and (given or 0) + (made or 0) + reasoning == total:
        made = (made or 0) + reasoning
    cached = number(details.get("cached_tokens"))
    return {"input": given, "output": made, "cached": cached, "reasoning": reasoning, "total": total}


def completed(usage, found, headers):
    """What Bedrock says beside the usage, where that says nothing."""
    metrics = found[-1].get("amazon-bedrock-invocationMetrics") or {}
    for name, field, header in [("input", "inputTokenCount", "input"), ("output", "outputTokenCount", "output")]:
        if usage[name] is None:
            usage[name] = number(metrics.get(field))
        if usage[name] is None and f"x-amzn-bedrock-{header}-token-count" in headers:
            usage[name] = int(headers[f"x-amzn-bedrock-{header}-token-count"])
    return usage


# What genai-prices says


def library(key, usage, model, url):
    if model is None and "/model/" in url:
        model = requests_model(url)
    flavors = {
        "usageMetadata": [("google", "default")],
        "meta": [("cohere", "embeddings"), ("cohere", "default")],
    }.get(key, [])
    if "inputTokens" in usage:
        flavors = [("aws", "default")]
    elif "anthropic.com" in url:
        flavors = [("anthropic", "default")]
    elif "bedrock" in url and "input_tokens" in usage:
        flavors = [("aws", "anthropic")]
    hosts = {
        "api.openai.com": "openai", "azure.com": "azure", "groq": "groq", "deepseek": "deepseek", "mistral": "mistral",
        "api.cohere": "cohere", "together": "together", "openrouter": "openrouter", "x.ai": "x-ai",
    }
    for part, provider in hosts.items():
        if part in url.partition("://")[2].partition("/")[0]:
            flavors = flavors or [
                (provider, flavor) for flavor in ("chat", "responses", "embeddings", "default")
                if flavor != "responses" or "input_tokens" in usage
            ]
    body = {"model": model, "modelVersion": model, key if key in ("usage", "usageMetadata", "meta") else "usage": usage}
    error = "no extractor"
    for provider, flavor in flavors:
        try:
            extracted = genai_prices.extract_usage(body, provider_id=provider, api_flavor=flavor)
        except Exception as failure:
            error = f"{type(failure).__name__}: {failure}"[:200]
            continue
        answer = {
            "provider": provider, "model": model, "input": extracted.usage.input_tokens,
            "output": extracted.usage.output_tokens, "cached": extracted.usage.cache_read_tokens,
        }
        try:
            price = genai_prices.calc_price(
                extracted.usage, model, provider_id=provider, genai_request_timestamp=AT
            )
            answer["price"] = format(price.total_price, "f")
        except Exception as failure:
            answer["unpriced"] = f"{type(failure).__name__}: {failure}"[:200]
        return answer
    return {"error": error}


def requests_model(url):
    from urllib.parse import unquote

    return unquote(url.split("/model/")[1].split("/")[0])


# Texts that must not be found in a report


def texts(*values):
    found = []

    def walk(value):
        if isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif isinstance(value, str) and " " in value.strip() and len(value) >= 8:
            found.append(value.strip()[:60])

    for value in values:
        walk(value)
    return list(dict.fromkeys(found))[:60]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fetch", action="store_true", help="download the packages and stop")
    arguments = parser.parse_args()
    if arguments.fetch:
        return fetch(CACHE)
    seen = set()
    for name, request, response in interactions(CACHE):
        try:
            body = plain(response.get("body") if "body" in response else response.get("content"))
            found = documents(body)
        except Exception:
            continue
        headers = headers_of(response)
        counts = {key: value for key, value in headers.items() if key.endswith("-token-count")}
        if body in seen or not found:
            continue
        key, usage, model, _ = merged(found)
        if key is None and not counts:
            continue
        seen.add(body)
        url = str(request.get("uri") or request.get("url") or "")
        try:
            asked = json.loads(plain(request.get("body")) or b"null")
        except Exception:
            asked = None
        print(json.dumps({
            "name": name, "url": url, "type": headers.get("content-type", ""), "headers": counts,
            "body": base64.b64encode(body).decode(), "documents": len(found),
            "usage": completed(normalised(key, usage, url), found, counts) if key else None,
            "library": library(key, usage, model, url) if key else None,
            "texts": texts(found, asked),
        }))


if __name__ == "__main__":
    main()
