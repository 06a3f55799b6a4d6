#!/usr/bin/env python3
"""Counts what the command does for a text, instructions and allocations, and compares with what was recorded.

    gates.py --tally T            fail if anything has become more than 3% dearer
    gates.py --tally T --update   record what it costs now

Seconds differ by a fifth from run to run on a shared machine; instructions under callgrind and blocks under memcheck
repeat. A pass is measured as half the difference between a run with three passes and a run with one, so that the start
of the process and the checks of `tally bench` drop out; the cold pass as that between counting the text and one letter.
valgrind has no AVX-512, so its kernels are not measured.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TEXTS = [HERE / "texts" / f"{name}.txt" for name in ("english", "code", "languages")]
THRESHOLDS = HERE.parent / "Thresholds" / "gates.json"
TIERS = ["avx2", "scalar"]
TOLERANCE = 0.03
# Blocks: what a counter may differ by for reasons that are not ours, such as a number with one digit more.
FEW_BLOCKS = 2


class Machine:
    """The command under valgrind."""

    def __init__(self, tally):
        self.tally = tally

    def run(self, tool, tier, arguments, mayFail=False):
        environment = {
            "TALLY_KERNELS": tier, "SWIFT_DETERMINISTIC_HASHING": "1", "LC_ALL": "C", "PATH": os.environ["PATH"],
        }
        command = ["valgrind", *tool, self.tally, *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode != 0 and not mayFail:
            sys.exit(f"gates: {' '.join(map(str, command))}: status {done.returncode}\n{done.stderr[-2000:]}")
        return done

    def instructions(self, tier, *arguments):
        done = self.run(["--tool=callgrind", "--callgrind-out-file=/dev/null"], tier, arguments)
        return int(re.search(r"Collected : (\d+)", done.stderr)[1])

    def blocks(self, tier, *arguments):
        done = self.run(["--tool=memcheck", "--leak-check=no"], tier, arguments)
        return int(re.search(r"total heap usage: ([\d,]+) allocs", done.stderr)[1].replace(",", ""))

    def has(self, tier):
        """Whether this build has these kernels, as it says itself on the processor that valgrind shows it."""
        arguments = ["bench", TEXTS[0], "--only", "count", "--passes", "1", "--format", "json"]
        answer = self.run(["--tool=none"], tier, arguments, mayFail=True)
        return answer.returncode == 0 and json.loads(answer.stdout)["kernels"] == tier


def per_pass(counter, tier, text, operation):
    """What one warm pass costs."""
    one, three = (counter(tier, "bench", text, "--only", operation, "--passes", passes) for passes in (1, 3))
    return max((three - one) // 2, 0)


def measurements(machine, tiers, letter):
    """A name and a function for each figure."""
    for tier in tiers:
        yield f"{tier}.start.instructions", lambda tier=tier: machine.instructions(tier, "count", letter)
        for text in TEXTS:
            def cold(tier=tier, text=text):
                return machine.instructions(tier, "count", text) - machine.instructions(tier, "count", letter)

            yield f"{tier}.count.cold.{text.stem}.instructions", cold
            for operation in ("count", "encode"):
                yield f"{tier}.{operation}.warm.{text.stem}.instructions", (
                    lambda *known: per_pass(machine.instructions, *known), tier, text, operation)
    # Allocations do not depend on the kernels.
    tier = tiers[0]
    yield "start.blocks", lambda: machine.blocks(tier, "count", letter)
    for text in TEXTS:
        for operation in ("count", "encode", "decode"):
            yield f"{operation}.warm.{text.stem}.blocks", (
                lambda *known: per_pass(machine.blocks, *known), tier, text, operation)


def measure(machine, tiers, letter):
    isShown = sys.stderr.isatty()
    found = {}
    # Counting is not disturbed by company, so all processors may work.
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = {}
        for name, work in measurements(machine, tiers, letter):
            futures[pool.submit(*work) if isinstance(work, tuple) else pool.submit(work)] = name
        for future in concurrent.futures.as_completed(futures):
            found[futures[future]] = future.result()
            if isShown:
                print(f"\r\033[K{len(found)} of {len(futures)}: {futures[future]}", end="", file=sys.stderr, flush=True)
    if isShown:
        print("\r\033[K", end="", file=sys.stderr)
    return {name: found[name] for name in futures.values()}


def compare(found, recorded):
    """Prints each figure beside its threshold and returns whether all hold."""
    isFine = True
    for name, value in found.items():
        limit = recorded.get(name)
        if limit is None:
            word, isFine = "FAILED: nothing was recorded; make gates ARGS=--update", False
        elif value > limit * (1 + TOLERANCE) + (FEW_BLOCKS if name.endswith("blocks") else 0):
            word, isFine = f"FAILED: {change(value, limit)}", False
        elif value < limit * (1 - TOLERANCE):
            word = f"{change(value, limit)}; make gates ARGS=--update keeps it"
        else:
            word = change(value, limit)
        print(f"{name:42} {value:13,} {limit if limit is not None else '-':>13}  {word}")
    for name in sorted(recorded.keys() - found.keys()):
        print(f"{name:42} {'-':>13} {recorded[name]:13}  FAILED: it can no longer be measured")
        isFine = False
    return isFine


def change(value, limit):
    return f"{(value - limit) / limit:+.1%}" if limit else f"{value - limit:+}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tally", type=pathlib.Path, required=True, help="the stripped static release build")
    parser.add_argument("--update", action="store_true", help="record what it costs now")
    options = parser.parse_args()
    machine = Machine(options.tally.resolve())
    compiler = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    letter = options.tally.resolve().with_suffix(".letter")
    letter.write_text("a")
    here = {"architecture": platform.machine(), "compiler": compiler}
    recorded = json.loads(THRESHOLDS.read_text()) if THRESHOLDS.exists() else {**here, "figures": {}}
    if recorded["architecture"] != here["architecture"]:
        if not options.update:
            print(f"skipped: the gates: recorded on {recorded['architecture']}, this is {here['architecture']}")
            return
        recorded["figures"] = {}
    tiers = [tier for tier in TIERS if machine.has(tier)]
    missing = [tier for tier in TIERS if tier not in tiers]
    for tier in missing:
        print(f"skipped: the gates of {tier}: this processor, or valgrind's, lacks these kernels")
    if not tiers:
        sys.exit(f"gates: this build has none of the kernels {', '.join(TIERS)}")
    found = measure(machine, tiers, letter)
    kept = {name: value for name, value in recorded["figures"].items() if name.split(".")[0] in missing}
    if options.update:
        THRESHOLDS.write_text(json.dumps({**here, "figures": {**kept, **found}}, indent=1) + "\n")
        print(f"{len(found)} figures recorded in {THRESHOLDS}")
        return
    if recorded["compiler"] != compiler:
        print(f"note: recorded with {recorded['compiler']}, this is {compiler}")
    if not compare(found, {name: value for name, value in recorded["figures"].items() if name not in kept}):
        sys.exit(1)


if __name__ == "__main__":
    main()
