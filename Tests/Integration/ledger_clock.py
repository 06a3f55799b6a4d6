#!/usr/bin/env python3
"""Moves the clock of a ledger's writer an hour forward and back, and over midnight.

Shows: whatever the system's clock does, no id is there twice, every record is in the folder of its own time's day, none is
missing, and the names of a process's files sort as it began them.

Run:  apt install faketime
      swift build --product TallyDriver
      python3 Tests/Integration/ledger_clock.py .build/debug/TallyDriver

Takes 8 s. Exits with 1 at a difference.
"""

import datetime
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

LIBRARIES = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")


def main():
    if not LIBRARIES:
        print("skipped: libfaketime is missing")
        return 0
    folder = tempfile.mkdtemp(prefix="tally-clock-")
    stamp = folder + "/stamp"
    midnight = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    # Seconds from now to just before the last midnight, so that the hour's jump crosses it.
    base = (midnight - datetime.datetime.now(datetime.timezone.utc)).total_seconds() - 1_800

    def move(seconds):
        with open(stamp + ".new", "w") as file:
            file.write(f"{base + seconds:+.0f}\n")
        os.rename(stamp + ".new", stamp)

    try:
        move(0)
        environment = dict(
            os.environ, LD_PRELOAD=LIBRARIES[0], FAKETIME_TIMESTAMP_FILE=stamp, FAKETIME_NO_CACHE="1",
            FAKETIME_DONT_FAKE_MONOTONIC="1", TALLY_DRIVE=f"ledger-clock {folder}/ledger 7",
        )
        process = subprocess.Popen([sys.argv[1]], env=environment, stdout=subprocess.PIPE, text=True)
        for seconds in [0, 3_600, 0, -3_600, 0, 3_600]:
            move(seconds)
            time.sleep(1)
        written = int(process.communicate(timeout=60)[0])
        ids, hours, wrong, beginnings = set(), set(), 0, []
        lines = 0
        for path in sorted(glob.glob(folder + "/ledger/dt=*/*.jsonl")):
            for line in open(path):
                record = json.loads(line)
                lines += 1
                ids.add(record["id"])
                hours.add(record["time"][:13])
                wrong += record["time"][:10] != path.split("dt=")[1][:10]
            beginnings.append(os.path.basename(path)[:19])
        print(
            f"{written} records written, {lines} in the ledger, {len(ids)} ids, hours {sorted(hours)}, {wrong} in a wrong "
            f"folder, {len(beginnings)} files of {len(set(beginnings))} beginnings"
        )
        sound = lines == written == len(ids) and wrong == 0 and len(hours) >= 3 and len(set(beginnings)) == len(beginnings)
        return 0 if sound else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
