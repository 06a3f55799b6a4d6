#!/usr/bin/env python3
"""Exports a ledger with all that readers have to live with, and compares the sums with those that its maker states.

    swift build --product tally
    python3 Tests/Integration/export_dirty.py .build/debug/tally [--records 20000]

The ledger of `tally demo --dirty` has torn lines, lines that are no records, a newer schema, duplicates, calls of the
year 2099, a call of a billion tokens, and markup, formulas and control characters in tags. Shown are: both exports
have every call once and the money to the last digit; what was left out or is odd is told by its number; a filter for
one awkward tag gives its calls; plain Python, which reads the lines by itself, comes to the same sums. Exits with 1
at a difference.
"""

import argparse
import collections
import csv
import decimal
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile

decimal.getcontext().prec = 60
failures = 0


def check(what, holds, detail=""):
    global failures
    print(f"{'ok' if holds else 'FAILED'}: {what}{'' if holds else ': ' + str(detail)}", flush=True)
    failures += not holds


def run(*command):
    return subprocess.run(command, capture_output=True, check=True)


def calls_of(folder):
    """The calls of a ledger by their ids, read without Tally; lines that are no records of schema 1 are left out."""
    calls, twice = {}, 0
    for file in sorted(folder.glob("dt=*/*.jsonl")):
        *lines, unfinished = file.read_bytes().split(b"\n")
        for line in lines:
            try:
                record = json.loads(line, parse_float=decimal.Decimal, object_pairs_hook=first_of_each)
            except ValueError:
                continue
            if not isinstance(record, dict) or record.get("schema") != 1 or "id" not in record:
                continue
            if not isinstance(record.get("attempt", 1), int):
                continue
            twice += record["id"] in calls
            calls.setdefault(record["id"], record)
    return [call for call in calls.values() if call["kind"] == "usage"], twice


def first_of_each(pairs):
    members = {}
    for name, value in pairs:
        members.setdefault(name, value)
    return members


def cost(call):
    return decimal.Decimal(call.get("cost_usd", call.get("priced_usd", 0)))


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.stdout.decode(), newline="")))


def told(answer):
    """What an export tells on standard error: numbers by their word."""
    found = re.findall(r"^tally: (\w+): ([\d,]+) ", answer.stderr.decode(), re.M)
    return {word: int(number.replace(",", "")) for word, number in found}


def check_told(name, answer, stated):
    odd = stated["oddities"]
    # The last of the torn lines has no end.
    expected = {
        "unreadable_lines": odd["torn_line"] + odd["no_record"] - 1, "unfinished_lines": 1, "newer_lines": odd["newer_schema"],
        "duplicates": odd["duplicate"], "future_records": odd["future"],
    }
    found = told(answer)
    equal = all(found.get(word) == number for word, number in expected.items())
    check(f"{name}: tells what is odd: {expected}", equal, found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tally")
    parser.add_argument("--records", type=int, default=20_000)
    arguments = parser.parse_args()
    tally = str(pathlib.Path(arguments.tally).resolve())
    with tempfile.TemporaryDirectory(prefix="tally-dirty-") as scratch:
        folder = pathlib.Path(scratch) / "ledger"
        records = str(arguments.records)
        demo = run(tally, "demo", "--dirty", "--records", records, "--output", str(folder), "--format", "json")
        stated = json.loads(demo.stdout, parse_float=decimal.Decimal)
        total = decimal.Decimal(stated["cost_usd"])
        calls, twice = calls_of(folder)
        check("Python finds the calls, tokens and money that the demo states",
              (len(calls), sum(call.get("total_tokens", 0) for call in calls), sum(map(cost, calls)), twice)
              == (stated["calls"], stated["tokens"], total, stated["oddities"]["duplicate"]),
              (len(calls), sum(map(cost, calls)), stated))

        answer = run(tally, "export", "--format", "csv", str(folder))
        rows = rows_of(answer)
        ids = sorted(call["id"] for call in calls)
        check("csv: a row for each call", sorted(row["id"] for row in rows) == ids, len(rows))
        money = sum(decimal.Decimal(row["cost_usd"] or row.get("priced_usd") or 0) for row in rows)
        check("csv: the money is what the demo states", money == total, (money, total))
        check_told("csv", answer, stated)

        answer = run(tally, "export", "--format", "focus", str(folder))
        money = sum(decimal.Decimal(row["BilledCost"]) for row in rows_of(answer))
        check("focus: the money is what the demo states", money == total, (money, total))
        check_told("focus", answer, stated)

        teams = collections.Counter(call.get("team") for call in calls)
        for team in [team for team in teams if team and re.search(r"[^\w -]", team)]:
            rows = rows_of(run(tally, "export", "--format", "csv", "--where", f"team={team}", str(folder)))
            check(f"csv: calls of the team {team!r}", len(rows) == teams[team], (len(rows), teams[team]))
    print("all equal" if failures == 0 else f"{failures} differences")
    return 1 if failures else 0


sys.exit(main())
