#!/usr/bin/env python3
"""Shows what Phoenix makes of spans that come through rotel: Phoenix reads protobuf only.

    python otlp_phoenix.py TALLY_DRIVER ROTEL_AGENT PHOENIX_PYTHON

ROTEL_AGENT is the program in rotel's wheel, PHOENIX_PYTHON a Python with arize-phoenix 20.26.1. Sends the span of a call
with 1,000 input tokens, 600 of them cached, and 200 output tokens of gpt-4o, and reads model,
tokens and cost back. All on loopback; it ends what it starts.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

from otlp_receivers import drive, free_port, start_rotel, wait

QUERY = """{ projects { edges { node { name spans(first: 1000) { edges { node {
  name spanKind tokenCountTotal tokenCountPrompt tokenCountCompletion attributes costSummary { total { cost } }
} } } } } } }"""


def spans(address):
    request = urllib.request.Request(
        address + "/graphql", data=json.dumps({"query": QUERY}).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        data = json.loads(answer.read())
    assert "errors" not in data, data
    found = []
    for project in data["data"]["projects"]["edges"]:
        found += [edge["node"] for edge in project["node"]["spans"]["edges"]]
    return found


def main():
    driver, agent, python = sys.argv[1:4]
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, open(pathlib.Path(folder, "log"), "wb") as log:
        environment = {
            **os.environ, "PHOENIX_HOST": "127.0.0.1", "PHOENIX_PORT": str(port),
            "PHOENIX_GRPC_PORT": str(free_port()), "PHOENIX_WORKING_DIR": folder, "PHOENIX_TELEMETRY_ENABLED": "false",
            "PHOENIX_ALLOW_EXTERNAL_RESOURCES": "false", "PHOENIX_DISABLE_AGENT_ASSISTANT": "true",
            "PHOENIX_AGENTS_DISABLE_WEB_ACCESS": "true", "PHOENIX_AGENTS_DISABLE_BASH": "true",
            "PHOENIX_ENABLE_MCP_SERVER": "false",
        }
        server = pathlib.Path(__file__).with_name("otlp_phoenix_server.py")
        phoenix = subprocess.Popen([python, str(server)], stdout=log, stderr=subprocess.STDOUT, env=environment)
        rotel = None
        try:
            address = f"http://127.0.0.1:{port}"
            wait(address + "/healthz", phoenix, 180)
            rotel, receiver = start_rotel(
                agent, log, "--exporter", "otlp", "--otlp-exporter-endpoint", address,
                "--otlp-exporter-protocol", "http", "--disable-batching",
            )
            check(driver, receiver, address)
        finally:
            for process in filter(None, (rotel, phoenix)):
                process.terminate()
                process.wait(20)


def check(driver, receiver, address):
    variables = {"OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none"}
    sample = drive(driver, receiver, 1, 1, "sample", "1.41", **variables)
    plain = drive(driver, receiver, 100, 1, "plain", "1.41", **variables)
    for result in (sample, plain):
        assert not result["failures"] and result["rejectedItems"] == 0, result
    end = time.monotonic() + 60
    while True:
        found = spans(address)
        total = sum(span["tokenCountTotal"] or 0 for span in found)
        expected = sum(result[name] for result in (sample, plain) for name in ("inputTokens", "outputTokens"))
        one = [span for span in found if span["name"] == "chat gpt-4o"]
        if len(found) == 101 and total == expected and one and one[0]["costSummary"]["total"]["cost"]:
            break
        assert time.monotonic() < end, (len(found), total, expected, one)
        time.sleep(0.5)
    attributes = json.loads(one[0]["attributes"])
    print(
        f"{len(found)} spans, {total} tokens = {expected}; gpt-4o: kind {one[0]['spanKind']}, "
        f"model {attributes['llm']['model_name']}, tokens {one[0]['tokenCountPrompt']} + "
        f"{one[0]['tokenCountCompletion']}, cost by Phoenix {one[0]['costSummary']['total']['cost']}"
    )


if __name__ == "__main__":
    main()
