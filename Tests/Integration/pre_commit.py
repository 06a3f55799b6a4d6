#!/usr/bin/env python3
"""Goes through Examples/pre-commit as somebody who has only read its README, with pre-commit itself.

    pre_commit.py TALLY [--full]

TALLY is the command, which the hook tally-check-system takes; with --full a second round takes tally-check, which
pre-commit builds from a clone of this checkout: minutes. It makes a repository of the example, runs the lines of the
README, and then commits: a small change, one that breaks rules, the same put right, the same with the exception that the
refusal proposes, deletions, merges with and without conflicts, and a range of commits as in CI. Nothing may use the
network where `unshare` can take it away. Prints how long each step takes.

Exits with 1 if a commit goes through or is refused that should not, or is refused without saying why. Needs git, and what
requirements.txt beside it names.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "Examples/pre-commit"
ADDRESS = "https://github.com/OWNER/swift-tally"
PROMPT = "prompts/answer.prompt"
LONG = "Think of all that could go wrong, and tell the customer about each of these things in turn.\n" * 12


def expect(condition, message):
    if not condition:
        raise SystemExit(f"pre_commit.py: {message}")


class Walk:
    """A repository made of the example, and the person in it."""

    def __init__(self, folder, source, hook, tally):
        self.folder = folder / "repository"
        self.hook = hook
        tools = [pathlib.Path(sys.executable).parent]
        if tally:
            (folder / "bin").mkdir()
            (folder / "bin/tally").symlink_to(tally)
            tools.append(folder / "bin")
        home = folder / "home"
        home.mkdir()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))},
            "PATH": os.pathsep.join([*map(str, tools), os.environ["PATH"]]), "HOME": str(home),
            "PRE_COMMIT_HOME": str(folder / "cache"), "LC_ALL": "C.UTF-8", "PRE_COMMIT_COLOR": "never",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example", "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example", "GIT_EDITOR": "true",
        }
        self.isolation = ["unshare", "-n"] if can_isolate() else []
        shutil.copytree(EXAMPLE, self.folder)
        (self.folder / "README.md").unlink()
        configuration = self.folder / ".pre-commit-config.yaml"
        text = configuration.read_text()
        expect(ADDRESS in text and "id: tally-check\n" in text, "the example's configuration is not as the README says")
        configuration.write_text(text.replace(ADDRESS, str(source)).replace("id: tally-check\n", f"id: {hook}\n"))
        self.run("git init", "git", "init", "--quiet", "--initial-branch", "main")

    def run(self, name, *command, status=0):
        start = time.monotonic()
        result = subprocess.run(
            [*self.isolation, *command],
            cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        seconds = time.monotonic() - start
        expect((result.returncode == 0) == (status == 0), f"{name} ends with {result.returncode}:\n{result.stdout}")
        print(f"{seconds:8.2f} s  {self.hook}: {name}", flush=True)
        return result.stdout

    def git(self, *arguments):
        return self.run(" ".join(["git", *arguments[:3]]), "git", *arguments)

    def write(self, path, text):
        (self.folder / path).write_text(text)

    def read(self, path):
        return (self.folder / path).read_text()

    def commit(self, name, status=0):
        self.quietly("add", "--all")
        before = self.quietly("rev-parse", "HEAD")
        output = self.run(f"{name}: {'refused' if status else 'passes'}", "git", "commit", "-m", name, status=status)
        expect((self.quietly("rev-parse", "HEAD") == before) == (status != 0), f"{name}: the commit is there, or is not")
        return output

    def quietly(self, *arguments):
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.environment, check=True, capture_output=True, text=True,
        ).stdout


def can_isolate():
    return subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode == 0 if shutil.which("unshare") else False


def walk(person):
    blocks = re.findall(r"^```sh\n(.*?)^```$", (EXAMPLE / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    expect(len(blocks) == 1, "the README has not one block of commands")
    output = person.run("the lines of the README", "bash", "-ec", blocks[0])
    expect(re.search(r"tally check\.+Passed", output), f"the hook did not run:\n{output}")

    short = person.read(PROMPT)
    person.write(PROMPT, short.replace("short and kind", "short, kind and honest"))
    output = person.commit("a small change")
    expect("tokens" not in output, f"a commit that keeps the rules is not silent:\n{output}")
    small = person.quietly("rev-parse", "HEAD").strip()

    person.write(PROMPT, short + LONG)
    output = person.commit("a long prompt", status=1)
    for said in ("max_tokens", "max_growth_percent", PROMPT, "tally.yml", "120", "exceptions:", "owner:", "expires:"):
        expect(said in output, f"the refusal does not say {said}:\n{output}")
    expect("of all that could go wrong" not in output, "the refusal has text of the prompt")
    print("\n".join("            | " + line for line in output.splitlines()))

    person.write(PROMPT, short + LONG[: len(LONG) // 24])
    person.commit("the same, put right")

    # Somebody pastes what the refusal proposes, and fills it in.
    proposal = re.search(r"^  exceptions:\n.*?\}$", output, re.DOTALL | re.MULTILINE)[0]
    rules = person.read("tally.yml")
    for blank, answer in (("YOUR TEAM", "orders"), ("WHY IT IS NEEDED", "is split up"), ("YYYY-MM-DD", "2999-12-31")):
        proposal = proposal.replace(blank, answer)
    person.write("tally.yml", rules + proposal + "\n")
    person.write(PROMPT, short + LONG)
    person.commit("a long prompt with an exception")
    person.write("tally.yml", rules)
    person.write(PROMPT, short)
    person.commit("without both again")

    person.write("prompts/second.prompt", short)
    person.commit("another prompt")
    person.quietly("rm", "--quiet", "prompts/second.prompt")
    person.commit("a deletion")

    # A branch has what this one would refuse: a merge does not bring that upon the one who merges.
    person.quietly("checkout", "--quiet", "-b", "side", small)
    person.write("prompts/long.prompt", short + LONG)
    person.quietly("add", "--all")
    person.quietly("commit", "--quiet", "--no-verify", "--message", "nobody looked")
    person.quietly("checkout", "--quiet", "main")
    before = person.quietly("rev-parse", "HEAD").strip()
    person.run("a merge: passes", "git", "merge", "--no-edit", "side")
    output = person.run(
        "a range of commits: refused", "pre-commit", "run", "--from-ref", before, "--to-ref", "HEAD", status=1,
    )
    expect("prompts/long.prompt" in output and PROMPT not in output, f"the range is not what was checked:\n{output}")

    conflict(person, short, "a merge with a conflict", short.replace("kind", "kind, honest"), status=0)
    conflict(person, short, "a merge that adds what is too long", short + LONG, status=1)


def conflict(person, short, name, resolution, status):
    """Merges two branches that changed the same line."""
    person.quietly("checkout", "--quiet", "-B", "other")
    person.write(PROMPT, short.replace("short and kind", "brief and kind"))
    person.quietly("commit", "--quiet", "--all", "--no-verify", "--message", "theirs")
    person.quietly("checkout", "--quiet", "main")
    person.write(PROMPT, short.replace("short and kind", "short and polite"))
    person.quietly("commit", "--quiet", "--all", "--no-verify", "--message", "ours")
    person.run("git merge: stops", "git", "merge", "--no-edit", "other", status=1)
    person.write(PROMPT, resolution)
    output = person.commit(name, status=status)
    if status:
        expect("max_tokens" in output and "prompts/long.prompt" not in output, f"the merge is refused for others:\n{output}")
        person.quietly("merge", "--abort")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tally", type=pathlib.Path)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    hooks = [("tally-check-system", options.tally.resolve())] + ([("tally-check", None)] if options.full else [])
    for hook, tally in hooks:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            source = folder / "swift-tally"
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(source)], check=True)
            tag = re.search(r"rev: (\S+)", (EXAMPLE / ".pre-commit-config.yaml").read_text())[1]
            tags = subprocess.run(["git", "tag", "--list", tag], cwd=source, check=True, capture_output=True).stdout
            if tags:
                subprocess.run(["git", "tag", "--delete", tag], cwd=source, check=True, capture_output=True)
            subprocess.run(["git", "tag", tag], cwd=source, check=True)
            walk(Walk(folder, source, hook, tally))
    print(f"pre_commit.py: as the README says, with {' and '.join(hook for hook, _ in hooks)}")


if __name__ == "__main__":
    sys.exit(main())
