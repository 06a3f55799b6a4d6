#!/usr/bin/env python3
"""Runs the lines of Examples/github-actions/prompts.yml as GitHub's runner would.

    github_actions.py TALLY [--full]

TALLY is the command. The workflow is checked by the schema of GitHub's workflows that check-jsonschema brings. Then its
`run:` lines are run one by one, by the shell and with the variables and files that the runner gives them, in clones of a
repository whose pull request changes no prompt, changes one, breaks a rule, and breaks it again. Where the runner has
GitHub's API, `gh` is a script that keeps a list of comments. The step that builds tally is run with --full only, from a
clone of this checkout; else tally is there as the cache would bring it.

Exits with 1 if a step ends otherwise than it should, or leaves something else behind. Needs git, bash, and what
requirements.txt beside it names.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import sarif_pydantic
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / "Examples/github-actions/prompts.yml"
EXAMPLE = ROOT / "Examples/pre-commit"
ADDRESS = "https://github.com/OWNER/swift-tally"
LONG = "Think of all that could go wrong, and tell the customer about each of these things in turn.\n" * 12

# gh, with comments in a file: what the workflow asks of it and no more.
GH = """\
#!/usr/bin/env python3
import json, os, pathlib, sys
store = pathlib.Path(os.environ["COMMENTS"])
comments = json.loads(store.read_text()) if store.exists() else []
arguments = sys.argv[1:]
assert arguments[0] == "api" and os.environ["GH_TOKEN"] == "token", arguments
if "--method" in arguments:
    method, path = arguments[arguments.index("--method") + 1:][:2]
    kept = [comment for comment in comments if not path.endswith("/comments/%d" % comment["id"])]
    if method != "DELETE":
        name, file = arguments[arguments.index("--field") + 1].split("=@")
        assert name == "body"
        comment = {"id": 7, "body": pathlib.Path(file).read_text()}
        kept.append(comment)
    if method == "POST":
        assert path == "repos/owner/name/issues/5/comments" and len(kept) == len(comments) + 1
    else:
        assert path.startswith("repos/owner/name/issues/comments/") and len(kept) <= len(comments)
    store.write_text(json.dumps(kept))
else:
    assert arguments[1] == "repos/owner/name/issues/5/comments" and "--paginate" in arguments
    assert "tally check" in arguments[arguments.index("--jq") + 1]
    for comment in comments:
        if comment["body"].startswith("<!-- tally check -->"):
            print(comment["id"])
"""


def expect(condition, message):
    if not condition:
        raise SystemExit(f"github_actions.py: {message}")


class Runner:
    """What GitHub's runner has: a folder of its own, variables, and files that steps write to."""

    def __init__(self, folder, tally):
        self.folder = folder
        self.home = folder / "home"
        self.tools = folder / "tools"
        for made in (self.home / ".local/bin", self.tools, folder / "temp"):
            made.mkdir(parents=True)
        (self.tools / "gh").write_text(GH)
        (self.tools / "gh").chmod(0o755)
        if tally:
            (self.home / ".local/bin/tally").symlink_to(tally)
        self.comments = folder / "comments.json"
        self.comments.write_text(json.dumps([{"id": 3, "body": "a person's words about <!-- tally check -->"}]))
        self.git("init", "--quiet", "--bare", "--initial-branch", "main", "origin.git")
        self.git("clone", "--quiet", "origin.git", "work")
        work = folder / "work"
        shutil.copytree(EXAMPLE, work, dirs_exist_ok=True)
        self.commit("main")

    def git(self, *arguments, folder="."):
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example",
        }
        return subprocess.run(
            ["git", *arguments], cwd=self.folder / folder, env=environment, check=True, capture_output=True, text=True,
        ).stdout

    def commit(self, branch):
        self.git("checkout", "--quiet", "-B", branch, folder="work")
        self.git("add", "--all", folder="work")
        self.git("commit", "--quiet", "--allow-empty", "--message", branch, folder="work")
        self.git("push", "--quiet", "--force", "origin", branch, folder="work")

    def request(self, number, path, text):
        """Makes a pull request of one changed file, and checks out what GitHub does: its merge into the base."""
        (self.folder / "work" / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / "work" / path).write_text(text)
        self.commit("change")
        self.git("checkout", "--quiet", "main", folder="work")
        # The base has gone on since.
        (self.folder / "work/NEWS").write_text(str(number))
        self.commit("main")
        checkout = f"checkout{number}"
        self.git("clone", "--quiet", "origin.git", checkout)
        self.git("checkout", "--quiet", "--detach", "origin/main", folder=checkout)
        self.git("merge", "--quiet", "--no-edit", "origin/change", folder=checkout)
        return self.folder / checkout

    def environment(self, path):
        files = {name: self.folder / f"temp/{name}" for name in ("GITHUB_STEP_SUMMARY", "GITHUB_PATH", "GITHUB_OUTPUT")}
        for file in files.values():
            file.write_text("")
        return {
            "PATH": os.pathsep.join([*path, str(self.tools), os.environ["PATH"]]), "HOME": str(self.home),
            "LC_ALL": "C.UTF-8", "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main",
            "GITHUB_HEAD_REF": "change", "GITHUB_REPOSITORY": "owner/name", "RUNNER_TEMP": str(self.folder / "temp"),
            "RUNNER_OS": "Linux", "COMMENTS": str(self.comments), **{name: str(file) for name, file in files.items()},
        }


