#!/usr/bin/env python3
"""Shows that every line of the OTLP files is what opentelemetry-proto reads, and that no token is lost or counted twice.

    python otlp_schema.py TALLY_DRIVER [COUNT] [SEED]

Runs `TallyDriver otlp FOLDER …` with hostile records in all three editions of the conventions, reads every line by
opentelemetry-proto and by the stricter rules of otlp_check.py, and compares the sums of the metrics with the records'.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import otlp_check


def main():
    driver = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000
    seed = sys.argv[3] if len(sys.argv) > 3 else "1"
    for conventions in ("1.41", "latest", "both"):
        with tempfile.TemporaryDirectory() as folder:
            arguments = [driver, "otlp", folder, str(count), seed, "hostile", conventions]
            result = json.loads(subprocess.run(arguments, check=True, capture_output=True, timeout=900).stdout)
            assert not result["failures"], result
            messages = {}
            for signal in otlp_check.MESSAGES:
                path = pathlib.Path(folder, f"{signal}.jsonl")
                lines = path.read_bytes().decode("utf-8").split("\n")
                assert lines.pop() == "", f"{path} does not end with a line end"
                messages[signal] = [otlp_check.read(line, signal) for line in lines]
            compare(conventions, result, messages)


def compare(conventions, result, messages):
    spans = [
        span
        for data in messages["traces"]
        for resource in data.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    events = sum(
        len(scope.log_records)
        for data in messages["logs"]
        for resource in data.resource_logs
        for scope in resource.scope_logs
    )
    assert len(spans) == result["calls"], (len(spans), result)
    assert len({(span.trace_id, span.span_id) for span in spans}) == len(spans), "two spans have one id"
    assert events == result["records"], (events, result)
    sums = otlp_check.token_sums(messages["metrics"])
    expected = result["inputTokens"] + result["outputTokens"]
    assert sum(sums.values()) == expected, (sums, result)
    print(f"{conventions}: {result['records']} records, {len(spans)} spans, {events} events, tokens {sums}, expected {expected}")


if __name__ == "__main__":
    main()
