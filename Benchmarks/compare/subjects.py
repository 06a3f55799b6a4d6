"""What is measured: one operation of one tool."""

from dataclasses import dataclass

TIERS = ["avx512", "avx2", "sse2", "scalar"]

# Bytes. The speed of these does not depend on the length of the text, and a whole corpus would take minutes.
PREFIX = {"tokenizers": 1_000_000}


@dataclass(frozen=True)
class Subject:
    tool: str
    operation: str
    encoding: str
    kernels: str = ""  # ours only: one instruction set instead of the best

    @property
    def name(self):
        return f"{self.tool} {self.operation}" + (f", {self.kernels}" if self.kernels else "")

    @property
    def is_ours(self):
        return self.tool == "tally"

    @property
    def prefix(self):
        return PREFIX.get(self.tool)


def standard(encoding, tiers):
    """The subjects of the main table, ours first; with the tiers if they are asked for."""
    ours = [Subject("tally", "count", encoding), Subject("tally", "encode", encoding)]
    if tiers:
        ours += [Subject("tally", operation, encoding, tier) for tier in TIERS for operation in ("count", "encode")]
    return ours + [
        Subject("gigatoken", "encode", encoding),
        Subject("quicktok", "count", encoding),
        Subject("quicktok", "encode", encoding),
        Subject("bpe-openai", "count", encoding),
        Subject("bpe-openai", "encode", encoding),
        Subject("tiktoken", "encode", encoding),
        Subject("tokenizers", "encode", encoding),
    ]


def small(encoding):
    """The subjects for short calls."""
    return [subject for subject in standard(encoding, tiers=False) if subject.tool != "tokenizers"]


def hostile(encoding):
    """The subjects for giant pieces; of the others, some are quadratic and tiktoken fails."""
    return [Subject("tally", "count", encoding), Subject("bpe-openai", "count", encoding)]


def parallel(encoding):
    """The subjects that can use all cores."""
    return [
        Subject("tally", "count", encoding),
        Subject("gigatoken", "encode", encoding),
        Subject("quicktok", "encode", encoding),
        Subject("tiktoken", "encode", encoding),
    ]
