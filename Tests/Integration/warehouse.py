#!/usr/bin/env python3
"""Asks one ledger with DuckDB, ClickHouse and Spark, as it is and as Parquet, and compares all answers.

    swift build -c release --product tally
    python3 -m venv venv && venv/bin/pip install duckdb==2.0.0 chdb==4.4.0 pyspark==4.3.0 jsonschema==4.26.0
    venv/bin/python Tests/Integration/warehouse.py .build/release/tally [--engines duckdb,clickhouse,spark]

The ledger is a sample with records that are there twice. Shown are: every line is valid by record.schema.json; the
files of Examples/Warehouse/open are those that the schema asks for; each query of Examples/Warehouse/sql gives the
same rows in every engine, money to the last digit, from JSON Lines and from Parquet; the sums are those that the
sample states; and a corpus that Spark's executors count by `tally count` has as many tokens as one command finds. An
engine that is not installed is skipped by name; Spark needs Java 17. Exits with 1 at a difference.
"""

import argparse
import decimal
import importlib.util
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "Examples/Warehouse"
specification = importlib.util.spec_from_file_location("warehouse_example", EXAMPLE / "warehouse.py")
example = importlib.util.module_from_spec(specification)
specification.loader.exec_module(example)
decimal.getcontext().prec = 60
failures = 0


def check(what, holds, detail=""):
    global failures
    print(f"{'ok' if holds else 'FAILED'}: {what}{'' if holds else ': ' + str(detail)}", flush=True)
    failures += not holds


def make_ledger(tally, folder, records):
    """A sample, of which some records are there twice; returns what the sample states."""
    answer = subprocess.run(
        [tally, "demo", "--output", str(folder), "--records", str(records), "--days", "8", "--format", "json"],
        check=True, capture_output=True, text=True,
    )
    for file in sorted(folder.glob("dt=*/*.jsonl")):
        lines = file.read_bytes().splitlines(keepends=True)
        (file.parent / "20261231T000000000Z-1-0000000000000000.jsonl").write_bytes(b"".join(lines[::37]))
    return json.loads(answer.stdout, parse_float=decimal.Decimal)


