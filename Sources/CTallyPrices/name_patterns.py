"""Turns the name matching of genai-prices into patterns that need no regular expression engine.

A `Pattern` is a text that must stand at the start, at the end, at both or anywhere in a name; the byte 1 in it stands
for any ASCII digit. Rules combine patterns with and, or, not. A regular expression becomes the finite list of texts that
it describes; one that does not describe a finite list is refused, never dropped. Names are lower-cased before they are
matched, so patterns are lower case.
"""

import dataclasses
import itertools
import re
import typing

try:
    from re import _constants as sre
    from re import _parser as sre_parser
except ImportError:
    import sre_constants as sre
    import sre_parse as sre_parser

DIGIT = "\x01"


class PatternError(Exception):
    """A rule that has no finite form."""


@dataclasses.dataclass(frozen=True)
class Pattern:
    text: str
    at_start: bool
    at_end: bool

    def matches(self, name):
        places = range(len(name) - len(self.text) + 1)
        if self.at_start:
            places = places[:1]
        if self.at_end:
            places = [place for place in places if place + len(self.text) == len(name)]
        return any(all(same(a, b) for a, b in zip(self.text, name[place:])) for place in places)


@dataclasses.dataclass(frozen=True)
class AllOf:
    parts: typing.Tuple

    def matches(self, name):
        return all(part.matches(name) for part in self.parts)


@dataclasses.dataclass(frozen=True)
class AnyOf:
    parts: typing.Tuple

    def matches(self, name):
        return any(part.matches(name) for part in self.parts)


@dataclasses.dataclass(frozen=True)
class Not:
    part: object

    def matches(self, name):
        return not self.part.matches(name)


def same(expected, found):
    return found in "0123456789" if expected == DIGIT else expected == found


def from_clause(clause):
    """The rule of one clause of the package."""
    name, value = clause.name, next(iter(clause.values()))
    if name == "ClauseEquals":
        return Pattern(value.lower(), True, True)
    if name == "ClauseStartsWith":
        return Pattern(value.lower(), True, False)
    if name == "ClauseEndsWith":
        return Pattern(value.lower(), False, True)
    if name == "ClauseContains":
        return Pattern(value.lower(), False, False)
    if name == "ClauseOr":
        return AnyOf(tuple(from_clause(part) for part in value))
    if name == "ClauseAnd":
        return AllOf(tuple(from_clause(part) for part in value))
    if name == "ClauseRegex":
        return from_regex(value)
    raise PatternError(f"unknown clause {name}")


def from_regex(expression):
    tokens = list(sre_parser.parse(expression))
    at_start = bool(tokens) and tokens[0] == (sre.AT, sre.AT_BEGINNING)
    if not at_start:
        raise PatternError(f"{expression} does not start with ^")
    tokens = tokens[1:]
    excluded = []
    while tokens and tokens[0][0] is sre.ASSERT_NOT:
        direction, inner = tokens.pop(0)[1]
        if direction != 1:
            raise PatternError(f"{expression} looks behind")
        excluded.append(Not(lookahead(list(inner))))
    texts = AnyOf(tuple(Pattern(text, True, at_end) for text, at_end in expansions(tokens)))
    return AllOf((texts, *excluded))


def lookahead(tokens):
    """What stands in `(?!...)` at the start of a name."""
    code, argument = tokens[0]
    if code is sre.MAX_REPEAT:
        low, high, repeated = argument
        repeated = list(repeated)
        # `.*rest`: rest, anywhere.
        if low == 0 and high == sre.MAXREPEAT and repeated == [(sre.ANY, None)]:
            return AnyOf(tuple(Pattern(text, False, at_end) for text, at_end in expansions(tokens[1:])))
        # `[^x]+x`: an x that is not the first character.
        if low == 1 and high == sre.MAXREPEAT and len(tokens) == 2 and tokens[1][0] is sre.LITERAL:
            character = tokens[1][1]
            if repeated in ([(sre.NOT_LITERAL, character)], [(sre.IN, [(sre.NEGATE, None), (sre.LITERAL, character)])]):
                text = chr(character).lower()
                return AllOf((Pattern(text, False, False), Not(Pattern(text, True, False))))
    return AnyOf(tuple(Pattern(text, True, at_end) for text, at_end in expansions(tokens)))


