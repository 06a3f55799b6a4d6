#!/usr/bin/env python3
"""Works out every figure of a spend or tokens report again with DuckDB, over the same ledger, and compares.

Shows: calls, tokens by class, money, retries, errors, unpriced, ambiguous and counted calls and interactions equal to the
last digit; shares, averages and peaks to nine digits; percentiles within 0.1%; the totals are those of the ledger.

Run:  python3 -m venv venv && venv/bin/pip install duckdb==2.0.0
      venv/bin/python Tests/Integration/reports_duckdb.py TALLY [--records N]

The ledger is one of tally demo, with what readers of ledgers have to live with. Rows that stand for several groups are
added up from what the other rows leave. Exits with 1 at a difference.
"""

import argparse
import decimal
import json
import subprocess
import sys
import tempfile

import duckdb

decimal.getcontext().prec = 60
Decimal = decimal.Decimal

CLASSES = ["input_uncached", "cache_read", "cache_write_5m", "cache_write_1h", "cache_write_other", "reasoning"]
FIELDS = {
    "schema": "INTEGER", "kind": "VARCHAR", "id": "VARCHAR", "attempt": "INTEGER", "interaction_id": "VARCHAR", "error": "VARCHAR",
    "input_tokens": "HUGEINT", "output_tokens": "HUGEINT", "total_tokens": "HUGEINT", "cost_usd": "DECIMAL(38,12)",
    "priced_usd": "DECIMAL(38,12)", "duration_ms": "DECIMAL(18,3)", "usage_check": "VARCHAR", "usage_source": "VARCHAR",
    "usage": "STRUCT(" + ", ".join(f"{name} BIGINT" for name in CLASSES) + ")",
}

# By the key of a column: the expression over the records of a group.
EXACT = {
    "calls": "count(*)",
    "cost_usd": "sum(coalesce(cost_usd, priced_usd, 0))",
    "total_tokens": "sum(coalesce(input_tokens, 0) + coalesce(output_tokens, 0))",
    "input_tokens": "sum(coalesce(input_tokens, 0))",
    "output_tokens": "sum(coalesce(output_tokens, 0))",
    "uncached_tokens": "sum(coalesce(usage.input_uncached, 0))",
    "cache_read_tokens": "sum(coalesce(usage.cache_read, 0))",
    "cache_write_tokens": "sum(coalesce(usage.cache_write_5m, 0) + coalesce(usage.cache_write_1h, 0)"
                          " + coalesce(usage.cache_write_other, 0))",
    "reasoning_tokens": "sum(coalesce(usage.reasoning, 0))",
    "retries": "count(*) FILTER (attempt > 1)",
    "errors": "count(error)",
    "unpriced_calls": "count(*) FILTER (cost_usd IS NULL)",
    "ambiguous_calls": "count(*) FILTER (usage_check = 'ambiguous')",
    "counted_calls": "count(*) FILTER (usage_source = 'counted')",
}
PERCENTILES = {"duration_p50_ms": 0.5, "duration_p95_ms": 0.95}
PEAK = "max(CASE WHEN total_tokens > 0 THEN cost_usd::DOUBLE / total_tokens::DOUBLE * 1e6 END)"


def measures(con, dimensions):
    """For each group, its figures by the keys of the columns."""
    by = ", ".join(dimensions)
    group = f"GROUP BY {by}" if dimensions else ""
    start = f"{by}, " if dimensions else ""
    quantiles = [f"quantile_disc(duration_ms, {q})" for q in PERCENTILES.values()]
    rows = con.execute(f"SELECT {start}{', '.join([*EXACT.values(), *quantiles, PEAK])} FROM calls {group}").fetchall()
    names = [*EXACT, *PERCENTILES, "peak_cost_per_million_usd"]
    groups = {row[:len(dimensions)]: dict(zip(names, row[len(dimensions):])) for row in rows}
    whole = sum(figures["cost_usd"] for figures in groups.values())
    for figures in groups.values():
        cost, tokens = Decimal(figures["cost_usd"]), figures["total_tokens"]
        figures["cost_per_call_usd"] = cost / figures["calls"]
        figures["average_cost_per_million_usd"] = cost * 1_000_000 / tokens if tokens else None
        figures["cost_share"] = cost / whole if whole else None
        for share, part, all_ in [("cache_share", "cache_read_tokens", "input_tokens"),
                                  ("reasoning_share", "reasoning_tokens", "output_tokens")]:
            figures[share] = Decimal(figures[part]) / figures[all_] if figures[all_] else None
        figures["interactions"] = 0
    rows = con.execute(
        f"""WITH each AS (SELECT {start}interaction_id, count(*) AS calls, sum(coalesce(total_tokens, 0)) AS tokens
            FROM calls WHERE interaction_id IS NOT NULL GROUP BY ALL)
            SELECT {start}count(*), sum(calls), sum(tokens), quantile_disc(tokens, 0.5), quantile_disc(tokens, 0.95),
            max(tokens) FROM each {group}""").fetchall()
    for row in rows:
        count, calls, tokens, median, p95, most = row[len(dimensions):]
        if count:
            groups[row[:len(dimensions)]].update({
                "interactions": count, "calls_per_interaction": Decimal(calls) / count,
                "tokens_per_interaction_mean": Decimal(tokens) / count, "tokens_per_interaction_p50": median,
                "tokens_per_interaction_p95": p95, "tokens_per_interaction_max": most})
    return groups


