"""Writes what texts mean in YAML 1.2, by ruamel.yaml, for the tests of YAMLText.

    python3 -m venv venv && venv/bin/pip install ruamel.yaml==0.18.16
    venv/bin/python Tests/Reference/yaml_json.py > Tests/TallyConfigurationTests/Fixtures/yaml.json

`scalars` are plain scalars with what they are, `documents` are texts with their JSON. Left out is where ruamel.yaml is not
the core schema: `1_000`, `0b101`, `.5e3`, `-0`.
"""

import json
import random

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

SCALARS = """
~ null Null NULL nUll true True TRUE tRue false False FALSE yes no on off Yes NO On OFF y n
0 7 -7 +7 +0 123456789012345678901234567890 0o17 0o777 0xFF 0xdeadBEEF 0x0 0o0
0xffffffffffffffffffffffffffffffffffffffff 0o7777777777777777777777777777 0x 0o 0o8 0xg
1.5 -1.5 +1.5 .5 -.5 +.5 5. -5. 1e3 1E3 1e+3 1e-3 1.e3 0.0 00.5 -1.25e-10 1.7976931348623157e308
. + e e3 1e 1e+ .e3 1.2.3 1:30 1:30:45 2001-12-14 2001-12-14t21:59:43.10-05:00 12e03 1.0
a:b a#b 1a -a .a 0.1.2.3 127.0.0.1 v1.0 1,000 $5 5% ١٢ NaN nan inf Infinity .Nan +.nan
""".split()

DOCUMENTS = [
    "a: |\n  one\n  two\n", "a: |-\n  one\n\n\n", "a: |+\n  one\n\n\nb: 1\n", "a: >\n  one\n  two\n\n  three\n",
    "a: >-\n  one\n    more\n  two\n", "a: >+\n  one\n\n", "a: |2\n    one\n   two\n", "a: |1-\n  x\n y\n",
    "a: |\n\n  first is empty\n", "a: |\n  trailing   \n  \n  tab\t\n", "a: |\r\n  one\r\n  two\r\n",
    "a: |\n  # no comment\n  - no: list\n  \"no quotes\n  &no *alias !tag\n", "- |\n one\n- >\n two\n three\n",
    "a: one\n  two\n\n  three\n", "a: \"one\n  two\\\n  three\n\n  four\\n\"\n", "a: 'it''s\n  two'\n",
    'a: "\\t\\\\ \\" \\x41 \\u00e9 \\U0001F600 \\0 \\e \\/ \\_ \\N \\L \\P"\n', "a: ''\nb: \"\"\nc:\nd: ~\n",
    "{a: [1, 2, {b: c}], \"d\":1, e: }\n", '{"model":"gpt-4o","messages":[{"role":"user","content":"x: y"}]}\n',
    "model: gpt-4o\nmessages:\n- role: system\n  content: |\n    Be brief.\n\n    Never say no.\n- role: user\n"
    "  content: '{{question}}'\ntemperature: 0\nmax_tokens: 300\n",
    "# only\n# comments\n", "", "---\na: 1\n...\n", "text\n", "? a\n: b\n", "a: b # comment\nc: d#e\n",
    "a: é 日本 😀\n\"ключ\": значение\n", "\ufeffa: 1\n",
    "a: [on, \"on\", 'true', true]\n", "a: -b\n", "a: b:c\n",
]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(element) for key, element in value.items()}
    if isinstance(value, list):
        return [plain(element) for element in value]
    return value


def block(random):
    """A block scalar with random lines."""
    alphabet = ["a", "b", " ", " ", "\n", "\n", "\t", "#", ": ", "- ", "'", '"', "é", "{", "&x", "*y", "!z", "|", "%"]
    text = "".join(random.choice(alphabet) for _ in range(random.randint(0, 24)))
    style, chomping = random.choice("|>"), random.choice(["", "-", "+"])
    lines = "".join("   " + line + "\n" for line in text.split("\n"))
    return f"a: {style}3{chomping}\n{lines}b: end\n"


def meaning(yaml, text):
    """What a text says as JSON; None if it is no YAML."""
    try:
        return json.dumps(plain(yaml.load(text)), ensure_ascii=False, separators=(",", ":"))
    except YAMLError:
        return None


def main():
    yaml = YAML(typ="safe", pure=True)
    scalars = []
    for text in SCALARS:
        value = yaml.load("a: " + text + "\n")["a"]
        kind = {type(None): "null", bool: "bool", int: "int", float: "float", str: "text"}.get(type(value), "text")
        scalars.append([text, kind, text if kind == "text" else json.dumps(value)])
    generator = random.Random(7)
    documents = DOCUMENTS + [block(generator) for _ in range(300)]
    facts = [[text, meaning(yaml, text)] for text in documents]
    facts = {"made by": "Tests/Reference/yaml_json.py with ruamel.yaml 0.18.16", "scalars": scalars, "documents": facts}
    print(json.dumps(facts, ensure_ascii=True, indent=0))


main()
