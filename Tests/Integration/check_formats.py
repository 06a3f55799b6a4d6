#!/usr/bin/env python3
"""Reads what `tally check` writes with programs that know nothing of Tally.

    check_formats.py TALLY

TALLY is the command. It makes a repository with a policy, changes prompts in it, one with a name that nobody should
give a file, and asks for every format of the same check:

* json: valid by the schema that is published beside its source, and its sums are those of its prompts;
* sarif: read by sarif-pydantic, written out by it and the same as before;
* markdown: rendered by markdown-it-py; its table has the figures of the JSON, and no markup that a path brings along;
* github: lines that a parser of its own takes apart as the runner does; the summary in $GITHUB_STEP_SUMMARY;
* table: printable lines only.

Exits with 1 on a difference. Needs git, and what requirements.txt beside it names.
"""

import argparse
import decimal
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

import jsonschema
import markdown_it
import pydantic
import sarif_pydantic.sarif

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "Sources/TallyCLI/Check/check.schema.json"
HOSTILE = "prompts/a|b`</td>\n::error::owned,@everyone.md"

POLICY = """\
prompts:
  rules:
    - model: gpt-4o
      max_tokens: 60
      calls_per_month: 1_000_000
    - files: "prompts/free/**"
      max_tokens: 100_000
  exceptions:
    - {name: "legacy | <b>", rules: [max_tokens], files: prompts/legacy.md,
       owner: "search `team`", reason: "split up | in ::Q1::", expires: 2999-12-31}
"""


class Repository:
    """A repository in a temporary folder, with an environment of its own."""

    def __init__(self, folder, tally):
        self.folder = folder
        self.tally = tally
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example", "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example",
        }

    def write(self, path, text):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def git(self, *arguments):
        subprocess.run(["git", *arguments], cwd=self.folder, env=self.environment, check=True, capture_output=True)

    def check(self, form, status, environment=None):
        result = subprocess.run(
            [self.tally, "check", "--format", form],
            cwd=self.folder, env={**self.environment, **(environment or {})}, capture_output=True,
        )
        errors = result.stderr.decode()
        expect(result.returncode == status, f"{form} ends with {result.returncode}, not {status}: {errors}")
        return result.stdout.decode()


def expect(condition, message):
    if not condition:
        raise SystemExit(f"check_formats.py: {message}")


def make(repository):
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.write("tally.yml", POLICY)
    repository.write("prompts/support.md", "Answer the question of the customer.\n" * 6)
    repository.write("prompts/legacy.md", "An old prompt that nobody dares to touch.\n" * 20)
    repository.write("prompts/moved.md", "Say hello in the language of the reader.\n" * 5)
    repository.write("prompts/gone.md", "Nobody needs this.\n")
    repository.write("prompts/free/long.md", "Words and more words, one after the other.\n" * 100)
    repository.git("add", ".")
    repository.git("commit", "--quiet", "--message", "first")


def change(repository):
    repository.write("prompts/support.md", "Answer the question of the customer.\n" * 12)
    repository.write("prompts/legacy.md", "An old prompt that nobody dares to touch.\n" * 21)
    repository.write("prompts/free/long.md", "Words and more words, one after the other.\n" * 90)
    repository.write(HOSTILE, "Do as you are told.\n" * 30)
    repository.write("prompts/binary.prompt", "\0\1\2")
    repository.git("mv", "prompts/moved.md", "prompts/greeting.md")
    repository.git("rm", "--quiet", "prompts/gone.md")
    repository.git("add", ".")