def expansions(tokens):
    """The texts that `tokens` describe, each with whether it must end there, without repetition."""
    found = [("", False)]
    for token in tokens:
        found = [
            (text + more, ends)
            for text, ended in found
            for more, ends in ([("", True)] if ended and token == (sre.AT, sre.AT_END) else choices(token))
            if not ended or (text + more) == text
        ]
    return list(dict.fromkeys(found))


def choices(token):
    code, argument = token
    if code is sre.LITERAL:
        return [(chr(argument).lower(), False)]
    if code is sre.AT and argument is sre.AT_END:
        return [("", True)]
    if code is sre.IN:
        return [choice for item in argument for choice in set_choices(item)]
    if code is sre.SUBPATTERN:
        return expansions(list(argument[3]))
    if code is sre.BRANCH:
        return [choice for branch in argument[1] for choice in expansions(list(branch))]
    if code is sre.MAX_REPEAT and argument[1] != sre.MAXREPEAT and argument[1] <= 16:
        low, high, repeated = argument
        return [choice for count in range(low, high + 1) for choice in expansions(list(repeated) * count)]
    raise PatternError(f"{token} has no finite form")


def set_choices(item):
    code, argument = item
    if code is sre.LITERAL:
        return [(chr(argument).lower(), False)]
    if code is sre.CATEGORY and argument is sre.CATEGORY_DIGIT:
        return [(DIGIT, False)]
    raise PatternError(f"the set member {item} has no finite form")


def simplified(rule):
    """The same rule without groups of one and without groups inside groups of their own kind."""
    if isinstance(rule, Not):
        return Not(simplified(rule.part))
    if isinstance(rule, Pattern):
        return rule
    parts = []
    for part in map(simplified, rule.parts):
        parts += part.parts if type(part) is type(rule) else [part]
    parts = list(dict.fromkeys(parts))
    # An empty text that may stand anywhere says nothing.
    if isinstance(rule, AllOf):
        parts = [part for part in parts if not (isinstance(part, Pattern) and part.text == "" and not part.at_end)] or parts
    return parts[0] if len(parts) == 1 else type(rule)(tuple(parts))


def check(providers):
    """Compares every regular expression with its patterns, on every name of the book and on broken ones."""
    names = set()
    expressions = set()

    def visit(value):
        if isinstance(value, dict):
            if getattr(value, "name", None) == "ClauseRegex":
                expressions.add(value["regex"])
            for item in value.values():
                visit(item)
        elif isinstance(value, list):
            for item in value:
                visit(item)
        elif isinstance(value, str) and len(value) <= 80:
            names.add(value.lower())

    visit(providers)
    compiled = {expression: (re.compile(expression), simplified(from_regex(expression))) for expression in expressions}
    for _, rule in compiled.values():
        for pattern in patterns_of(rule):
            example = pattern.text.replace(DIGIT, "7")
            names.update([example, example + "x", "x" + example, example[:-1], "a/" + example, example.replace("7", "y", 1)])
    endings = ["", "-tts", "-tts-x", "-ttsx", "-20261104", "-2026-11-04"]
    for name, ending in itertools.product(sorted(names), endings):
        for expression, (regex, rule) in compiled.items():
            if bool(regex.search(name + ending)) != rule.matches(name + ending):
                raise PatternError(f"{expression} and its patterns differ on {name + ending!r}")


def patterns_of(rule):
    if isinstance(rule, Pattern):
        return [rule]
    if isinstance(rule, Not):
        return patterns_of(rule.part)
    return [pattern for part in rule.parts for pattern in patterns_of(part)]