def check_schema(folder, most):
    try:
        import jsonschema
    except ImportError:
        print("skipped: jsonschema is not installed")
        return
    schema = json.loads((ROOT / "Sources/TallyMetering/Records/record.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    lines = [line for file in sorted(folder.glob("dt=*/*.jsonl")) for line in file.read_text().splitlines()]
    lines = lines[:: max(1, len(lines) // most)]
    bad = [error.message for line in lines for error in validator.iter_errors(json.loads(line))]
    check(f"{len(lines)} lines are valid by the schema", not bad, bad[:3])


def plain(value):
    """A value in the form in which values of two engines are compared; a decimal with as many zeros as it has."""
    return decimal.Decimal(value).normalize() if isinstance(value, (int, decimal.Decimal)) else str(value)


def ask_all(tally, arguments, ledger, parquet):
    answers, queries = {}, sorted((EXAMPLE / "sql").glob("*.sql"))
    for name in arguments.engines.split(","):
        try:
            start = time.time()
            engine = example.ENGINES[name]()
        except ImportError:
            print(f"skipped: {name} is not installed")
            continue
        try:
            for form, folder in [("JSON Lines", ledger), ("Parquet", parquet)]:
                if form == "Parquet" and not folder.exists() and name != "duckdb":
                    print(f"skipped: {name} on Parquet: duckdb, which writes it, is not among the engines")
                    continue
                if form == "Parquet" and not folder.exists():
                    example.copy(engine, folder)
                example.open_ledger(engine, name, folder, parquet=form == "Parquet")
                for query in queries:
                    names, rows = example.ask(engine, query)
                    answers.setdefault(query.stem, {})[f"{name} on {form}"] = (
                        names, [tuple(map(plain, row)) for row in rows])
            print(f"{name} {engine.version}: {time.time() - start:.1f} s")
        finally:
            engine.close()
    return answers


def compare(answers, stated):
    for query, by_engine in answers.items():
        (first, expected), *others = by_engine.items()
        check(f"{query}: {len(expected[1])} rows", bool(expected[1]))
        for other, answer in others:
            different = [pair for pair in zip(expected[1], answer[1]) if pair[0] != pair[1]]
            check(f"{query}: {other} is equal to {first}", answer == expected,
                  f"{len(answer[1])} rows, first difference {different[:1] or (expected[0], answer[0])}")
    for query, columns in {
        "spend": {"calls": "calls", "tokens": "tokens", "cost_usd": "cost_usd", "unpriced_calls": "unpriced_calls"},
        "classes": {"calls": "calls"},
        "allocation": {"calls": "calls", "cost_usd": "cost_usd", "no_team_calls": "untagged_calls",
                       "unpriced_calls": "unpriced_calls"},
        "efficiency": {"calls": "calls", "tokens": "tokens", "cost_usd": "cost_usd"},
    }.items():
        for names, rows in list(answers.get(query, {}).values())[:1]:
            for column, statement in columns.items():
                place = names.index(column)
                total = sum(row[place] for row in rows)
                equal = total == decimal.Decimal(stated[statement])
                check(f"{query}: {column} is what the sample states", equal, total)


def run_example(ledger, folder):
    """The example's command, as its README shows it, with an option between the ledger and the query."""
    def run(*words):
        command = [sys.executable, str(EXAMPLE / "warehouse.py"), "duckdb", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    query = EXAMPLE / "sql/spend.sql"
    direct = run(ledger, query)
    run(ledger, "--copy-to", folder)
    copied = run(folder, "--parquet", query)
    check(f"warehouse.py prints {direct.count(chr(10))} lines, the same of Parquet",
          direct == copied and direct.startswith("dt,team,model,calls,tokens,cost_usd,unpriced_calls\n"))


def count_corpus(tally, folder):
    """Spark's executors against one command, on texts of several kinds of writing."""
    source = random.Random(9)
    words = ["token", "Rechnung", "日本語", "été", "🧾", "{\"a\": 1}", "\n", "    return x", "0123456789", "Ω≈ç"]
    corpus = folder / "corpus"
    corpus.mkdir()
    for part in range(4):
        with open(corpus / f"part-{part}.jsonl", "w") as file:
            for _ in range(2_000):
                text = " ".join(source.choice(words) for _ in range(source.randrange(0, 60)))
                file.write(json.dumps({"body": text}, ensure_ascii=source.random() < 0.5) + "\n")
    files = [str(path) for path in sorted(corpus.iterdir())]
    command = [tally, "count", "--jsonl", "--field", "body", "--encoding", "o200k_base", "--total"]
    expected = int(subprocess.run(command + files, check=True, capture_output=True, text=True).stdout)
    answer = subprocess.run(
        [sys.executable, str(EXAMPLE / "count_tokens.py"), *files, "--field", "body", "--encoding", "o200k_base",
         "--tally", tally],
        capture_output=True, text=True,
    )
    if answer.returncode != 0:
        check("a cluster of two executors counts a corpus", False, answer.stderr[-2_000:])
        return
    found = json.loads(answer.stdout)
    check(f"a cluster of two executors counts {found['texts']} texts in {found['partitions']} partitions",
          found["texts"] == 8_000 and found["tokens"] == expected and found["partitions"] > 2, (found, expected))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tally")
    parser.add_argument("--engines", default="duckdb,clickhouse,spark")
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()
    tally = str(pathlib.Path(arguments.tally).resolve())
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tally-warehouse-"))
    try:
        generated = subprocess.run([sys.executable, str(EXAMPLE / "schema.py"), "--check"]).returncode
        check("the files that open ledgers have the schema's fields", generated == 0)
        stated = make_ledger(tally, folder / "ledger", arguments.records)
        check_schema(folder / "ledger", most=5_000)
        answers = ask_all(tally, arguments, folder / "ledger", folder / "parquet")
        compare(answers, stated)
        if importlib.util.find_spec("duckdb"):
            run_example(folder / "ledger", folder / "copy")
        if "spark" in arguments.engines.split(",") and importlib.util.find_spec("pyspark"):
            count_corpus(tally, folder)
    finally:
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print("all equal" if failures == 0 else f"{failures} differences")
    return 1 if failures else 0


sys.exit(main())
