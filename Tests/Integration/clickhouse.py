#!/usr/bin/env python3
"""Records go into a real ClickHouse by HTTP: its sums are the pipeline's to the last digit, also after a second sending.

    swift build -c release --product TallyDriver --traits default,HTTPExport
    python3 Tests/Integration/clickhouse.py .build/release/TallyDriver [--records 200000]

The table is the one in Sources/TallyHTTPExport/Documentation.docc/ClickHouse.md. Shown are: count, tokens and money after
one sending; the same by FINAL, by LIMIT 1 BY id and by GROUP BY id after all of it came again; text that is awkward; a row
that ClickHouse can not read, which is refused while the others are taken; and that a missing table is told as such.
Debian's clickhouse-server (18.16) runs on loopback with a folder of its own; without one the script says so and is skipped.
"""

import argparse
import decimal
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "Sources/TallyHTTPExport/Documentation.docc/ClickHouse.md"
decimal.getcontext().prec = 60

CONFIGURATION = """<yandex>
  <logger><level>warning</level><log>FOLDER/log</log><errorlog>FOLDER/errors</errorlog></logger>
  <http_port>HTTP</http_port><tcp_port>TCP</tcp_port><listen_host>127.0.0.1</listen_host>
  <path>FOLDER/data/</path><tmp_path>FOLDER/tmp/</tmp_path><mark_cache_size>67108864</mark_cache_size>
  <users_config>FOLDER/users.xml</users_config><default_profile>default</default_profile>
  <default_database>default</default_database><timezone>UTC</timezone>
</yandex>"""
USERS = """<yandex><profiles><default><max_memory_usage>2000000000</max_memory_usage></default></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile>
<quota>default</quota></default></users><quotas><default></default></quotas></yandex>"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ClickHouse:
    """A server of its own, which ends with the block."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        text = CONFIGURATION.replace("FOLDER", str(folder)).replace("HTTP", str(self.port))
        (folder / "config.xml").write_text(text.replace("TCP", str(free_port())))
        (folder / "users.xml").write_text(USERS)

    def __enter__(self):
        command = ["clickhouse-server", f"--config-file={self.folder / 'config.xml'}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.ask("SELECT 1")
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("clickhouse-server does not start")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, question):
        with urllib.request.urlopen(self.url, data=question.encode()) as answer:
            return answer.read().decode().rstrip("\n").split("\t")


def expected(records):
    """What the records of the driver add up to; see Tests/Driver/HTTPDrive+Records.swift."""
    tokens = sum(100 + number % 1_000 + number % 3 + number % 97 for number in range(records))
    cost = sum(1_000_003 * (number + 1) for number in range(records))
    return tokens, decimal.Decimal(cost).scaleb(-12)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--records", type=int, default=200_000)
    options = parser.parse_args()
    if not shutil.which("clickhouse-server"):
        print("skipped: there is no clickhouse-server (Debian: apt install clickhouse-server)")
        return 0
    table = PAGE.read_text().split("```sql\n")[1].split("```")[0]
    wrong = []

    def check(what, found, wanted):
        if found != wanted:
            wrong.append(f"{what}: {found} and not {wanted}")
        print(f"{what}: {found} {'=' if found == wanted else '!='} {wanted}", flush=True)

    def drive(url, encoding, records, *more):
        command = [options.driver, "http", url, str(records), "--encoding", encoding, "--batch", "20000", *more]
        result = subprocess.run(command, capture_output=True, text=True, timeout=900)
        if result.returncode != 0:
            raise SystemExit(f"the driver ended with {result.returncode}: {result.stderr[-400:]}")
        return json.loads(result.stdout)

    folder = pathlib.Path(tempfile.mkdtemp(prefix="tally-clickhouse-"))
    try:
        with ClickHouse(folder) as house:
            print("ClickHouse", house.ask("SELECT version()")[0])
            house.ask(table)
            tokens, cost = expected(options.records)
            for sending in [1, 2]:
                figures = drive(house.url, "clickhouse:usage", options.records)
                print("driver:", json.dumps(figures))
                check("driver's tokens", figures["tokens"], tokens)
                check("driver's money", decimal.Decimal(figures["cost_usd"]), cost)
                check("driver's dropped", figures["dropped"], 0)
                rows = int(house.ask("SELECT count() FROM usage")[0])
                print(f"rows after sending {sending}: {rows}")
                questions = {
                    "FINAL": "SELECT count(), sum(total_tokens), sum(cost_usd) FROM usage FINAL",
                    "LIMIT 1 BY id": "SELECT count(), sum(total_tokens), sum(cost_usd) FROM"
                    " (SELECT id, total_tokens, cost_usd FROM usage LIMIT 1 BY id)",
                    "GROUP BY id": "SELECT count(), sum(t), sum(c) FROM (SELECT id, any(total_tokens) AS t,"
                    " any(cost_usd) AS c FROM usage GROUP BY id)",
                }
                if sending == 1:
                    questions["all rows"] = "SELECT count(), sum(total_tokens), sum(cost_usd) FROM usage"
                for name, question in questions.items():
                    count, found_tokens, found_cost = house.ask(question)
                    found = (int(count), int(found_tokens), decimal.Decimal(found_cost))
                    check(f"{name}, sending {sending}", found, (options.records, tokens, cost))
            classes = house.ask("SELECT sum(input_uncached) + sum(cache_read) + sum(output_text) FROM usage FINAL")[0]
            check("classes of tokens", int(classes), tokens)
            awkward = house.ask("SELECT uniqExact(team), countIf(team = 'back\\\\slash') > 0,"
                                " countIf(team = 'Größe, \"so\"; a=b') > 0, countIf(position(record, team) > 0) > 0"
                                " FROM usage")
            check("awkward text", awkward, ["7", "1", "1", "1"])
            times = house.ask("SELECT min(time_ms), max(time_ms), countIf(toUnixTimestamp(time) !="
                              " intDiv(time_ms, 1000)) FROM usage")
            start = 1_798_761_600_000
            check("times", [int(time) for time in times], [start, start + options.records - 1, 0])

            # Customers have numbers, and a table has no room for those of two digits.
            house.ask(table.replace("TABLE usage", "TABLE narrow").replace("customer String", "customer FixedString(10)"))
            figures = drive(house.url, "clickhouse:narrow", 640, "--items", "160")
            refused = sum(number % 13 >= 10 for number in range(640))
            check("refused", (figures["dropped"], figures["delivered"]), (refused, 640 - refused))
            check("taken beside them", int(house.ask("SELECT uniqExact(id) FROM narrow WHERE kind = 'usage'")[0]),
                  640 - refused)
            check("and no row twice", int(house.ask("SELECT count() FROM narrow WHERE kind = 'usage'")[0]), 640 - refused)
            lost = drive(house.url, "clickhouse:nowhere", 10)
            check("a missing table is not retried", (lost["delivered"], lost["dropped"], lost["balanced"]), (0, 10, True))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in wrong:
        print("WRONG", line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
