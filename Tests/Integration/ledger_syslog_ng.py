#!/usr/bin/env python3
"""Lets syslog-ng follow a ledger while it is written, and counts what arrives.

Shows: with the configuration that the documentation gives (ReadTheLedger), syslog-ng 3.38 follows the folders, new files
and new days, takes each line whole, and brings every record to an HTTP collector, also when that fails for a while.

Run:  apt install syslog-ng-core syslog-ng-mod-http     (it need not run as a service)
      swift build --product TallyDriver
      python3 Tests/Integration/ledger_syslog_ng.py .build/debug/TallyDriver [path of syslog-ng [its module path]]

Only loopback. Takes about 20 s. Exits with 1 if a record is missing or changed.
"""

import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

RECORDS = 5_000

CONFIGURATION = """@version: 3.38
options { keep-hostname(yes); use-dns(no); dns-cache(no); stats-freq(0); log-msg-size(1048576); };
source ledger {
    wildcard-file(
        base-dir("LEDGER") filename-pattern("*.jsonl") recursive(yes) monitor-method("poll")
        follow-freq(0.5) max-files(1000) flags(no-parse)
    );
};
destination collector {
    http(
        url("http://127.0.0.1:PORT/records") method("POST") headers("Content-Type: application/x-ndjson")
        body("${MESSAGE}") delimiter("\\n") batch-lines(500) batch-timeout(500) workers(1) retries(1000)
    );
};
log { source(ledger); destination(collector); flags(flow-control); };
"""


class Collector(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    received, requests = [], 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Collector.requests += 1
        fails = 3 <= Collector.requests <= 5
        if not fails:
            Collector.received += body.splitlines()
        self.send_response(503 if fails else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


def main():
    driver = sys.argv[1]
    program = sys.argv[2] if len(sys.argv) > 2 else shutil.which("syslog-ng") or "/usr/sbin/syslog-ng"
    if not os.path.exists(program):
        print("skipped: syslog-ng is missing")
        return 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tempfile.mkdtemp(prefix="tally-syslog-ng-")
    ledger = folder + "/ledger"
    os.mkdir(ledger)
    with open(folder + "/conf", "w") as file:
        file.write(CONFIGURATION.replace("LEDGER", ledger).replace("PORT", str(server.server_port)))
    command = [program, "-F", "--no-caps", "-f", folder + "/conf", "-R", folder + "/persist", "-c", folder + "/ctl"]
    command += ["--pidfile", folder + "/pid"] + (["--module-path=" + sys.argv[3]] if len(sys.argv) > 3 else [])
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(folder + "/errors", "w"))
    try:
        time.sleep(2)
        # Files of a second, several writers one after the other, and one that fills days in the past.
        for first in range(0, RECORDS, 1_000):
            subprocess.run([driver, "ledger", ledger, str(first), "1000", "1", "50", "300"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([driver, "ledger-fill", ledger, "500", "3"], check=True)
        expected = set()
        for base, _, names in os.walk(ledger):
            for name in names:
                expected.update(open(os.path.join(base, name), "rb").read().splitlines())
        end = time.time() + 40
        while time.time() < end and not expected <= set(Collector.received):
            time.sleep(0.3)
        received = set(Collector.received)
        changed = [line for line in received if line not in expected]
        print(
            f"{len(expected)} records in the ledger, {len(Collector.received)} lines in {Collector.requests} requests of "
            f"which 3 failed, {len(expected - received)} missing, {len(changed)} changed, "
            f"{len(Collector.received) - len(received)} twice"
        )
        if expected - received or changed:
            print(open(folder + "/errors").read()[-1500:])
            return 1
        assert all(json.loads(line)["schema"] == 1 for line in received)
        return 0
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
