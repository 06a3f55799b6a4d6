"""Compares Tally with other tokenizers on this machine; `make compare` runs it, Benchmarks/README.md explains it."""

import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys
from importlib import metadata

import texts
from launch import Failure, Launcher
from measuring import Progress, Results
from sections import the_hostile, the_parallel, the_small, the_standard
from startup import the_startup

SECTIONS = {
    "standard": (the_standard, "whole texts, one thread (the default)"),
    "small": (the_small, "calls on 100 and on 4,096 bytes"),
    "hostile": (the_hostile, "giant pieces, against bpe-openai"),
    "startup": (the_startup, "a whole process for a small file, and its memory"),
    "parallel": (the_parallel, "all cores, through the batch interfaces"),
}
PACKAGES = ["gigatoken", "quicktok-v1", "bpe-openai", "tiktoken", "tokenizers"]


def parse():
    parser = argparse.ArgumentParser(prog="compare", description=__doc__)
    parser.add_argument("paths", nargs="*", metavar="path", type=pathlib.Path,
                        help="texts in UTF-8 (default: the corpora beside the checkout, and a JSON text)")
    for name, (_, what) in SECTIONS.items():
        parser.add_argument(f"--{name}", action="store_true", help=what)
    parser.add_argument("--all", action="store_true", help="all of these")
    parser.add_argument("--tiers", action="store_true", help="in the table, also Tally with each set of kernels")
    parser.add_argument("--encoding", choices=["o200k_base", "cl100k_base"], default="o200k_base")
    parser.add_argument("--tools", type=lambda text: text.split(","), metavar="a,b",
                        help="in the table, only these (tally,gigatoken,quicktok,bpe-openai,tiktoken,tokenizers)")
    parser.add_argument("--rounds", type=int, default=5, metavar="n", help="how often all is measured (default: 5)")
    parser.add_argument("--clock", choices=["cpu", "wall"], default="cpu",
                        help="which clock the tables show (default: cpu; JSON has both)")
    parser.add_argument("--core", type=int, metavar="n", help="the core to pin to (default: the last)")
    parser.add_argument("--timeout", type=float, default=120, metavar="s", help="for one process on a hostile text")
    parser.add_argument("--tally", type=pathlib.Path, required=True, help="the static release build of the command")
    parser.add_argument("--dynamic", type=pathlib.Path, help="the dynamic one, for --startup")
    parser.add_argument("--ranks", type=pathlib.Path, required=True, help="the folder with tiktoken's rank files")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="a folder for what is made on the way")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the folder for compare.json and compare.md")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds: must be at least 1")
    if not hasattr(os, "sched_setaffinity"):
        parser.error("needs Linux: elsewhere a process can't be pinned to a core")
    for path in [*options.paths, options.tally, options.ranks]:
        if not path.exists():
            parser.error(f"{path}: no such file or directory")
    if len({path.stem for path in options.paths}) < len(options.paths):
        parser.error("two of the texts have the same name; the report could not tell them apart")
    return options


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return {"processor": model, "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release()}",
            "python": platform.python_version(), "load": os.getloadavg()}


def commit():
    def git(*arguments):
        return subprocess.run(["git", "-C", texts.ROOT, *arguments], capture_output=True, text=True).stdout.strip()
    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "--", "Sources") else "")


def plain(results):
    """A section's measurements as JSON wants them."""
    if isinstance(results, Results):
        return results.members()
    return [plain(each) if isinstance(each, Results) else each for each in results]


def main():
    options = parse()
    options.data.mkdir(parents=True, exist_ok=True)
    options.output.mkdir(parents=True, exist_ok=True)
    paths = options.paths or texts.standard(options.data)
    cores = sorted(os.sched_getaffinity(0))
    if options.core is not None:
        cores = [core for core in cores if core != options.core] + [options.core]
    launcher = Launcher(options.tally.resolve(), options.data.resolve(), options.ranks.resolve(), cores)
    progress = Progress()
    record = {
        "commit": commit(), "command": sys.argv[1:], "machine": machine(), "clock": options.clock,
        "encoding": options.encoding, "rounds": options.rounds,
        "versions": {name: metadata.version(name) for name in PACKAGES},
        "texts": [{"name": path.stem, "bytes": path.stat().st_size, "sha256": texts.sha256(path)} for path in paths],
    }
    chosen = [name for name in SECTIONS if options.all or getattr(options, name)] or ["standard"]
    facts = [
        f"{record['machine']['processor']}, {record['machine']['cores']} cores, commit {record['commit']}, "
        f"{options.rounds} rounds, {options.clock} clock, load {record['machine']['load'][0]:.1f} at the start",
        ", ".join(f"{name} {version}" for name, version in record["versions"].items()),
    ]
    markdown = ["# Comparison", ""] + [f"- {fact}" for fact in facts]
    markdown += [f"- {text['name']}: {text['bytes']:,} bytes, SHA-256 `{text['sha256']}`" for text in record["texts"]]
    print("\n".join(facts) + "\n")
    for name in chosen:
        sections, results = SECTIONS[name][0](launcher, progress, options, paths)
        progress.clear()
        for section in sections:
            print(section.text(), flush=True)
            markdown += ["", section.markdown().rstrip()]
        record[name] = plain(results)
        # Written after each section, so that what has taken long is not lost with what comes after it.
        (options.output / "compare.json").write_text(json.dumps(record, indent=1))
        (options.output / "compare.md").write_text("\n".join(markdown) + "\n")
    print(f"{options.output}/compare.md and compare.json have it all.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except Failure as failure:
        sys.exit(f"compare: {failure}")