def run_job(runner, name, job, variables, checkout, skipped, failing):
    """Runs a job's steps; returns the output and the summary of each."""
    path, outcome = [], {}
    has_failed = False
    for step in job["steps"]:
        if "run" not in step or step["name"] in skipped:
            continue
        condition = step.get("if", "success()")
        expect(condition in ("success()", "success() || failure()", "steps.cache.outputs.cache-hit != 'true'"),
               f"the condition {condition} is not known here")
        if has_failed and "failure()" not in condition:
            continue
        environment = runner.environment(path)
        values = {"github.token": "token", "github.event.pull_request.number": "5"}
        for variable, value in {**variables, **step.get("env", {})}.items():
            environment[variable] = re.sub(r"\$\{\{ *(.*?) *\}\}", lambda match: values[match[1]], str(value))
        expect("${{" not in step["run"], f"{step['name']}: an expression in a script lets others write it")
        script = runner.folder / "temp/script.sh"
        script.write_text(step["run"].replace(ADDRESS, str(ROOT)))
        result = subprocess.run(
            ["bash", "-e", str(script)], cwd=checkout, env=environment, capture_output=True, text=True,
        )
        expected = 1 if step["name"] in failing else 0
        expect(result.returncode == expected,
               f"{name}: {step['name']} ends with {result.returncode}:\n{result.stdout}{result.stderr}")
        has_failed |= result.returncode != 0
        path += (runner.folder / "temp/GITHUB_PATH").read_text().split("\n")[:-1]
        outcome[step["name"]] = (result.stdout, (runner.folder / "temp/GITHUB_STEP_SUMMARY").read_text())
    return outcome


def run(runner, workflow, name, checkout, skipped, is_broken):
    variables = workflow["env"]
    jobs = workflow["jobs"]
    outcome = run_job(runner, name, jobs["check"], variables, checkout, skipped, ["Check"] if is_broken else [])
    log, summary = outcome["Check"]
    commands = re.findall(r"^::(error|warning|notice) [^:]*::", log, re.MULTILINE)
    expect(len(commands) == len(log.splitlines()), f"{name}: the log has other lines:\n{log}")
    expect(("error" in commands) == is_broken, f"{name}: the annotations are {commands}")
    results = sarif_pydantic.Sarif.model_validate_json((checkout / "tally.sarif").read_text()).runs[0].results
    expect(bool(results) == is_broken, f"{name}: {len(results)} findings")
    comment = (checkout / "tally.md").read_text()
    # The second job has what the first one uploads, and nothing else.
    told = runner.folder / "told"
    shutil.rmtree(told, ignore_errors=True)
    told.mkdir()
    for file in ("tally.md", "tally.sarif"):
        shutil.copy(checkout / file, told)
    run_job(runner, name, jobs["tell"], variables, told, [], [])
    comments = json.loads(runner.comments.read_text())
    expect([comment for comment in comments if comment["id"] == 3], f"{name}: a person's comment is gone")
    ours = [comment["body"] for comment in comments if comment["id"] != 3]
    expect(ours == ([comment] if comment else []), f"{name}: the comments are {ours}")
    print(f"github_actions.py: {name}: {len(commands)} annotations, {len(results)} findings, "
          f"{len(comment)} characters of comment, {len(summary)} of summary")
    return log, summary, comment


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tally", type=pathlib.Path)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    checker = pathlib.Path(sys.executable).parent / "check-jsonschema"
    subprocess.run([checker, "--builtin-schema", "vendor.github-workflows", WORKFLOW], check=True)
    workflow = yaml.safe_load(WORKFLOW.read_text())
    expect(workflow["permissions"] == {}, "the workflow has rights that no job asked for")
    expect(workflow["jobs"]["check"]["permissions"] == {"contents": "read"}, "the job that runs others' code may write")
    prompt = (EXAMPLE / "prompts/answer.prompt").read_text()
    skipped = [] if options.full else ["Install tally"]
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(pathlib.Path(folder), None if options.full else options.tally.resolve())
        if options.full:
            version = workflow["env"]["TALLY_VERSION"]
            source = runner.folder / "swift-tally"
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(source)], check=True)
            subprocess.run(["git", "tag", "--force", version], cwd=source, check=True, capture_output=True)
            install = next(step for step in workflow["jobs"]["check"]["steps"] if step.get("name") == "Install tally")
            install["run"] = install["run"].replace(ADDRESS, f"file://{source}")

        log, summary, comment = run(
            runner, workflow, "no prompt", runner.request(1, "code.txt", "x"), skipped, is_broken=False,
        )
        expect(log == "" and summary == "" and comment == "", "a request without prompts gets something")
        skipped = ["Install tally"]
        changed = prompt.replace("short and kind", "short, kind and honest")
        log, summary, comment = run(
            runner, workflow, "a small change", runner.request(2, "prompts/answer.prompt", changed), skipped,
            is_broken=False,
        )
        expect(log.startswith("::notice file=prompts/answer.prompt,"), f"the change has no notice:\n{log}")
        expect(comment == "<!-- tally check -->\n" + summary, "the comment is not the summary")
        log, summary, comment = run(
            runner, workflow, "a broken rule", runner.request(3, "prompts/answer.prompt", prompt + LONG), skipped,
            is_broken=True,
        )
        expect("`max_tokens`" in comment and "`max_tokens`" in summary, "the comment does not name the rule")
        expect(LONG[:30] not in log + comment + summary, "an answer has text of the prompt")
        run(runner, workflow, "put right", runner.request(4, "prompts/answer.prompt", prompt), skipped, is_broken=False)


if __name__ == "__main__":
    sys.exit(main())
