#!/usr/bin/env python3
"""Reads a ledger with DuckDB, ClickHouse and Spark, and compares their sums with the ledger's own.

Shows: the engines read the folders as they are, plain, gzip and zstd, with the schema that the documentation gives, and
for every day and in all their records, tokens and money equal those of LedgerVerification, to the last digit.

Run:  swift build --product TallyDriver --traits default,Compression
      python3 -m venv venv && venv/bin/pip install duckdb==2.0.0 chdb==4.4.0 pyspark==4.3.0
      venv/bin/python Tests/Integration/ledger_engines.py .build/debug/TallyDriver [--engines duckdb,clickhouse,spark]

An engine that is not installed is skipped by name; Spark needs Java 17. Takes about a minute. Exits with 1 at a difference.
"""

import argparse
import decimal
import os
import shutil
import subprocess
import sys
import tempfile
import time

# What the documentation shows (ReadTheLedger): the fields that the queries need, of all those in RecordFields.
FIELDS = [
    ("schema", "INTEGER"), ("kind", "VARCHAR"), ("id", "VARCHAR"), ("time", "TIMESTAMP"), ("team", "VARCHAR"),
    ("feature", "VARCHAR"), ("use_case", "VARCHAR"), ("customer", "VARCHAR"), ("provider", "VARCHAR"),
    ("model", "VARCHAR"), ("input_tokens", "BIGINT"), ("output_tokens", "BIGINT"), ("total_tokens", "BIGINT"),
    ("cost_usd", "DECIMAL(38,12)"), ("priced_usd", "DECIMAL(38,12)"), ("complete", "BOOLEAN"),
    ("dropped_records", "BIGINT"), ("dropped_tokens", "BIGINT"), ("dropped_cost_usd", "DECIMAL(38,12)"),
]

SUMS = """SELECT dt, count(*) AS records, sum(total_tokens) AS tokens, sum(coalesce(cost_usd, priced_usd)) AS cost
FROM ledger GROUP BY dt ORDER BY dt"""


def duckdb_sums(folder, ending):
    import duckdb

    columns = ", ".join(f"{name}: '{kind}'" for name, kind in FIELDS)
    con = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    con.execute(
        f"""CREATE VIEW ledger AS SELECT * FROM read_json('{folder}/*/*.jsonl{ending}',
            format = 'newline_delimited', hive_partitioning = true, columns = {{{columns}}})"""
    )
    return duckdb.__version__, con.execute(SUMS).fetchall()


def clickhouse_sums(folder, ending):
    import chdb

    kinds = {"INTEGER": "Int32", "VARCHAR": "Nullable(String)", "TIMESTAMP": "DateTime64(3)", "BIGINT": "Nullable(Int64)",
             "DECIMAL(38,12)": "Nullable(Decimal(38, 12))", "BOOLEAN": "Nullable(Bool)"}
    columns = ", ".join(f"{name} {kinds[kind]}" for name, kind in FIELDS)
    query = SUMS.replace("FROM ledger", f"FROM file('{folder}/dt=*/*.jsonl{ending}', 'JSONEachRow', '{columns}')")
    query = query.replace("sum(total_tokens)", "sum(toInt128(total_tokens))")
    query += """ SETTINGS max_threads = 2, use_hive_partitioning = 1, date_time_input_format = 'best_effort',
                session_timezone = 'UTC', input_format_skip_unknown_fields = 1"""
    rows = [line.split("\t") for line in str(chdb.query(query, "TSV")).strip().split("\n")]
    return chdb.__version__, [(d, int(r), int(t), decimal.Decimal(c)) for d, r, t, c in rows]


def spark_sums(folder, ending):
    import pyspark
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = SparkSession.builder.master("local[2]")
    for key, value in {
        "spark.driver.memory": "1g", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2", "spark.sql.session.timeZone": "UTC",
    }.items():
        session = session.config(key, value)
    session = session.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    kinds = {"INTEGER": "INT", "VARCHAR": "STRING"}
    schema = ", ".join(f"{name} {kinds.get(kind, kind)}" for name, kind in FIELDS)
    session.read.schema(schema).json(folder).createOrReplaceTempView("ledger")
    rows = [(str(r[0]), r[1], r[2], r[3]) for r in session.sql(SUMS).collect()]
    session.stop()
    return pyspark.__version__, rows


ENGINES = {"duckdb": duckdb_sums, "clickhouse": clickhouse_sums, "spark": spark_sums}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--records", type=int, default=100_000)
    arguments = parser.parse_args()
    differences = 0
    for form, ending in [("", ""), ("gzip", ".gz"), ("zstd", ".zst")]:
        folder = tempfile.mkdtemp(prefix="tally-engines-")
        try:
            command = [arguments.driver, "ledger-fill", folder, str(arguments.records), "7"] + ([form] if form else [])
            subprocess.run(command, check=True)
            output = subprocess.run([arguments.driver, "ledger-sums", folder], check=True, capture_output=True, text=True)
            expected = [line.split("\t") for line in output.stdout.strip().split("\n")]
            expected = [(d, int(r), int(t), decimal.Decimal(c)) for d, r, t, c in expected]
            total = expected.pop()
            print(f"{form or 'plain'}: {total[1]} records, {total[2]} tokens, {total[3]} USD")
            for engine in arguments.engines.split(","):
                start = time.time()
                try:
                    version, rows = ENGINES[engine](folder, ending)
                except ImportError:
                    print(f"  skipped: {engine} is not installed")
                    continue
                rows = [(str(d), r, t, c) for d, r, t, c in rows]
                same = rows == expected and sum(c for *_, c in rows) == total[3]
                print(f"  {engine} {version}: {'equal' if same else 'DIFFERENT'} in {time.time() - start:.1f} s")
                if not same:
                    differences += 1
                    for ours, theirs in zip(expected, rows):
                        print("   ", ours, theirs)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if differences else 0


sys.exit(main())
