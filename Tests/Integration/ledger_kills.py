#!/usr/bin/env python3
"""Kills a writer of a ledger at random moments and looks for what was flushed.

Shows: after `kill -9` at any moment under load, with files of a second's age at most (or less) and, if asked for,
compression, every record for which a flush returned is in the ledger exactly once, no record is there twice, and no line
is torn once the next writer has begun. Two writers run side by side in each round.

Run:  swift build --product TallyDriver --traits default,Compression
      python3 Tests/Integration/ledger_kills.py .build/debug/TallyDriver [--kills 200] [--compression zstd] [--seed N]

Needs Python 3.9 or later; for zstd the command `zstd`. Takes about 0.7 s a kill. Exits with 1 if anything is missing or
there twice.
"""

import argparse
import collections
import glob
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time


def lines(path):
    if path.endswith(".gz"):
        return gzip.open(path, "rb").read()
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
    return open(path, "rb").read()


def visible(folder):
    """The files that readers take: of a plain file and its compressed one the compressed one."""
    found = {}
    for path in sorted(glob.glob(folder + "/dt=*/*.jsonl*")):
        stem = path[: path.index(".jsonl")]
        if stem in found and path.endswith(".jsonl"):
            continue
        found[stem] = path
    return sorted(found.values())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--rotation", type=int, default=1000, help="milliseconds")
    parser.add_argument("--compression", default="")
    parser.add_argument("--sync", default="1000")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    chance = random.Random(arguments.seed)
    folder = tempfile.mkdtemp(prefix="tally-kills-")
    ledger = folder + "/ledger"
    durable, given = set(), 0
    kills = 0
    try:
        while kills < arguments.kills:
            writers = []
            for _ in range(2):
                command = [arguments.driver, "ledger", ledger, str(given), "100000000", str(chance.choice([1, 7, 64, 512]))]
                command += [arguments.sync, str(arguments.rotation)]
                command += [arguments.compression] if arguments.compression else []
                log = open(f"{folder}/{given}.log", "wb+")
                writers.append((given, subprocess.Popen(command, stdout=log, stderr=subprocess.DEVNULL), log))
                given += 100_000_000
            for number, (first, process, log) in enumerate(writers):
                time.sleep(chance.uniform(0.02, 2.2) if number == 0 else chance.uniform(0, 0.5))
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
                log.seek(0)
                reached = first
                # A line of the log that was cut off by the kill does not count.
                for line in log.read().split(b"\n")[:-1]:
                    if line.startswith(b"durable "):
                        reached = int(line.split()[1])
                durable.add((first, reached))
                log.close()
                os.remove(log.name)
        # A last writer repairs what the others left.
        command = [arguments.driver, "ledger", ledger, str(given), "10", "10", "each", "1000"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        durable.add((given, given + 10))

        counts = collections.Counter()
        bad = 0
        files = visible(ledger)
        for path in files:
            text = lines(path)
            if text and not text.endswith(b"\n"):
                print("torn:", path)
                bad += 1
            for line in text.splitlines():
                try:
                    record = json.loads(line)
                    counts[int(record["id"].replace("-", "")[16:], 16) & ((1 << 63) - 1)] += 1
                except ValueError:
                    print("unreadable:", path, line[:40])
                    bad += 1
        missing = sum(1 for first, end in durable for number in range(first, end) if counts[number] == 0)
        twice = sum(1 for count in counts.values() if count > 1)
        flushed = sum(end - first for first, end in durable)
        torn = len(glob.glob(ledger + "/dt=*/.*.torn"))
        print(
            f"{kills} kills, {len(files)} files ({sum(not path.endswith('.jsonl') for path in files)} compressed), "
            f"{flushed} records flushed, {sum(counts.values())} in the ledger, "
            f"{missing} missing, {twice} twice, {bad} torn or unreadable, {torn} torn ends kept aside"
        )
        return 1 if missing or twice or bad or not flushed else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
