#!/usr/bin/env python3
"""Fills the disk under a spool, and lets writes and syncs fail.

    Tests/Integration/spool_faults.py path/to/TallyDriver [RECORDS]

1. In a file system of 3 MiB (tmpfs; needs root, else it is left out) a spool is given more than fits. No process ends by
   itself, every batch is taken or fails as `unavailable`, the accounts balance all the time, and when the records are
   delivered afterwards, in the same full file system, each of those that were taken comes once.
2. With strace injecting ENOSPC into every 7th write and EIO into every 5th fsync: as before, and what was taken in spite of
   failures is delivered once, nothing of the batches that failed.

Needs strace for the second part, and leaves it out without. Exits non-zero on a difference.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def fill(command, folder, count):
    result = subprocess.run(
        [*command, "spool-faults", folder, str(count)], capture_output=True, text=True, timeout=600, check=False
    )
    if result.returncode != 0:
        return None, f"ended with {result.returncode}: {result.stderr[-500:]}"
    taken, codes = set(), {}
    for line in result.stdout.splitlines():
        start, end, outcome, flush, balanced, waiting = line.split()
        codes[outcome, flush] = codes.get((outcome, flush), 0) + 1
        if outcome == "taken":
            taken.update(range(int(start), int(end)))
        elif outcome != "unavailable":
            return None, f"a batch failed as {outcome}"
        if flush not in ("flushed", "unavailable"):
            return None, f"a flush failed as {flush}"
        if balanced != "true" or int(waiting) != len(taken):
            return None, f"the accounts do not balance: {line}, {len(taken)} taken"
    print("  ", ", ".join(f"{outcome}/{flush} {number}" for (outcome, flush), number in sorted(codes.items())))
    return taken, None


def drain(driver, folder, output, taken):
    result = subprocess.run(
        [driver, "spool-drain", folder, output], capture_output=True, text=True, timeout=600, check=False
    )
    if result.returncode != 0:
        return f"draining ended with {result.returncode}: {result.stderr[-500:]}"
    for name in ("alive", "dead"):
        got = [int(line.split()[0]) for line in Path(f"{output}.{name}").read_text().splitlines()]
        if sorted(got) != sorted(taken):
            return f"'{name}' got {len(got)} records ({len(set(got))} different), and {len(taken)} were taken"
    print(f"   {len(taken)} records taken and delivered once to each")
    return None


def small_disk(driver, base, count):
    print("a full disk")
    disk = base / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        print("   left out:", mounted.stderr.strip())
        return None
    try:
        taken, failure = fill([driver], disk / "spool", count)
        if failure:
            return failure
        if len(taken) == count:
            return "everything fitted, and nothing was shown"
        free = os.statvfs(disk)
        print(f"   {free.f_bavail * free.f_frsize} bytes are free")
        failure = drain(driver, disk / "spool", base / "small", taken)
        left = sum(path.stat().st_size for path in (disk / "spool").rglob("*.segment"))
        print(f"   {left} bytes of segments left")
        if not failure and left:
            failure = "segments are left that everybody has got"
        return failure
    finally:
        subprocess.run(["umount", disk], check=False)


def injected(driver, base, count):
    print("writes and syncs that fail")
    if not shutil.which("strace"):
        print("   left out: there is no strace")
        return None
    folder = base / "injected"
    command = [
        "strace", "-f", "-o", "/dev/null", "-e", "trace=write,fsync", "-P", folder,
        "-e", "inject=write:error=ENOSPC:when=20+7", "-e", "inject=fsync:error=EIO:when=10+5", driver,
    ]  # fmt: skip
    # strace chooses by path: those of the first segments and of the places, by name.
    names = [f"slot-1/{number:016}.segment" for number in range(1, 400)] + ["slot-1/cursors.new"]
    paths = [argument for name in names for argument in ("-P", str(folder / name))]
    at = command.index("-P")
    command[at : at + 2] = paths
    taken, failure = fill(command, folder, count)
    if failure:
        return failure
    return drain(driver, folder, base / "after", taken)


def main():
    driver = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    base = Path(tempfile.mkdtemp(prefix="spool-faults-"))
    failures = []
    try:
        for part in (small_disk, injected):
            failure = part(driver, base, count)
            if failure:
                failures.append(failure)
                print("   FAILED:", failure)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
