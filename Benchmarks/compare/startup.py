"""Whole processes: from the start to the answer for a small file."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time

from report import Section

TIKTOKEN = "import sys, tiktoken; print(len(tiktoken.get_encoding('{}').encode_ordinary(open(sys.argv[1]).read())))"
RUNS = 25


def run(command, environment, core):
    """Wall and processor nanoseconds of a process, and what it prints."""
    start = time.perf_counter_ns()
    process = subprocess.Popen(list(map(str, command)), env=environment, stdout=subprocess.PIPE,
                               preexec_fn=lambda: os.sched_setaffinity(0, [core]))
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter_ns() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"compare: {command[0]}: ended with status {process.returncode}")
    return wall, int((usage.ru_utime + usage.ru_stime) * 1e9), output.strip()


def peak(command, environment):
    """The largest resident size in bytes, as GNU time sees it; nil without it.

    Asked here, it would be at least that of this process, from which the other begins.
    """
    program = shutil.which("time")
    if not program:
        return None
    done = subprocess.run([program, "--format", "%M", *map(str, command)], env=environment, capture_output=True)
    digits = re.findall(rb"^\d+$", done.stderr, re.MULTILINE)
    return int(digits[-1]) * 1024 if digits else None


def the_startup(launcher, progress, options, paths):
    path = options.data / "startup.txt"
    with open(paths[0], "rb") as file:
        path.write_bytes(file.read(3_000).decode(errors="ignore").encode())
    commands = {"tally count, static": [launcher.tally, "count", path, "--total", "--encoding", options.encoding]}
    if options.dynamic:
        commands["tally count, dynamic"] = [options.dynamic, *commands["tally count, static"][1:]]
    commands["python, nothing"] = [sys.executable, "-c", "pass"]
    commands["python, tiktoken"] = [sys.executable, "-c", TIKTOKEN.format(options.encoding), path]
    core = launcher.cores[-1]
    answers, times = {}, {name: [] for name in commands}
    for number in range(RUNS + 1):
        for name, command in commands.items():
            progress.show(f"starting, {number + 1} of {RUNS + 1}: {name}")
            wall, cpu, answers[name] = run(command, launcher.environment, core)
            if number > 0:  # the first one fetches the program from the disk
                times[name].append((wall, cpu))
    right = answers["python, tiktoken"]
    rows, record = [], []
    for name, command in commands.items():
        wall, cpu = (statistics.median(each) for each in zip(*times[name]))
        memory = peak(command, launcher.environment)
        note = "" if answers[name] in (right, b"") else " (differs)"
        rows.append([name + note, f"{wall / 1e6:.1f} ms", f"{cpu / 1e6:.1f} ms",
                     f"{memory / 1e6:.1f} MB" if memory else "-"])
        record.append({"name": name, "wall_ns": wall, "cpu_ns": cpu, "peak_bytes": memory, "runs": times[name]})
    notes = [] if shutil.which("time") else ["Peak memory needs GNU time (Debian: time)."]
    return [Section(f"{options.encoding}, counting a file of 3,000 bytes: a whole process",
                    ["", "wall", "processor", "peak memory"], rows, notes)], record
