#!/usr/bin/env python3
"""Records go through an nginx that misbehaves into a receiver that counts: none is missing, none is changed.

    swift build -c release --product TallyDriver --traits default,HTTPExport
    python3 Tests/Integration/http_faults.py .build/release/TallyDriver            # 20,000 records in all
    python3 Tests/Integration/http_faults.py .build/release/TallyDriver --full     # 1,000,000 mixed, 20,000 each alone
    python3 Tests/Integration/http_faults.py .build/release/TallyDriver --throughput    # 1,000,000 without faults

Faults: 429 with Retry-After twice in seconds and as a date, 500, 503, a stall, a trickle, a truncated answer, connections
closed before and after the body was read, a request that is taken and whose answer is lost, 413, 307; and TLS with an
authority of its own. Alone a fault hits a third of the requests (413 every one that is large), mixed any
of them hits 2 %.

For each run: every recorded id is there; a record that is there twice has the same id and time; one Idempotency-Key never
has two bodies; the pipeline's accounts close; the driver's memory stays under the limit. Needs nginx with Lua (Debian:
nginx-extras) and openssl; without nginx it says so and is skipped (exit 0). Uses loopback only.
"""

import argparse
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from http_sink import Sink

FAULTS = [
    "429seconds", "429date", "500", "503", "stall", "trickle", "truncated", "close", "close_read", "accept_drop",
    "413", "307",
]
MODULES = "/usr/lib/nginx/modules"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def certificates(folder):
    """An authority, and its certificate for 127.0.0.1."""
    def run(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    run("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test authority",
        "-addext", "basicConstraints=critical,CA:TRUE")
    run("req", *new, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=127.0.0.1")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    run("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
        "-extfile", "names", "-out", "server.pem")


class Nginx:
    """One instance with a rate of faults, which ends with the block."""

    def __init__(self, folder, sink, rate, seed):
        self.folder, self.port, self.tls = folder, free_port(), free_port()
        text = (pathlib.Path(__file__).parent / "http_faults.nginx.conf").read_text()
        words = {"MODULES": MODULES, "FOLDER": str(folder), "TLSPORT": str(self.tls), "PORT": str(self.port),
                 "SINK": str(sink), "RATE": str(rate), "SEED": str(seed), "STALL": "3",
                 "LARGE": "20000"}
        for word in ["MODULES", "FOLDER", "TLSPORT", "PORT", "SINK", "RATE", "SEED", "STALL", "LARGE"]:
            text = text.replace(word, words[word])
        if os.geteuid() == 0:
            text = "user root;\n" + text
        (folder / "nginx.conf").write_text(text)

    def __enter__(self):
        command = ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise SystemExit("nginx does not start: " + (self.folder / "error.log").read_text())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def faults(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/faults") as answer:
            lines = answer.read().decode().split("\n")
        return {line.split()[0]: int(line.split()[1]) for line in lines if line}


def drive(driver, url, records, sink, limit, *options):
    """Sends so many records and compares; returns what was wrong, and the figures."""
    sink.reset(records)
    command = [driver, "http", url, str(records), "--timeout", "1", *options]
    result = subprocess.run(command, capture_output=True, text=True, timeout=1800)
    if result.returncode != 0:
        return [f"the driver ended with {result.returncode}: {result.stderr[-400:]}"], {}
    figures = json.loads(result.stdout)
    wrong = sorted(set(sink.strange))[:5]
    if sink.missing():
        wrong.append(f"{sink.missing()} records are missing")
    if figures["delivered"] != records or figures["dropped"] or not figures["balanced"]:
        wrong.append(f"the accounts do not close: {figures}")
    if figures["peak_rss_kib"] > limit * 1024:
        wrong.append(f"{figures['peak_rss_kib'] // 1024} MiB of memory, more than {limit}")
    return wrong, figures


def throughput(driver, folder, sink, limit):
    """How fast records go out when nothing is in the way; nginx reads the bodies and drops them."""
    slow = []
    with Nginx(folder, sink.port, 0, 0) as nginx:
        for encoding in ["lines", "array", "cloudevents", "clickhouse:usage"]:
            command = [driver, "http", f"http://127.0.0.1:{nginx.port}/null", "1000000", "--encoding", encoding]
            figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            print(f"{encoding:18} {figures['records_per_second']}/s, {figures['bytes'] / figures['seconds'] / 1e6:.0f} MB/s,"
                  f" {figures['requests']} requests, {figures['peak_rss_kib'] // 1024} MiB", flush=True)
            if figures["records_per_second"] < 50_000 or figures["peak_rss_kib"] > limit * 1024:
                slow.append(encoding)
    print(f"below 50,000/s or above {limit} MiB: {slow or 'none'}")
    return 1 if slow else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--full", action="store_true", help="1,000,000 records mixed and 20,000 for each fault")
    parser.add_argument("--seed", type=int, default=20_261_121)
    parser.add_argument("--memory", type=int, default=300, help="the most MiB that the driver may need")
    parser.add_argument("--only", help="one fault, or 'mixed', 'tls'")
    parser.add_argument("--spool", action="store_true", help="through a spool on disk, not from memory")
    parser.add_argument("--throughput", action="store_true", help="1,000,000 records to nginx alone, 50,000/s or more")
    options = parser.parse_args()
    if not shutil.which("nginx") or not os.path.exists(f"{MODULES}/ngx_http_lua_module.so"):
        print("skipped: there is no nginx with Lua (Debian: apt install nginx-extras)")
        return 0
    alone, mixed = (20_000, 1_000_000) if options.full else (1_000, 7_000)
    items = 500 if options.full else 50
    print(f"seed {options.seed}")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tally-nginx-"))
    failed = 0
    try:
        certificates(folder)
        sink = Sink(0)
        if options.throughput:
            return throughput(options.driver, folder, sink, options.memory)
        runs = [(fault, alone) for fault in FAULTS] + [("tls", alone), ("mixed", mixed)]
        for name, records in runs:
            if options.only and options.only != name:
                continue
            rate = 0.02 if name == "mixed" else 0.33
            with Nginx(folder, sink.port, rate, options.seed) as nginx:
                url = f"http://127.0.0.1:{nginx.port}/" + ("mixed" if name == "mixed" else f"alone/{name}")
                more = ["--items", str(items), "--batch", str(items * 8)]
                if name == "tls":
                    url = f"https://127.0.0.1:{nginx.tls}/plain"
                    more += ["--authorities", str(folder / "ca.pem")]
                # A million records come faster than they go: they wait on disk, where memory would drop them.
                if options.spool or (name == "mixed" and options.full):
                    more += ["--spool", str(folder / f"spool-{name}")]
                wrong, figures = drive(options.driver, url, records, sink, options.memory, *more)
                faults = {key: count for key, count in nginx.faults().items() if count}
            if not wrong and name != "tls" and not faults:
                wrong.append("there was no fault, so that nothing was shown")
            failed += bool(wrong)
            print(
                f"{name:12} {'WRONG' if wrong else 'right'}  {records} records, {sink.duplicates()} twice,"
                f" {figures.get('requests')} requests, {figures.get('failed_requests')} failed,"
                f" {figures.get('seconds', 0):.1f} s, {figures.get('records_per_second')}/s,"
                f" {figures.get('peak_rss_kib', 0) // 1024} MiB; faults {faults}",
                flush=True,
            )
            for line in wrong:
                print("   ", line)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
