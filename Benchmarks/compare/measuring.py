"""Checks all answers, then measures all subjects on all texts in turn, round after round."""

import statistics
import sys

from launch import Absence, Failure


class Progress:
    """A line on a terminal, nothing elsewhere."""

    def __init__(self):
        self.isShown = sys.stderr.isatty()

    def show(self, text):
        if self.isShown:
            print(f"\r\033[K{text[:100]}", end="", file=sys.stderr, flush=True)

    def clear(self):
        self.show("")


class Results:
    """What is known about each subject on each text."""

    def __init__(self, clock):
        self.clock = clock
        self.wrong = {}  # (text, subject): why there is no measurement
        self.rounds = {}  # (text, subject): the measurements, one a round

    def fail(self, text, subject, why):
        self.wrong[text, subject] = why

    def add(self, text, subject, measurement):
        self.rounds.setdefault((text, subject), []).append(measurement)

    def times(self, text, subject, pass_):
        """Nanoseconds of a pass in each round: the median of the warm ones, the cold one, or that and the set-up."""
        key = f"{self.clock}_ns"

        def value(measurement):
            if pass_ == "warm":
                return statistics.median(lap[key] for lap in measurement["passes"])
            return measurement["cold"][key] + (measurement["setup"][key] if pass_ == "first" else 0)
        return [value(measurement) for measurement in self.rounds.get((text, subject), [])]

    def bytes(self, text, subject):
        return self.rounds[text, subject][0]["bytes"]

    def time(self, text, subject, pass_):
        """The median over all rounds, or nil if there is no measurement to trust."""
        if (text, subject) in self.wrong or (text, subject) not in self.rounds:
            return None
        return statistics.median(self.times(text, subject, pass_))

    def ratio(self, text, ours, theirs, pass_):
        """How many times faster than theirs ours is: the median of the rounds' ratios, since a round's two measurements
        have more in common with each other than with those of another round."""
        if self.time(text, ours, pass_) is None or self.time(text, theirs, pass_) is None:
            return None
        scale = self.bytes(text, ours) / self.bytes(text, theirs)
        pairs = zip(self.times(text, ours, pass_), self.times(text, theirs, pass_))
        return statistics.median(scale * their / max(our, 1) for our, their in pairs)

    def members(self):
        """Everything, for JSON."""
        return [
            {"text": text, "tool": subject.tool, "operation": subject.operation, "encoding": subject.encoding,
             "kernels": subject.kernels or None, "wrong": self.wrong.get((text, subject)),
             "rounds": self.rounds.get((text, subject), [])}
            for text, subject in self.rounds.keys() | self.wrong.keys()
        ]


def why(failure):
    return f"absent: {failure}" if isinstance(failure, Absence) else f"failed: {failure}"


def check(launcher, progress, results, subjects, paths):
    """Compares the answer of each subject to each text with tiktoken's, before any clock starts."""
    expected = {}
    for path in paths:
        for subject in subjects:
            progress.show(f"checking the answer: {path.stem}, {subject.name}")
            question = path, subject.encoding, subject.prefix
            try:
                if question not in expected:
                    expected[question] = launcher.expected(subject, path)
                tokens, ids = launcher.answer(subject, path)
            except Failure as failure:
                results.fail(path.stem, subject, why(failure))
                continue
            right, rightIDs = expected[question]
            if tokens != right:
                results.fail(path.stem, subject, f"differs: {tokens:,} tokens instead of {right:,}")
            elif ids is not None and ids != rightIDs:
                results.fail(path.stem, subject, "differs: other ids")


def check_each_other(launcher, progress, results, subjects, paths, timeout):
    """The same where tiktoken has no answer: all must agree with the last subject."""
    for path in paths:
        answers = {}
        for subject in subjects:
            progress.show(f"checking the answer: {path.stem}, {subject.name}")
            try:
                answers[subject] = launcher.answer(subject, path, timeout)[0]
            except Failure as failure:
                results.fail(path.stem, subject, why(failure))
        reference = answers.get(subjects[-1])
        for subject, tokens in answers.items():
            if reference is not None and tokens != reference:
                results.fail(path.stem, subject, f"differs: {tokens:,} tokens instead of {reference:,}")


def measure(launcher, progress, results, subjects, paths, rounds, **options):
    """Each subject on each text in turn, in a new process each, as many times as there are rounds."""
    for number in range(rounds):
        for path in paths:
            # Every other round the other way round, so that no subject always comes after the same one.
            for subject in subjects if number % 2 == 0 else reversed(subjects):
                if (path.stem, subject) in results.wrong:
                    continue
                progress.show(f"round {number + 1} of {rounds}: {path.stem}, {subject.name}")
                try:
                    results.add(path.stem, subject, launcher.measure(subject, path, **options))
                except Failure as failure:
                    results.fail(path.stem, subject, why(failure))
