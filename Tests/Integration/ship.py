#!/usr/bin/env python3
"""Ships a ledger to a receiver that fails and forgets, by a command that is stopped at random, and compares by id.

    ship.py TALLY [--records 20000] [--stops 25] [--seed 1]

TALLY is the command, built with the trait HTTPExport: `swift build --product tally --traits default,HTTPExport`.
The receiver, on a loopback port, answers a share of the requests with 429, 500 and 503, closes some before and some
after it has taken them, and refuses one record for good. `tally ship` is interrupted and killed while it works, and
started again. In the end every record but the refused one must have been taken, with the bytes that it has in the
ledger, what came twice must be the same, and the summary must say the sums that this script makes by itself.

Exits with 1 on a difference. Needs Python 3.9 and nothing else; takes about a minute.
"""

import argparse
import collections
import http.server
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time


class Receiver(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, seed, poison):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.random = random.Random(seed)
        self.poison = poison
        self.taken = collections.defaultdict(list)
        self.answers = collections.Counter()
        self.keys = collections.defaultdict(set)

    def handle_error(self, request, client_address):
        pass  # A command that is killed resets its connections.


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        server = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        lines = body.splitlines()
        with server.lock:
            chance = server.random.random()
        if self.headers.get("Authorization") != "Bearer secret-of-the-test":
            return self.answer(401)
        if chance < 0.04:
            return self.answer(503, [("Retry-After", "0")])
        if chance < 0.08:
            return self.answer(500)
        if chance < 0.12:
            return self.answer(429, [("Retry-After", "0")])
        if chance < 0.16:
            return self.drop("closed before")
        if any(server.poison in line for line in lines):
            return self.answer(400)
        with server.lock:
            for line in lines:
                server.taken[json.loads(line)["id"]].append(line)
            server.keys[self.headers["Idempotency-Key"]].add(body)
        if chance < 0.20:
            return self.drop("closed after")
        self.answer(200)

    def drop(self, kind):
        with self.server.lock:
            self.server.answers[kind] += 1
        self.close_connection = True
        self.connection.close()

    def answer(self, status, headers=()):
        with self.server.lock:
            self.server.answers[status] += 1
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()


def identifier(number):
    digits = f"{0x019A6E2C5F407C1B9D0E000000000000 + number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def record(number):
    day = 20 + number % 3
    tokens = {"input_uncached": number % 1000, "output_text": number % 70}
    return {
        "schema": 1, "kind": "usage", "id": identifier(number),
        "time": f"2026-09-{day}T14:13:{number % 60:02}.{number % 1000:03}Z", "call_id": identifier(number), "attempt": 1,
        "team": "search", "model": f"model-{number % 5}", "batch": False, "usage": tokens,
        "input_tokens": number % 1000, "output_tokens": number % 70, "total_tokens": sum(tokens.values()),
        "usage_source": "provider", "usage_check": "not_stated", "stream": False, "complete": True,
    }


def write_ledger(folder, count):
    """Several files a day, as several processes write them."""
    lines = collections.defaultdict(list)
    for number in range(count):
        value = record(number)
        name = f"dt={value['time'][:10]}/20260920T00000000{number % 4}Z-{number % 4}-{number % 4:016x}.jsonl"
        lines[name].append(json.dumps(value, separators=(",", ":")))
    for name, texts in lines.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(text + "\n" for text in texts))
    return {json.loads(text)["id"]: text.encode() for texts in lines.values() for text in texts}


def ship(tally, ledger, address, *arguments):
    command = [tally, "ship", str(ledger), "--to", address, "--bearer-env", "SHIP_TOKEN", "--batch", "100", *arguments]
    environment = {"SHIP_TOKEN": "secret-of-the-test"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tally")
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--stops", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    failures = []
    with tempfile.TemporaryDirectory() as scratch:
        ledger = pathlib.Path(scratch) / "ledger"
        lines = write_ledger(ledger, options.records)
        refused = identifier(generator.randrange(options.records))
        receiver = Receiver(options.seed, refused.encode())
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{receiver.server_port}/usage"
        begun = time.monotonic()
        stopped = 0
        for stop in range(options.stops):
            process = ship(options.tally, ledger, address, "--skip-refused")
            try:
                process.communicate(timeout=generator.uniform(0.05, 0.6))
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT if stop % 2 else signal.SIGKILL)
                _, errors = process.communicate()
                stopped += 1
                if stop % 2 and process.returncode not in (130, -signal.SIGINT):  # the latter before it has begun
                    failures.append(f"interrupted, it ended with {process.returncode}: {errors}")
        process = ship(options.tally, ledger, address, "--skip-refused", "--format", "json")
        output, errors = process.communicate(timeout=300)
        if process.returncode not in (0, 1):
            failures.append(f"the last run ended with {process.returncode}: {errors}")
        if "secret-of-the-test" in output + errors:
            failures.append("the secret was printed")
        summary = json.loads(output or "{}")
        again = ship(options.tally, ledger, address, "--format", "json")
        nothing = json.loads(again.communicate(timeout=60)[0] or "{}")
        if nothing.get("records") != 0:
            failures.append(f"a run after the last sent {nothing.get('records')} records")
        receiver.shutdown()
        taken = receiver.taken
        wanted = set(lines) - {refused}
        if set(taken) != wanted:
            failures.append(f"{len(wanted - set(taken))} records missing, {len(set(taken) - wanted)} unknown")
        changed = sum(copy != lines[key] for key, copies in taken.items() for copy in copies)
        if changed:
            failures.append(f"{changed} records changed on the way")
        if any(len(bodies) > 1 for bodies in receiver.keys.values()):
            failures.append("an Idempotency-Key came with two bodies")
        total = summary.get("records", 0) + ((summary.get("resumed_from") or {}).get("records") or 0)
        tokens = summary.get("tokens", 0) + ((summary.get("resumed_from") or {}).get("tokens") or 0)
        expected = sum(json.loads(lines[key])["total_tokens"] for key in wanted)
        # A batch that was taken just before a stop is sent again and counted once, where its position was written.
        if total != len(wanted) or tokens != expected:
            failures.append(f"the summaries say {total} records and {tokens} tokens, not {len(wanted)} and {expected}")
        copies = sum(len(values) for values in taken.values())
        print(
            f"{len(wanted)} records taken, {copies - len(taken)} sent twice, 1 refused; {stopped} stops, "
            f"answers {dict(receiver.answers)}, {time.monotonic() - begun:.1f} s"
        )
    for failure in failures:
        print("FAILED:", failure)
    sys.exit(1 if failures else 0)


main()