def check_json(text):
    report = json.loads(text, parse_float=decimal.Decimal)
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    # The validator knows floating point only; the sums below are made of the exact digits.
    jsonschema.Draft202012Validator(schema).validate(json.loads(text))
    prompts = {prompt["path"]: prompt for prompt in report["prompts"]}
    expect(list(prompts) == sorted(prompts, key=str.encode), "the prompts are not in the order of their paths")
    totals = report["totals"]
    for side in ("before", "after"):
        tokens = sum((prompt[side] or {"tokens": 0})["tokens"] for prompt in prompts.values())
        expect(totals[f"tokens_{side}"] == tokens, f"tokens_{side} is not the sum")
    for name in ("usd_per_1000_calls", "usd_per_month"):
        amount = sum((prompt["after"] or {name: 0})[name] for prompt in prompts.values())
        expect(totals[name] == amount, f"{name} is not the sum")
        difference = sum(prompt[name + "_difference"] for prompt in prompts.values())
        expect(totals[name + "_difference"] == difference, f"the difference of {name} is not the sum")
    changes = {path: prompt["change"] for path, prompt in prompts.items()}
    expect(changes == {
        "prompts/support.md": "modified", "prompts/legacy.md": "modified", "prompts/free/long.md": "modified",
        HOSTILE: "added", "prompts/greeting.md": "renamed", "prompts/gone.md": "deleted",
    }, f"the changes are {changes}")
    expect(prompts["prompts/greeting.md"]["previous_path"] == "prompts/moved.md", "the rename is not followed")
    found = {(path, finding["rule"], finding["status"]) for path in prompts for finding in prompts[path]["findings"]}
    expect(found == {
        ("prompts/support.md", "max_tokens", "broken"), (HOSTILE, "max_tokens", "broken"),
        ("prompts/legacy.md", "max_tokens", "excepted"),
    }, f"the findings are {found}")
    expect(report["is_broken"] and totals["broken"] == 2 and totals["excepted"] == 1, "the verdict is wrong")
    expect([skipped["path"] for skipped in report["skipped"]] == ["prompts/binary.prompt"], "the binary file is not named")
    return report


def check_sarif(text, report):
    given = json.loads(text)
    log = sarif_pydantic.Sarif.model_validate(given, strict=False)
    again = json.loads(log.model_dump_json(by_alias=True, exclude_none=True, exclude_unset=True))
    expect(again == given, f"sarif-pydantic reads something else: {differences(given, again)}")
    # It lets through what it does not know. Of these two it knows the first not at all, the second by a wrong name.
    expect(unknown(log) <= {"Run.columnKind", "Result.suppressions"}, f"sarif-pydantic does not know {unknown(log)}")
    run = log.runs[0]
    rules = [rule.id for rule in run.tool.driver.rules]
    schema = json.loads(SCHEMA.read_text())
    expect(rules == schema["$defs"]["rule"]["enum"], "the rules of the driver are not those of the schema")
    results = {}
    for result in run.results:
        uri = result.locations[0].physical_location.artifact_location.uri
        expect(re.fullmatch(r"[A-Za-z0-9\-._~/%]+", uri), f"{uri} is no relative reference")
        expect(rules[result.rule_index] == result.rule_id, "a rule's index is wrong")
        suppressions = (result.model_extra or {}).get("suppressions", [])
        for suppression in suppressions:
            model = sarif_pydantic.sarif.Suppression.model_validate(suppression)
            expect(not model.model_extra and model.kind == "external" and model.status == "accepted" and model.justification,
                   f"the suppression is {suppression}")
        results[urllib.parse.unquote(uri), result.rule_id] = bool(suppressions)
    found = {
        (prompt["path"], finding["rule"]): finding["status"] == "excepted"
        for prompt in report["prompts"] for finding in prompt["findings"]
    }
    expect(results == found, f"the results are {results}")
    fingerprints = [result.partial_fingerprints["tallyCheck/v1"] for result in run.results]
    expect(len(set(fingerprints)) == len(fingerprints), "two results have one fingerprint")


def unknown(model):
    """The members that the model took although it has no field for them."""
    if isinstance(model, list):
        return set().union(*map(unknown, model)) if model else set()
    if not isinstance(model, pydantic.BaseModel):
        return set()
    found = {f"{type(model).__name__}.{name}" for name in model.model_extra or {}}
    return found.union(*(unknown(getattr(model, name)) for name in type(model).model_fields))


def differences(left, right, path="$"):
    if isinstance(left, dict) and isinstance(right, dict):
        names = sorted(set(left) | set(right))
        return [line for name in names for line in differences(left.get(name), right.get(name), f"{path}.{name}")]
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        return [line for index, pair in enumerate(zip(left, right)) for line in differences(*pair, f"{path}[{index}]")]
    return [] if left == right else [f"{path}: {left!r} and {right!r}"]


