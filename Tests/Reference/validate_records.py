"""Writes the numbers of the lines that are no valid records by a JSON Schema; the command line has the schema, a file of
lines and the file to write."""

import json
import sys
from decimal import Decimal
from pathlib import Path

from jsonschema import Draft202012Validator

schema_path, lines_path, output_path = sys.argv[1:]
schema = json.loads(Path(schema_path).read_text(encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
with open(output_path, "w", encoding="utf-8") as output:
    for number, line in enumerate(Path(lines_path).read_text(encoding="utf-8").split("\n"), start=1):
        if line and not validator.is_valid(json.loads(line, parse_float=Decimal)):
            output.write(f"{number}: not valid\n")
