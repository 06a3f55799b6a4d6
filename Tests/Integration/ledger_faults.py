#!/usr/bin/env python3
"""Makes the system refuse what a ledger asks for, and looks for what was taken.

Shows: ENOSPC and EIO at write, fsync and ftruncate, once, often and for a time, in each mode of syncing, never crash the
writer; it goes on when the fault ends; then every record is in the ledger exactly once, nothing is torn, and what it says
it took is what is there. Where a sync fails and what was written can not be read back either, what is missing is what it
says it lost, and the flush says so. A medium of 1 MiB that is full, and gets room again, does the same.

Run:  swift build --product TallyDriver
      sudo python3 Tests/Integration/ledger_faults.py .build/debug/TallyDriver

Needs strace 5.3 or later, and for the full medium the right to mount a tmpfs (else that part is skipped by name). Takes
one to three minutes. Exits with 1 at the first difference.
"""

import collections
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

RECORDS = 2_000


def check(name, ledger, output, first=0, count=RECORDS, may_lose=False):
    numbers = collections.Counter()
    for path in glob.glob(ledger + "/dt=*/*.jsonl"):
        text = open(path, "rb").read()
        assert not text or text.endswith(b"\n"), f"{name}: torn {path}"
        for line in text.splitlines():
            numbers[int(json.loads(line)["id"].replace("-", "")[16:], 16) & ((1 << 63) - 1)] += 1
    end = re.search(r"taken (\d+) lost (\d+) failures (\d+)", output)
    assert end, f"{name}: the writer did not come to its end:\n{output[-800:]}"
    taken, lost, failures = map(int, end.groups())
    missing = [n for n in range(first, first + count) if numbers[n] == 0]
    twice = [n for n, c in numbers.items() if c > 1]
    print(f"{name:58} taken {taken} lost {lost} failures {failures} missing {len(missing)} twice {len(twice)}")
    assert taken == count, f"{name}: {taken} taken"
    assert lost == len(missing), f"{name}: {lost} said to be lost, {len(missing)} are"
    assert may_lose or not missing, f"{name}: missing {missing[:5]}"
    assert not twice, f"{name}: twice {twice[:5]}"
    return failures


def inject(driver, name, sync, faults, batch=50):
    folder = tempfile.mkdtemp(prefix="tally-faults-")
    try:
        ledger = folder + "/ledger"
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=write,fsync,ftruncate,openat"]
        for fault in faults:
            command += ["-e", "inject=" + fault]
        command += [driver, "ledger", ledger, "0", str(RECORDS), str(batch), sync, "200"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{name}: exit {done.returncode}\n{done.stderr[-500:]}"
        return check(name, ledger, done.stdout)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def medium_that_forgets(driver):
    """A sync fails, and what was written can not be read back: the only way to lose what was taken."""
    folder = tempfile.mkdtemp(prefix="tally-faults-")
    try:
        ledger = folder + "/ledger"
        command = [driver, "ledger", ledger, "0", "6000", "10", "20", "200"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        # Only now: the loader of programs reads too.
        time.sleep(0.2)
        strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,pread64", "-p", str(process.pid)]
        strace += ["-e", "inject=fsync:error=EIO:when=9+30", "-e", "inject=pread64:error=EIO"]
        tracer = subprocess.Popen(strace, stderr=subprocess.DEVNULL)
        output = process.communicate(timeout=120)[0]
        tracer.wait()
        name = "fsync EIO, and nothing can be read back"
        assert "lost by the medium since the last flush" in output, f"{name}: no flush said so"
        check(name, ledger, output, count=6_000, may_lose=True)
        assert " lost 0 " not in output, f"{name}: nothing was lost, and the test shows nothing"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def full_medium(driver, sync):
    folder = tempfile.mkdtemp(prefix="tally-full-")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        print("skipped: a full medium (a tmpfs can not be mounted here)")
        os.rmdir(folder)
        return
    try:
        # Most of the room is taken by others, who leave after a while.
        hog = open(folder + "/hog", "wb")
        hog.write(b"x" * 700_000)
        hog.close()
        ledger = folder + "/ledger"
        process = subprocess.Popen(
            [driver, "ledger", ledger, "0", "1000", "20", sync], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        failures = []

        def leave():
            time.sleep(2)
            failures.append(os.statvfs(folder).f_bavail)
            os.remove(folder + "/hog")

        thread = threading.Thread(target=leave)
        thread.start()
        output = process.communicate(timeout=60)[0]
        thread.join()
        assert process.returncode == 0, f"exit {process.returncode}"
        count = check(f"a medium of 1 MiB without room for 2 s, sync {sync}", ledger, output, count=1000)
        assert count > 10, f"it was never full: {failures} blocks left"
    finally:
        subprocess.run(["umount", folder])
        os.rmdir(folder)


def main():
    driver = sys.argv[1]
    for sync in ["each", "20", "never"]:
        full_medium(driver, sync)
    if not shutil.which("strace"):
        print("skipped: strace is missing")
        return 0
    medium_that_forgets(driver)
    # The driver's own lines fail too, which it does not look at. Calls are counted by thread.
    for error in ["ENOSPC", "EIO"]:
        for sync in ["each", "20", "never"]:
            for when in ["5", "9+7", "20..40"]:
                inject(driver, f"write {error} at {when}, sync {sync}", sync, [f"write:error={error}:when={when}"])
    for error in ["ENOSPC", "EIO"]:
        for sync in ["each", "20"]:
            for when in ["6", "5+9", "8..30"]:
                inject(driver, f"fsync {error} at {when}, sync {sync}", sync, [f"fsync:error={error}:when={when}"])
    for sync in ["each", "20"]:
        faults = ["fsync:error=EIO:when=6+5", "write:error=ENOSPC:when=11+6", "ftruncate:error=EIO:when=1+2"]
        inject(driver, f"fsync, write and ftruncate by turns, sync {sync}", sync, faults)
        faults = ["openat:error=ENOSPC:when=25+3", "fsync:error=EIO:when=3+4"]
        inject(driver, f"fsync, and no new files by turns, sync {sync}", sync, faults)
    print("all as it should be")
    return 0


sys.exit(main())
