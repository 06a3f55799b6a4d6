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
            compare(conventions, result, pathlib.Path(folder))


def messages(folder, signal):
    """The checked messages of a file, one at a time: a file may be larger than the memory."""
    with open(folder / f"{signal}.jsonl", "rb") as lines:
        for line in lines:
            assert line.endswith(b"\n"), f"{signal} does not end with a line end"
            yield otlp_check.read(line.decode("utf-8"), signal)


def compare(conventions, result, folder):
    ids = set()
    spans = events = 0
    for data in messages(folder, "traces"):
        for resource in data.resource_spans:
            for scope in resource.scope_spans:
                spans += len(scope.spans)
                ids.update((span.trace_id, span.span_id) for span in scope.spans)
    for data in messages(folder, "logs"):
        events += sum(len(scope.log_records) for resource in data.resource_logs for scope in resource.scope_logs)
    assert spans == result["calls"], (spans, result)
    assert len(ids) == spans, "two spans have one id"
    assert events == result["records"], (events, result)
    sums = otlp_check.token_sums(messages(folder, "metrics"))
    expected = result["inputTokens"] + result["outputTokens"]
    assert sum(sums.values()) == expected, (sums, result)
    print(f"{conventions}: {result['records']} records, {spans} spans, {events} events, tokens {sums}, expected {expected}")


if __name__ == "__main__":
    main()
