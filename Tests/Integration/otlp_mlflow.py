#!/usr/bin/env python3
"""Shows that MLflow takes the spans in JSON, and what it makes of tokens and cost.

    python otlp_mlflow.py TALLY_DRIVER MLFLOW

MLFLOW is the command of mlflow 3.17.2. Starts it, sends the span of a call with 1,000 input tokens, 600 of them cached, and
200 output tokens of gpt-4o, and spans of hostile calls, and reads tokens and cost back. All on loopback; it ends what it
starts.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

from otlp_receivers import drive, free_port, wait


def post(url, body):
    request = urllib.request.Request(
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def main():
    driver, command = sys.argv[1:3]
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, open(pathlib.Path(folder, "log"), "wb") as log:
        environment = {
            **os.environ, "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true",
            "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        }
        process = subprocess.Popen(
            [
                command, "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
                "--backend-store-uri", f"sqlite:///{folder}/m.db", "--artifacts-destination", f"{folder}/artifacts",
            ],
            stdout=log, stderr=subprocess.STDOUT, env=environment, start_new_session=True,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            wait(address + "/health", process, 120)
            check(driver, address)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def check(driver, address):
    variables = {
        "OTEL_EXPORTER_OTLP_HEADERS": "x-mlflow-experiment-id=0", "OTEL_METRICS_EXPORTER": "none",
        "OTEL_LOGS_EXPORTER": "none", "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
        "OTEL_EXPORTER_OTLP_TIMEOUT": "120000",
    }
    # The first request takes seconds: MLflow sets itself up with it.
    warm = drive(driver, address, 1, 1, "plain", "1.41", **variables)
    assert not warm["failures"], warm
    sample = drive(driver, address, 1, 1, "sample", "1.41", **variables)
    assert not sample["failures"] and sample["rejectedItems"] == 0, sample
    many = drive(driver, address, 100, 2, "hostile", "1.41", **variables)
    assert not many["failures"] and many["rejectedItems"] == 0, many
    where = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}
    end = time.monotonic() + 60
    while True:
        traces = []
        token = None
        while True:
            query = {"locations": [where], "max_results": 500, **({"page_token": token} if token else {})}
            answer = post(address + "/api/3.0/mlflow/traces/search", query)
            traces += answer.get("traces", [])
            token = answer.get("next_page_token")
            if not token:
                break
        found = [trace.get("trace_metadata", {}) for trace in traces]
        tokens = [json.loads(one.get("mlflow.trace.tokenUsage", "{}")) for one in found]
        costs = [one.get("mlflow.trace.cost") for one in found]
        expected = warm["calls"] + sample["calls"] + many["calls"]
        sums = [sum(one.get(name, 0) for one in tokens) for name in ("input_tokens", "output_tokens")]
        wanted = [sum(result[name] for result in (warm, sample, many)) for name in ("inputTokens", "outputTokens")]
        if len(traces) == expected and sums == wanted:
            break
        assert time.monotonic() < end, (len(traces), expected, sums, wanted)
        time.sleep(0.5)
    index = next(index for index, one in enumerate(tokens) if (one.get("input_tokens"), one.get("output_tokens")) == (1000, 200))
    assert costs[index], found[index]
    print(f"{len(traces)} traces, input and output tokens {sums} = {wanted}; 1000 in (600 cached), 200 out of gpt-4o: "
          f"tokens {tokens[index]}, cost by MLflow {costs[index]}")


if __name__ == "__main__":
    main()
