#!/usr/bin/env python3
"""Replays recorded requests to providers and compares the estimates with what the providers billed.

    python3 recorded_requests.py --tally .build/release/tally --cache .reference/recordings
    python3 recorded_requests.py --tally ... --cache ... --list errors.jsonl   # every request with its error, no texts

The recordings (cassettes.py) are requests to real providers with their answers; none was used to fit a constant. Prints a
table in Markdown: a family's requests by what is in them.
"""

import argparse
import base64
import gzip
import json
import pathlib
import subprocess
import zlib

from cassettes import PACKAGES, fetch, interactions

# Those with requests of the forms that are estimated.
USED = [
    package
    for package in PACKAGES
    if not package[0].endswith(("-bedrock", "-generativeai", "-ollama", "-together", "-writer"))
]

FAMILIES = [
    ("api.openai.com", "OpenAI"), ("openai.azure.com", "OpenAI (Azure)"), ("anthropic", "Claude"),
    ("generativelanguage", "Gemini (AI Studio)"), ("aiplatform", "Gemini (Vertex AI)"), ("mistral", "Mistral"),
    ("groq", "Groq"), ("deepseek", "DeepSeek"),
]
KINDS = ["text only", "with functions, pictures, schemas", "with parts that are told as uncounted"]
PATHS = ("/chat/completions", "/responses", "/v1/messages", ":generateContent", ":streamGenerateContent")


def text_of(body):
    if isinstance(body, dict):
        body = body.get("string", body.get("base64_string", b""))
    if isinstance(body, str):
        return body
    for unpack in (lambda data: data, gzip.decompress, zlib.decompress, base64.b64decode):
        try:
            return unpack(body).decode("utf-8")
        except Exception:  # the next way to unpack
            continue
    return ""


def documents(text):
    """The JSON values of an answer: the answer, or the data of its server-sent events."""
    try:
        value = json.loads(text)
        return value if isinstance(value, list) else [value]
    except ValueError:
        pass
    found = []
    for line in text.splitlines():
        if line.startswith("data:"):
            try:
                found.append(json.loads(line[5:]))
            except ValueError:
                continue
    return found


def billed(answers):
    """The input tokens and the model of an answer; None where it doesn't say."""
    tokens, model = None, None
    for answer in answers:
        if not isinstance(answer, dict):
            continue
        inner = answer.get("message") or answer.get("response") or answer
        if not isinstance(inner, dict):
            continue
        model = model or inner.get("model") or inner.get("modelVersion")
        usage = inner.get("usage") or inner.get("usageMetadata") or (answer.get("x_groq") or {}).get("usage")
        if not isinstance(usage, dict):
            continue
        if usage.get("promptTokenCount") is not None:
            tokens = usage["promptTokenCount"]
        elif usage.get("prompt_tokens") is not None:
            tokens = usage["prompt_tokens"]
        elif usage.get("input_tokens") is not None and tokens is None:
            cached = (usage.get("cache_read_input_tokens") or 0) + (usage.get("cache_creation_input_tokens") or 0)
            tokens = usage["input_tokens"] + cached
    return tokens, model


def requests(cache):
    seen = set()
    for name, request, response in interactions(cache):
        uri = str(request.get("uri", ""))
        family = next((label for part, label in FAMILIES if part in uri), None)
        path = uri.split("?")[0]
        if family is None or not any(path.endswith(end) for end in PATHS):
            continue
        try:
            body = json.loads(text_of(request.get("body") or ""))
        except ValueError:
            continue
        tokens, answered = billed(documents(text_of(response.get("body") or "")))
        if not isinstance(body, dict) or not tokens:
            continue
        model = answered or body.get("model") or path.split("/")[-1].split(":")[0]
        key = (json.dumps(body, sort_keys=True), model, tokens)
        if key in seen:
            continue
        seen.add(key)
        yield {"name": name, "family": family, "model": model, "tokens": tokens, "body": body}


def kind(body, estimate):
    """One of KINDS."""
    if estimate["uncounted"] or body.get("previous_response_id"):
        return KINDS[2]
    text = json.dumps(body)
    if body.get("tools") or body.get("functions"):
        return KINDS[1]
    words = ['"tool_calls"', '"tool_use"', '"tool_result"', '"image', '"inlineData"', '"function_call', '"tool_call_id"']
    words += ['"thinking"', '"functionCall"', '"json_schema"', '"type": "reasoning"', '"file', '"document"']
    return KINDS[1] if any(word in text for word in words) else KINDS[0]


def percentile(values, share):
    values = sorted(values)
    return values[max(0, -(-len(values) * share // 100) - 1)] if values else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tally", required=True)
    parser.add_argument("--cache", required=True, type=pathlib.Path)
    parser.add_argument("--list", help="a file for every request with its error")
    arguments = parser.parse_args()
    fetch(arguments.cache, USED)
    rows, refused = [], {}
    for request in requests(arguments.cache):
        command = [arguments.tally, "estimate", "--request", "-", "--model", request["model"], "--format", "jsonl", "-q"]
        run = subprocess.run(command, input=json.dumps(request["body"]).encode(), capture_output=True)
        if run.returncode != 0:
            refused[request["family"]] = refused.get(request["family"], 0) + 1
            continue
        estimate = json.loads(run.stdout)
        error = (estimate["input_tokens"] - request["tokens"]) / request["tokens"] * 100
        inside = estimate["input_tokens_at_least"] <= request["tokens"] <= estimate["input_tokens_at_most"]
        rows.append(
            {"family": request["family"], "model": request["model"], "billed": request["tokens"],
             "estimated": estimate["input_tokens"], "error": round(error, 2), "inside": inside,
             "accuracy": estimate["accuracy"], "kind": kind(request["body"], estimate),
             "name": request["name"]}
        )
    if arguments.list:
        pathlib.Path(arguments.list).write_text("".join(json.dumps(row) + "\n" for row in rows))
    print("| family | requests | n | median error | 95% within | inside the band | not estimated |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for family in sorted({row["family"] for row in rows}):
        for label in KINDS:
            chosen = [row for row in rows if row["family"] == family and row["kind"] == label]
            if not chosen:
                continue
            middle = percentile([abs(row["error"]) for row in chosen], 50)
            most = percentile([abs(row["error"]) for row in chosen], 95)
            inside = sum(row["inside"] for row in chosen) * 100 // len(chosen)
            skipped = refused.get(family, 0) if label == KINDS[0] else ""
            print(f"| {family} | {label} | {len(chosen)} | {middle:.1f}% | {most:.1f}% | {inside}% | {skipped} |")


if __name__ == "__main__":
    main()