def same(key, ours, theirs):
    if ours is None or theirs is None:
        return ours is None and theirs is None
    ours, theirs = Decimal(str(ours)), Decimal(str(theirs))
    if key in EXACT or key in ("interactions", "tokens_per_interaction_max"):
        return ours == theirs
    if "_p50" in key or "_p95" in key:
        return theirs <= ours <= theirs * Decimal("1.001") + Decimal("0.001")
    return abs(ours - theirs) <= abs(theirs) * Decimal("1e-9") + Decimal("1e-12")


# Each by dimensions that are fields of a record.
REPORTS = [["spend", "--by", "team,model", "--per", "day", "--top", "50"], ["spend", "--by", "customer"],
           ["tokens", "--by", "feature,environment"], ["tokens", "--by", "provider", "--top", "2"]]


def compare(ledger, report):
    """How many figures of the report's groups there are, and how many differ."""
    table = next(table for table in report["tables"] if table["key"] == "groups")
    dimensions = [column["key"] for column in table["columns"] if column["role"] == "dimension"]
    fields = {**FIELDS, **{name: "VARCHAR" for name in dimensions}}
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in fields.items())
    con = duckdb.connect(config={"threads": 2, "memory_limit": "4GB"})
    # A record counts once.
    con.execute(
        f"""CREATE TABLE calls AS SELECT DISTINCT ON (id) * FROM read_json('{ledger}/*/*.jsonl',
            format = 'newline_delimited', ignore_errors = true, columns = {{{columns}}}) WHERE kind = 'usage'
            AND schema = 1 AND id IS NOT NULL""")
    groups, whole = measures(con, dimensions), measures(con, [])[()]
    compared = differences = 0
    left = {key: whole[key] for key in EXACT}
    for row in table["rows"]:
        values, kind = row["values"], row["kind"]
        group = tuple(values[name] for name in dimensions)
        expected = whole if kind == "total" else groups.get(group)
        if kind != "total":
            for key in left:
                left[key] -= Decimal(str(values[key]))
        if expected is None:
            continue
        for key, value in values.items():
            if key in dimensions:
                continue
            compared += 1
            if not same(key, value, expected.get(key)):
                differences += 1
                print(f"DIFFERENT: {kind} {group} {key}: {value}, DuckDB has {expected.get(key)}")
    for key, rest in left.items():
        compared += 1
        if rest != 0 and dimensions:
            differences += 1
            print(f"DIFFERENT: the rows leave {rest} of {key}")
    return compared, differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tally")
    parser.add_argument("--records", type=int, default=20_000)
    arguments = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        ledger = f"{folder}/ledger"
        subprocess.run([arguments.tally, "demo", "--output", ledger, "--records", str(arguments.records), "--dirty"],
                       check=True, stdout=subprocess.DEVNULL)
        for report in REPORTS:
            text = subprocess.run([arguments.tally, "report", *report, "--format", "json", ledger], check=True,
                                  stdout=subprocess.PIPE).stdout
            compared, differences = compare(ledger, json.loads(text, parse_float=Decimal))
            failures += differences
            print(f"{'FAILED' if differences else 'ok'}: tally report {' '.join(report)}: {compared} figures compared with "
                  f"DuckDB {duckdb.__version__}, {differences} differ", flush=True)
    return 1 if failures else 0


sys.exit(main())