class Tables(html.parser.HTMLParser):
    """The cells of a page's tables, and the names of all its elements."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.elements, self.cell = [], set(), None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self.cell.strip())
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def check_markdown(text, report, marker=True):
    expect(text.startswith("<!-- tally check -->\n") == marker, "the marker is not the first line, or there is one too many")
    expect(text.count("<!--") == int(marker), "there is another comment")
    # As GitHub: CommonMark, tables and HTML.
    page = Tables(markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
    known = {"table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "p", "ul", "li", "code", "pre", "strong", "em",
             "details", "summary"}
    expect(page.elements <= known, f"there are elements {page.elements - known}")
    header, *rows = page.rows
    expect(header[:4] == ["prompt", "before", "after", "change"] and header[-1] == "rules", f"the header is {header}")
    expect(all(len(row) == len(header) for row in rows), "a row has too many cells or too few")
    expect(len(rows) == len(report["prompts"]), "a prompt is missing")
    for prompt in report["prompts"]:
        name = prompt["path"].replace("\n", "\\x0A")
        name = f"{prompt['previous_path']} → {name}" if prompt["previous_path"] else name
        # The mention is broken up for GitHub, and only outside of code.
        row = next((row for row in rows if row[0] == name), None)
        expect(row, f"{name!r} is not in the table: {[row[0] for row in rows]}")
        after = f"{prompt['after']['tokens']:,}" if prompt["after"] else "-"
        expect(row[2] == after, f"{name} has {row[2]} tokens, not {after}")
        expect(row[3].split(" ")[0] == f"{prompt['tokens_difference']:+,}".replace("+0", "0"), f"{name} changes by {row[3]}")
        rules = sorted(finding["rule"] for finding in prompt["findings"])
        expect(sorted(re.findall(r"[a-z]+_[a-z_]+", row[-1])) == rules, f"the rules of {name} are {row[-1]}")


COMMAND = re.compile(r"::(?P<kind>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")


def unescape(text, is_property):
    for code, character in [("%2C", ","), ("%3A", ":")] if is_property else []:
        text = text.replace(code, character)
    return text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def check_github(text, report):
    commands = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        expect(match, f"not a workflow command: {line!r}")
        properties = dict(item.split("=", 1) for item in match["properties"].split(","))
        properties = {name: unescape(value, True) for name, value in properties.items()}
        expect(set(properties) in ({"title"}, {"title", "file", "line"}), f"the properties are {properties}")
        commands.append((match["kind"], properties, unescape(match["message"], False)))
    errors = [command for command in commands if command[0] == "error"]
    expect(len(errors) == report["totals"]["broken"], f"{len(errors)} errors")
    files = {command[1].get("file") for command in errors}
    expect(files == {"prompts/support.md", None}, f"the errors are beside {files}")
    changed = [prompt for prompt in report["prompts"] if prompt["tokens_difference"]]
    notices = [command for command in commands if command[0] == "notice" and " tokens a call" in command[2]]
    expect(len(notices) == len(changed), f"{len(notices)} notices for {len(changed)} changed prompts")


def check_table(text, report):
    expect(all(character == "\n" or character.isprintable() for character in text), "the table has control characters")
    lines = text.splitlines()
    expect(lines[0].split()[:3] == ["before", "after", "change"], f"the header is {lines[0]}")
    expect(lines[-1].startswith(f"{len(report['prompts'])} prompts, ") and lines[-1].endswith("2 rules broken, 1 excepted"),
           f"the last line is {lines[-1]}")
    # The figures before the prompt's name end in the columns that the header gives.
    for prompt in report["prompts"]:
        name = prompt["path"].replace("\n", "\\x0A")
        row = next((line for line in lines if line.endswith("  " + name) or line.endswith(" -> " + name)), None)
        expect(row, f"{name} is not in the table")
        for number, side in enumerate(("before", "after")):
            expected = f"{prompt[side]['tokens']:,}" if prompt[side] else "-"
            expect(row.split()[number] == expected, f"{name}: {side} is {row.split()[number]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tally", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        repository = Repository(pathlib.Path(folder), options.tally.resolve())
        make(repository)
        for form in ("table", "github", "markdown"):
            expect(repository.check(form, 0) == "", f"{form} says something about nothing")
        for form in ("json", "sarif"):
            json.loads(repository.check(form, 0))
        change(repository)
        report = check_json(repository.check("json", 1))
        check_sarif(repository.check("sarif", 1), report)
        check_markdown(repository.check("markdown", 1), report)
        check_table(repository.check("table", 1), report)
        summary = repository.folder / ".git/summary.md"
        check_github(repository.check("github", 1, {"GITHUB_STEP_SUMMARY": str(summary)}), report)
        check_markdown(summary.read_text(), report, marker=False)
    print(f"check_formats.py: {len(report['prompts'])} prompts, the same in 5 formats and the summary")


if __name__ == "__main__":
    sys.exit(main())
