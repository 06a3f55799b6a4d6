#!/usr/bin/env python3
"""Shows that rotel, an OpenTelemetry collector, takes every signal of hostile records, and passes all of it on.

    python otlp_rotel.py TALLY_DRIVER [COUNT] [SEED] [CONVENTIONS]

Starts rotel with a receiver behind it that decodes protobuf, lets `TallyDriver otlp environment …` send records to rotel
in JSON, and asserts: no request was refused; spans, events and tokens behind rotel are those of the records. Needs
`pip install -r requirements.txt`. All on loopback.
"""

import gzip
import http.server
import pathlib
import sys
import tempfile
import threading
import time

import otlp_check
import rotel

from otlp_receivers import drive, start_rotel


class Sink(http.server.BaseHTTPRequestHandler):
    """Decodes what rotel sends on."""

    protocol_version = "HTTP/1.1"
    received = {"metrics": [], "traces": [], "logs": []}
    lock = threading.Lock()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        signal = self.path.rsplit("/", 1)[-1]
        message = otlp_check.MESSAGES[signal].FromString(body)
        with self.lock:
            self.received[signal].append(message)
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


def items(messages, *path):
    for name in path:
        messages = [inner for message in messages for inner in getattr(message, name)]
    return messages


def main():
    driver = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000
    seed = sys.argv[3] if len(sys.argv) > 3 else "1"
    conventions = sys.argv[4] if len(sys.argv) > 4 else "1.41"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryFile() as log:
        agent = pathlib.Path(rotel.__file__).parent / "rotel-agent"
        agent.chmod(0o755)
        process, address = start_rotel(
            agent, log, "--exporter", "otlp", "--otlp-exporter-endpoint", f"http://127.0.0.1:{server.server_port}",
            "--otlp-exporter-protocol", "http", "--disable-batching",
        )
        try:
            # Its reader of JSON takes a point whose counts are text, and keeps nothing of it.
            variables = {"OTEL_EXPORTER_OTLP_COMPRESSION": "gzip", "OTLP_DRIVE_COUNTS": "numbers"}
            result = drive(driver, address, count, seed, "hostile", conventions, **variables)
            assert not result["failures"] and result["rejectedItems"] == 0, result
            compare(result)
        finally:
            process.terminate()
            process.wait(10)
            server.shutdown()


def compare(result):
    end = time.monotonic() + 60
    while True:
        with Sink.lock:
            spans = len(items(Sink.received["traces"], "resource_spans", "scope_spans", "spans"))
            events = len(items(Sink.received["logs"], "resource_logs", "scope_logs", "log_records"))
            sums = otlp_check.token_sums(Sink.received["metrics"])
        expected = (result["calls"], result["records"], result["inputTokens"] + result["outputTokens"])
        if (spans, events, sum(sums.values())) == expected:
            break
        assert time.monotonic() < end, (spans, events, sums, result)
        time.sleep(0.2)
    print(
        f"{result['records']} records in {result['requests']} requests, none refused, {result['seconds']:.1f} s; "
        f"behind rotel {spans} spans, {events} events, tokens {sums} = {expected[2]}"
    )


if __name__ == "__main__":
    main()
