#!/usr/bin/env python3
"""Kills a spool at random moments, and looks whether anything is missing or there twice.

    Tests/Integration/spool_kills.py path/to/TallyDriver [KILLS] [SEED]

`TallyDriver spool-load` writes records as fast as it goes, in segments that change many times a second, to a spool with
two exporters: one takes everything, one is away. It notes the records for which a durable flush has returned, and is
killed (SIGKILL) after a random time; now and then two processes use the folder at once. At the end both exporters are
there, and what is left is delivered. Shown is that

- every record for which a flush returned was delivered to both;
- the exporter that was away gets every record once: nothing is stored twice;
- what the other got twice, it got with the same id and time, and at most a batch for each kill;
- both got the same records, and the accounts of the last process balance.

Needs nothing but Python. Takes half a second a kill. Exits non-zero on a difference.
"""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BATCH = 100  # what the drive sends at a time


def numbers(path):
    """The numbers and times in a file of lines, of which a kill may have cut off the last."""
    found = []
    if not path.exists():
        return found
    for line in path.read_text().split("\n"):
        words = line.split(" ")
        if len(words) == 2 and words[0].isdigit():
            found.append((int(words[0]), int(words[1])))
        elif line:
            print("unexpected line:", line)
    return found


def main():
    driver = sys.argv[1]
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    print("seed", seed)
    rng = random.Random(seed)
    base = Path(tempfile.mkdtemp(prefix="spool-kills-"))
    try:
        return check(driver, kills, rng, base)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def check(driver, kills, rng, base):
    spool = base / "spool"
    done, pairs, outputs, first = 0, 0, [], 0
    while done < kills:
        count = 2 if rng.random() < 0.2 and done + 2 <= kills else 1
        pairs += count == 2
        processes = []
        for index in range(count):
            # Each has numbers of its own: a million are more than it can write.
            output = base / f"out-{len(outputs)}"
            outputs.append(output)
            processes.append(
                subprocess.Popen([driver, "spool-load", spool, output, str(first)], stderr=subprocess.DEVNULL)
            )
            first += 1_000_000
        for process in processes:
            time.sleep(rng.uniform(0.0, 0.4) if rng.random() < 0.9 else rng.uniform(0.0, 0.02))
            if process.poll() is not None:
                print("FAILED: a process has ended by itself with", process.returncode)
                return 1
            process.send_signal(signal.SIGKILL)
            process.wait()
            done += 1
    final = base / "final"
    result = subprocess.run(
        [driver, "spool-drain", spool, final], capture_output=True, text=True, timeout=600, check=False
    )
    print(result.stdout.strip())
    if result.returncode != 0:
        print("FAILED: draining ended with", result.returncode, result.stderr[-2000:])
        return 1

    acked = set()
    for output in outputs:
        for start, end in numbers(Path(f"{output}.acked")):
            acked.update(range(start, end))
    alive = [pair for output in [*outputs, final] for pair in numbers(Path(f"{output}.alive"))]
    dead = numbers(Path(f"{final}.dead"))
    failures = []
    if any(time != 1_798_761_600_000 + number for number, time in alive + dead):
        failures.append("a record has another time")
    for name, records in (("alive", alive), ("dead", dead)):
        missing = acked - {number for number, _ in records}
        if missing:
            failures.append(f"{len(missing)} flushed records never came to '{name}', as {min(missing)}")
    twice_dead = len(dead) - len({number for number, _ in dead})
    twice_alive = len(alive) - len({number for number, _ in alive})
    if twice_dead:
        failures.append(f"{twice_dead} records were stored twice")
    if twice_alive > kills * BATCH:
        failures.append(f"{twice_alive} records were delivered twice, more than a batch for each kill")
    if {number for number, _ in alive} != {number for number, _ in dead}:
        failures.append("the exporters did not get the same records")
    if result.stdout.count("true") != 2:
        failures.append("the accounts do not balance")
    if any(line.split()[3:5] != ["0", "0"] for line in result.stdout.strip().splitlines()):
        failures.append("records were dropped or quarantined")
    leftover = [path.name for path in spool.iterdir() if path.name.startswith("slot-") and path.is_dir()]
    print(
        f"kills {done} (two processes at once {pairs} times), flushed {len(acked)}, stored {len(dead)}, "
        f"delivered twice {twice_alive}, slots left {len(leftover)}"
    )
    for failure in failures:
        print("FAILED:", failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
