#!/usr/bin/env python3
"""Asks a ledger, or its copy in Parquet, with DuckDB, Spark or ClickHouse (chDB).

    python3 warehouse.py duckdb tally-demo sql/spend.sql
    python3 warehouse.py spark tally-parquet --parquet sql/spend.sql sql/allocation.sql
    python3 warehouse.py duckdb tally-demo --copy-to tally-parquet

Prints each answer as CSV. Queries that other engines take unchanged are in sql/, how an engine opens a ledger in open/.
"""

import argparse
import csv
import datetime
import decimal
import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
decimal.getcontext().prec = 60


def statements(text):
    """The statements of a file of SQL, without comments that stand on lines of their own."""
    lines = [line for line in text.split("\n") if not line.lstrip().startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";\n") if part.strip(" ;\n")]


def opening(engine, parquet, folder):
    """The statements that open the ledger in `folder`."""
    name, placeholder = (f"{engine}_parquet", "tally-parquet") if parquet else (engine, "tally-demo")
    if "'" in str(folder):
        raise SystemExit(f"error: {folder}: a path with a quote can not be put into SQL")
    text = (HERE / "open" / f"{name}.sql").read_text()
    return statements(text.replace(f"'{placeholder}", f"'{folder}"))


class DuckDB:
    def __init__(self):
        import duckdb

        self.version = duckdb.__version__
        self.connection = duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})

    def run(self, sql):
        return self.connection.execute(sql)

    def ask(self, sql):
        answer = self.connection.execute(sql)
        return [column[0] for column in answer.description], answer.fetchall()

    def close(self):
        self.connection.close()


class ClickHouse:
    """ClickHouse in this process. It has numbers with and without decimals in TSV, which says the types too."""

    def __init__(self):
        import chdb
        from chdb import session

        self.version = chdb.__version__
        self.folder = tempfile.TemporaryDirectory()
        self.session = session.Session(self.folder.name)
        self.session.query("SET max_threads = 2")

    def run(self, sql):
        self.session.query(sql)

    def ask(self, sql):
        text = str(self.session.query(sql, "TSVWithNamesAndTypes")).rstrip("\n").split("\n")
        names, kinds, *rows = [line.split("\t") for line in text]
        return names, [tuple(self.value(kind, text) for kind, text in zip(kinds, row)) for row in rows]

    @staticmethod
    def value(kind, text):
        kind = kind.removeprefix("Nullable(")
        if text == "\\N":
            return None
        if kind.startswith(("Int", "UInt")):
            return int(text)
        if kind.startswith("Decimal"):
            return decimal.Decimal(text)
        if kind.startswith("Float"):
            return float(text)
        if kind.startswith("Date"):
            return datetime.date.fromisoformat(text)
        return text

    def close(self):
        self.session.close()
        self.folder.cleanup()


class Spark:
    """Spark with a master and two executors on this machine, so that what is sent between them is really sent."""

    def __init__(self, master="local-cluster[2,1,1024]"):
        import pyspark
        from pyspark.sql import SparkSession

        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("SPARK_HOME", os.path.dirname(pyspark.__file__))
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        self.version = pyspark.__version__
        session = SparkSession.builder.master(master)
        for key, value in {
            "spark.driver.memory": "1g", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "4",
        }.items():
            session = session.config(key, value)
        self.session = session.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    def run(self, sql):
        self.session.sql(sql)

    def ask(self, sql):
        answer = self.session.sql(sql)
        return answer.columns, [tuple(row) for row in answer.collect()]

    def close(self):
        self.session.stop()


ENGINES = {"duckdb": DuckDB, "clickhouse": ClickHouse, "spark": Spark}


def open_ledger(engine, name, folder, parquet=False):
    for sql in opening(name, parquet, pathlib.Path(folder).resolve()):
        engine.run(sql)


def ask(engine, path):
    """The names and the rows that the query of a file answers."""
    query, = statements(pathlib.Path(path).read_text() + "\n")
    return engine.ask(query)


def copy(engine, folder):
    """Copies the ledger that DuckDB has opened into Parquet."""
    query, = statements((HERE / "parquet.sql").read_text())
    engine.run(query.replace("'tally-parquet'", f"'{pathlib.Path(folder).resolve()}'"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("ledger")
    parser.add_argument("queries", nargs="*")
    parser.add_argument("--parquet", action="store_true")
    parser.add_argument("--copy-to")
    # So that options may stand between the ledger and the queries.
    arguments = parser.parse_intermixed_args()
    if arguments.copy_to and arguments.engine != "duckdb":
        parser.error("--copy-to: is done by duckdb")
    engine = ENGINES[arguments.engine]()
    try:
        open_ledger(engine, arguments.engine, arguments.ledger, arguments.parquet)
        if arguments.copy_to:
            copy(engine, arguments.copy_to)
        for path in arguments.queries:
            names, rows = ask(engine, path)
            writer = csv.writer(sys.stdout)
            writer.writerow(names)
            # Without an exponent, however small it is.
            writer.writerows(
                [format(value, "f") if isinstance(value, decimal.Decimal) else value for value in row] for row in rows
            )
    finally:
        engine.close()


if __name__ == "__main__":
    main()
