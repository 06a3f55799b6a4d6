#!/usr/bin/env python3
"""Shows what a request of the OTLP exporter looks like, and what each answer of a receiver means to it.

    python otlp_answers.py TALLY_DRIVER

A receiver on loopback answers in all the ways that OTLP names, and some more; `TallyDriver otlp environment …` sends it one
batch of events for each. Needs nothing but Python.
"""

import gzip
import http.server
import json
import sys
import threading

from otlp_receivers import drive

JSON = "application/json"

# Status, type and body of an answer; what the exporter makes of it; how many events it counts as refused.
ANSWERS = {
    "empty": (200, JSON, b"", None, 0),
    "empty-object": (200, JSON, b"{}", None, 0),
    "null": (200, JSON, b'{"partialSuccess":null}', None, 0),
    "unset": (200, JSON, b'{"partialSuccess":{}}', None, 0),
    "partial": (200, JSON, b'{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"too old"}}', None, 2),
    "partial-number": (200, JSON + "; charset=utf-8", b'{"partialSuccess":{"rejectedLogRecords":3}}', None, 3),
    "warning": (200, JSON, b'{"partialSuccess":{"errorMessage":"slow down"}}', None, 0),
    "protobuf": (200, "application/x-protobuf", b"\x0a\x02\x08\x05", None, 0),
    "html": (200, "text/html", b"<html>", None, 0),
    "broken": (200, JSON, b'{"partialSuccess":{', None, 0),
    "long": (200, JSON, b" " * (5 << 20) + b'{"partialSuccess":{"rejectedLogRecords":"4"}}', None, 0),
    "accepted": (202, JSON, b"", None, 0),
    "400": (400, JSON, b'{"message":"no"}', "rejected", 0),
    "401": (401, JSON, b"", "misconfigured", 0),
    "404": (404, JSON, b"", "misconfigured", 0),
    "408": (408, JSON, b"", "rejected", 0),
    "413": (413, JSON, b"", "too_large", 0),
    "415": (415, JSON, b"", "misconfigured", 0),
    "429": (429, JSON, b"", "throttled", 0),
    "500": (500, JSON, b"", "rejected", 0),
    "501": (501, JSON, b"", "rejected", 0),
    "502": (502, JSON, b"", "unavailable", 0),
    "503": (503, JSON, b"", "unavailable", 0),
    "504": (504, JSON, b"", "timeout", 0),
}


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    requests = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.requests.append((self.path, dict(self.headers), body))
        status, kind, answer, _, _ = ANSWERS[self.path.split("/")[1]]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        try:
            self.wfile.write(answer)
        except ConnectionError:
            pass  # Nobody has to read 5 MiB.

    def log_message(self, *arguments):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.handle_error = lambda *arguments: None  # The exporter ends the connection of an answer that is too long.
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    for name, (_, _, _, code, rejected) in ANSWERS.items():
        Receiver.requests.clear()
        compression = "gzip" if name == "null" else "none"
        result = drive(
            sys.argv[1], f"{address}/{name}/", 20, 1, "plain", "1.41", OTEL_METRICS_EXPORTER="none",
            OTEL_TRACES_EXPORTER="none", OTEL_EXPORTER_OTLP_HEADERS="x-key=a%20b", OTEL_EXPORTER_OTLP_COMPRESSION=compression,
        )
        assert result["failures"] == ({code: 1} if code else {}), (name, result)
        assert result["rejectedItems"] == rejected, (name, result)
        # One attempt: whoever calls the exporter tries again.
        assert len(Receiver.requests) == 1, (name, len(Receiver.requests))
        check_request(name, compression, *Receiver.requests[0])
    server.shutdown()
    print(f"{len(ANSWERS)} answers mean what they should")


def check_request(name, compression, path, headers, body):
    assert path == f"/{name}/v1/logs", path
    assert headers["Content-Type"] == "application/json", headers
    assert headers["User-Agent"].startswith("tally/"), headers
    assert "OTel-OTLP-Exporter-Swift/" in headers["User-Agent"], headers
    assert headers["x-key"] == "a b", headers
    assert headers.get("Content-Encoding") == (None if compression == "none" else "gzip"), headers
    if compression == "gzip":
        body = gzip.decompress(body)
    records = json.loads(body)["resourceLogs"][0]["scopeLogs"][0]["logRecords"]
    assert len(records) == 20, len(records)


if __name__ == "__main__":
    main()
