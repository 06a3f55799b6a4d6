#!/usr/bin/env python3
"""Counts the tokens of a text corpus on a Spark cluster: each partition is piped through `tally count --jsonl`.

    python3 count_tokens.py corpus/*.jsonl --model gpt-5.2
    python3 count_tokens.py hdfs:///corpus --field body --encoding o200k_base --master spark://host:7077

A line of the corpus is a JSON object with the text in a field. Every executor needs the command `tally` (--tally says
where) and nothing else: vocabularies are in it. A line that can not be counted ends the job, as it ends the command.
"""

import argparse
import json
import os
import shlex
import sys


def session(master):
    import pyspark
    from pyspark.sql import SparkSession

    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("SPARK_HOME", os.path.dirname(pyspark.__file__))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("count tokens")
    builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.ui.enabled", "false")
    if master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    return builder.getOrCreate()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--field", default="text")
    parser.add_argument("--model")
    parser.add_argument("--encoding")
    parser.add_argument("--tally", default="tally")
    parser.add_argument("--partitions", type=int, default=8)
    parser.add_argument("--master", default="local-cluster[2,1,1024]")
    arguments = parser.parse_args()
    command = [arguments.tally, "count", "--jsonl", "--field", arguments.field, "--format", "jsonl", "--threads", "1"]
    for name in ("model", "encoding"):
        if getattr(arguments, name):
            command += [f"--{name}", getattr(arguments, name)]
    spark = session(arguments.master)
    spark.sparkContext.setLogLevel("ERROR")
    try:
        lines = spark.sparkContext.textFile(",".join(arguments.corpus), arguments.partitions)
        # A command that fails fails the task.
        answers = lines.pipe(shlex.join(command), checkCode=True).map(json.loads)
        answers = answers.filter(lambda answer: "line" in answer)
        texts, tokens = answers.map(lambda answer: (1, answer["tokens"])).fold(
            (0, 0), lambda left, right: (left[0] + right[0], left[1] + right[1])
        )
        print(json.dumps({"texts": texts, "tokens": tokens, "partitions": lines.getNumPartitions()}))
    finally:
        spark.stop()


main()
