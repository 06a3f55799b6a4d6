"""Checks policy files by the JSON Schema for editors, with the jsonschema library.

    policy_schema.py FILE ...           prints a line for each file: `valid`, or `invalid` and the first reason
"""

import json
import pathlib
import sys

import jsonschema
import yaml

SCHEMA = pathlib.Path(__file__).parents[2] / "Sources/TallyConfiguration/tally.schema.json"


class Loader(yaml.SafeLoader):
    """YAML as editors read it: a date is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def main(paths):
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in paths:
        value = yaml.load(pathlib.Path(path).read_text(), Loader)
        error = next(iter(validator.iter_errors(value)), None)
        print("valid" if error is None else f"invalid {error.json_path}: {error.message}"[:200].replace("\n", " "))


main(sys.argv[1:])
