#!/usr/bin/env python3
"""How long `tally check` takes in a commit that touches 20 prompts of a repository of 5,000 files, and how much of it is git's.

    make install PREFIX=/tmp/tally && python3 Tests/Integration/check_speed.py /tmp/tally/bin/tally

Each run is a whole process, warm. Git's part is what the same git commands take when they are run alone, one after the
other, with the same input; the rest is Tally's own. Bounds are printed and fail only with --strict, since other work on the
machine is no mistake of the program: below 100 ms in all, below 20 ms of its own.
"""

import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

ENVIRONMENT = {
    "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@example.com",
}
RULES = """prompts:
  rules:
    - model: gpt-4o
      calls_per_month: 100_000
      max_tokens: 20_000
      max_growth_percent: 50%
      cache_prefix: 64
    - files: "prompts/1*"
      model: gpt-5
"""


def timed(command, folder, *, data=None, environment=ENVIRONMENT):
    start = time.perf_counter()
    result = subprocess.run(command, cwd=folder, env=environment, input=data, capture_output=True)
    return (time.perf_counter() - start) * 1_000, result


def make_repository(folder, files, prompts):
    def git(*arguments):
        subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)

    random.seed(2026)
    words = "answer the question of a customer with care and cite each source that you have read today".split()

    def text():
        return "\n".join(" ".join(random.choices(words, k=12)) + "." for _ in range(60)) + "\n"

    git("init", "--quiet", "-b", "main")
    for number in range(files):
        path = folder / f"src/{number % 50}/{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"value = {number}\n" * 20)
    (folder / "prompts").mkdir()
    for number in range(prompts):
        (folder / f"prompts/{number}.prompt").write_text(text())
    (folder / "tally.yml").write_text(RULES)
    git("add", "--all")
    git("commit", "--quiet", "-m", "one")
    for number in range(prompts):
        path = folder / f"prompts/{number}.prompt"
        path.write_text(path.read_text() + "Answer in one sentence.\n")
    git("add", "--all")


def git_commands(tally, folder):
    """The git commands of a check with what they were sent, as git itself tells."""
    trace = folder.parent / "trace"
    timed([tally, "check", "--quiet"], folder, environment=ENVIRONMENT | {"GIT_TRACE2_EVENT": str(trace)})
    events = [json.loads(line) for line in trace.read_text().splitlines()]
    commands = [event["argv"] for event in events if event["event"] == "start"]
    raw = subprocess.run(["git", "diff-index", "--cached", "--raw", "-z", "--no-abbrev", "HEAD"],
                         cwd=folder, env=ENVIRONMENT, check=True, capture_output=True).stdout
    ids = [word for record in raw.split(b"\0")[::2] for word in record.split()[2:4]]
    sent = b"".join(each + b"\n" for each in ids)
    return [(command, sent if "cat-file" in command else b"") for command in commands]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tally")
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--prompts", type=int, default=20)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--strict", action="store_true")
    options = parser.parse_args()
    tally = str(pathlib.Path(options.tally).resolve())
    with tempfile.TemporaryDirectory(prefix="tally-check-") as temporary:
        folder = pathlib.Path(temporary) / "repository"
        folder.mkdir()
        make_repository(folder, options.files - options.prompts - 1, options.prompts)
        _, result = timed([tally, "check", "--format", "json"], folder)
        found = json.loads(result.stdout)
        if result.returncode != 0 or len(found["prompts"]) != options.prompts:
            print("WRONG", result.returncode, result.stderr.decode()[:400])
            return 1
        commands = git_commands(tally, folder)
        whole, git = [], []
        for _ in range(options.runs):
            whole.append(timed([tally, "check"], folder)[0])
            git.append(sum(timed(command, folder, data=data)[0] for command, data in commands))
        start = [timed([tally, "--version"], folder)[0] for _ in range(options.runs)]
    own = [max(0, all_of_it - gits) for all_of_it, gits in zip(whole, git)]
    figures = {
        "files": options.files, "prompts": options.prompts, "git_commands": len(commands), "runs": options.runs,
        "wall_ms": round(statistics.median(whole), 1), "wall_least_ms": round(min(whole), 1),
        "git_alone_ms": round(statistics.median(git), 1), "own_ms": round(statistics.median(own), 1),
        "start_and_end_ms": round(statistics.median(start), 1),
    }
    print(json.dumps(figures))
    kept = figures["wall_ms"] < 100 and figures["own_ms"] < 20
    print("bounds:", "kept" if kept else "NOT kept", "(100 ms in all, 20 ms of its own)")
    return 0 if kept or not options.strict else 1


if __name__ == "__main__":
    sys.exit(main())
