"""The ratios that Tally wants to reach; a report says which it does, and nothing fails if it does not."""

from dataclasses import dataclass

FOUR = ["chat", "code", "prose", "json"]


@dataclass(frozen=True)
class Target:
    ours: tuple  # tool, operation, kernels or the like: the fields of a subject that matter
    theirs: tuple
    pass_: str
    least: dict  # corpus to ratio

    @property
    def title(self):
        return f"{label(self.ours)} {self.pass_} / {label(self.theirs)} {self.pass_}"


def label(subject):
    tool, operation, *rest = subject
    return " ".join([tool, operation, *rest])


def least(four, others=None, **exceptions):
    """The least ratio by corpus: one for chat, code, prose and json, one for the many-language texts."""
    values = dict.fromkeys(FOUR, four)
    if others:
        values |= dict.fromkeys(["tldr", "udhr"], others)
    return values | exceptions


TARGETS = [
    Target(("tally", "count"), ("gigatoken", "encode"), "warm", least(1.7, 1.5)),
    Target(("tally", "count"), ("gigatoken", "encode"), "cold", least(3, 3, code=1.5, udhr=2)),
    Target(("tally", "count"), ("gigatoken", "encode"), "first", {}),
    Target(("tally", "count"), ("quicktok", "count"), "warm", least(7, 5)),
    Target(("tally", "count"), ("tiktoken", "encode"), "warm", least(30, 25, udhr=15)),
    Target(("tally", "encode"), ("gigatoken", "encode"), "warm", least(1.15, 1.15, udhr=1)),
    Target(("tally", "encode"), ("gigatoken", "encode"), "cold", least(1.5, 1.5, udhr=1)),
    Target(("tally", "encode"), ("gigatoken", "encode"), "first", {}),
    Target(("tally", "count", "avx2"), ("gigatoken", "encode"), "warm", least(1.1)),
    Target(("tally", "count", "sse2"), ("gigatoken", "encode"), "warm", least(1)),
    Target(("tally", "count", "cl100k_base"), ("tally", "count"), "warm", least(0.9, 0.9)),
]
