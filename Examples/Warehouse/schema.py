#!/usr/bin/env python3
"""Writes open/*.sql: how DuckDB, Spark and ClickHouse read a ledger, with all fields that record.schema.json has.

    python3 schema.py            writes the files
    python3 schema.py --check    compares them instead, and exits with 1 at a difference

Left out are the lists (the lines of a cost, unpriced quantities, samplings, raw numbers, blocks of a prompt), and of
`usage` what is no class of tokens: engines pass over fields that are not named.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE.parents[1] / "Sources/TallyMetering/Records/record.schema.json"
CLASSES = [
    "input_uncached", "cache_read", "cache_write_5m", "cache_write_1h", "cache_write_other", "tool_use_prompt",
    "output_text", "reasoning", "citations",
]

# The words of each engine for the kinds of fields.
DUCKDB = {
    "text": "VARCHAR", "integer": "BIGINT", "money": "DECIMAL(38,12)", "milliseconds": "DECIMAL(18,3)",
    "boolean": "BOOLEAN", "time": "TIMESTAMP", "texts": "MAP(VARCHAR, VARCHAR)",
}
SPARK = {
    "text": "STRING", "integer": "BIGINT", "money": "DECIMAL(38,12)", "milliseconds": "DECIMAL(18,3)",
    "boolean": "BOOLEAN", "time": "TIMESTAMP", "texts": "MAP<STRING, STRING>",
}
CLICKHOUSE = {
    "text": "Nullable(String)", "integer": "Nullable(Int64)", "money": "Nullable(Decimal(38, 12))",
    "milliseconds": "Nullable(Decimal(18, 3))", "boolean": "Nullable(Bool)", "time": "Nullable(DateTime64(3))",
    "texts": "Map(String, String)",
}


def kind(name, field):
    """The kind of a field; a list of fields for an object, None for what is left out."""
    if name == "usage":
        return [(counter, "integer") for counter in CLASSES]
    if name == "tags":
        return "texts"
    if "properties" in field:
        return [(inner, kind(inner, value)) for inner, value in field["properties"].items()]
    if field.get("type") == "array":
        return None
    if field.get("format") == "date-time":
        return "time"
    if field.get("type") == "integer" or isinstance(field.get("const"), int) and field["const"] is not True:
        return "integer"
    if field.get("type") == "boolean" or field.get("const") is True:
        return "boolean"
    if field.get("type") == "number":
        return "money" if name.endswith("_usd") else "milliseconds" if name.endswith("_ms") else None
    if field.get("type") == "string" or isinstance(field.get("const"), str):
        return "text"
    raise SystemExit(f"error: {name} is of a kind that the engines have no word for yet")


def fields():
    """All fields of records of all kinds, each once."""
    definitions = json.loads(SCHEMA.read_text())["$defs"]
    counters = definitions["counter"]["enum"]
    missing = [name for name in CLASSES if name not in counters]
    if missing:
        raise SystemExit(f"error: the schema has no counters {missing}")
    found = {}
    for record in ("usage", "outcome", "drop"):
        for name, field in definitions[record]["properties"].items():
            what = kind(name, field)
            if found.setdefault(name, what) != what:
                raise SystemExit(f"error: {name} is {what} in one kind of record and {found[name]} in another")
    return [(name, what) for name, what in found.items() if what]


def columns(form, nested):
    """The lines of all columns, in an engine's form."""
    texts = [nested(name, what) if isinstance(what, list) else form(name, what) for name, what in fields()]
    return ",\n".join("    " + text for text in texts)


def duckdb():
    def nested(name, inner):
        return f"{name}: 'STRUCT({', '.join(f'{field} {DUCKDB[what]}' for field, what in inner)})'"

    return f"""-- Reads the folder tally-demo in DuckDB: put your ledger's in its place. Written by schema.py.
CREATE OR REPLACE VIEW lines AS
SELECT * FROM read_json('tally-demo/*/*.jsonl*', format = 'newline_delimited', hive_partitioning = true, columns = {{
{columns(lambda name, what: f"{name}: '{DUCKDB[what]}'", nested)}
}});

-- A record that was delivered twice is there twice. Where none can be, the view does without DISTINCT, and is faster.
CREATE OR REPLACE VIEW ledger AS SELECT DISTINCT ON (id) * FROM lines;
"""


def spark():
    def nested(name, inner):
        return f"`{name}` STRUCT<{', '.join(f'{field}: {SPARK[what]}' for field, what in inner)}>"

    return f"""-- Reads the folder tally-demo in Spark: put your ledger's in its place. Written by schema.py.
SET spark.sql.session.timeZone = UTC;

CREATE OR REPLACE TEMPORARY VIEW lines (
{columns(lambda name, what: f"`{name}` {SPARK[what]}", nested)}
) USING json OPTIONS (path 'tally-demo');

-- A record that was delivered twice is there twice. Where none can be, the view does without that, and is faster.
CREATE OR REPLACE TEMPORARY VIEW ledger AS
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY time) AS copy FROM lines) WHERE copy = 1;
"""


def clickhouse():
    def nested(name, inner):
        return f"{name} Tuple({', '.join(f'{field} {CLICKHOUSE[what]}' for field, what in inner)})"

    return f"""-- Reads the folder tally-demo in ClickHouse: put your ledger's in its place. Written by schema.py.
SET use_hive_partitioning = 1;
SET date_time_input_format = 'best_effort';
SET session_timezone = 'UTC';
SET input_format_skip_unknown_fields = 1;
SET join_use_nulls = 1;

CREATE OR REPLACE VIEW lines AS
SELECT *, dt FROM file('tally-demo/dt=*/*.jsonl*', 'JSONEachRow', '
{columns(lambda name, what: f"{name} {CLICKHOUSE[what]}", nested)}
');

-- A record that was delivered twice is there twice. Where none can be, the view does without LIMIT, and is faster.
CREATE OR REPLACE VIEW ledger AS SELECT * FROM lines LIMIT 1 BY id;
"""


def main():
    differences = 0
    for name, text in [("duckdb", duckdb()), ("spark", spark()), ("clickhouse", clickhouse())]:
        path = HERE / "open" / f"{name}.sql"
        if sys.argv[1:] != ["--check"]:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            what = path.relative_to(HERE)
            print(f"error: {what} is not what record.schema.json asks for; run schema.py", file=sys.stderr)
            differences += 1
    return 1 if differences else 0


sys.exit(main())
