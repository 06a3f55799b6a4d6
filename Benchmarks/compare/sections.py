"""The parts of a report: what is measured for each, and its table."""

import targets
import texts
from measuring import Results, check, check_each_other, measure
from report import Section, duration, speed
from subjects import Subject, hostile, parallel, small, standard

WARM_PASSES = 15


def notes_on(results):
    """Why there are cells without a figure; what is absent is absent for all texts."""
    return sorted({
        f"{subject.name}: {why}" if why.startswith("absent") else f"{text}, {subject.name}: {why}"
        for (text, subject), why in results.wrong.items()
    })


def word(results, text, subject):
    """What a cell says where there is no figure."""
    why = results.wrong.get((text, subject), "absent")
    return "-" if why.startswith("absent") else why.split(":")[0]


def the_standard(launcher, progress, options, paths):
    results = Results(options.clock)
    subjects = standard(options.encoding, options.tiers)
    other = Subject("tally", "count", "cl100k_base") if options.encoding == "o200k_base" else None
    subjects += [other] if other else []
    if options.tools:
        subjects = [subject for subject in subjects if subject.tool in options.tools]
    check(launcher, progress, results, subjects, paths)
    measure(launcher, progress, results, subjects, paths, options.rounds, passes=WARM_PASSES)
    names = [path.stem for path in paths]

    def cell(text, subject):
        cold, warm = (results.time(text, subject, pass_) for pass_ in ("cold", "warm"))
        if warm is None:
            return word(results, text, subject)
        size = results.bytes(text, subject)
        return f"{speed(size, cold)} / {speed(size, warm)}"

    def title(subject):
        name = subject.name + (f", {subject.encoding}" if subject.encoding != options.encoding else "")
        return name + (f" (first {subject.prefix / 1e6:g} MB)" if subject.prefix else "")

    table = Section(
        f"{options.encoding}, one thread on one core: MB/s, cold / warm",
        ["", *names],
        [[title(subject), *(cell(name, subject) for name in names)] for subject in subjects],
        notes_on(results),
    )
    return [table, the_targets(results, subjects, names, options)], results


def the_targets(results, subjects, names, options):
    def find(tool, operation, *rest):
        wanted = rest[0] if rest else ""
        for subject in subjects:
            if (subject.tool, subject.operation) != (tool, operation):
                continue
            if wanted in (subject.kernels, subject.encoding) and wanted or (
                    not wanted and not subject.kernels and subject.encoding == options.encoding):
                return subject
        return None

    rows = []
    for target in targets.TARGETS:
        ours, theirs = find(*target.ours), find(*target.theirs)
        if not ours or not theirs:
            continue
        cells = []
        for name in names:
            ratio = results.ratio(name, ours, theirs, target.pass_)
            least = target.least.get(name)
            if ratio is None:
                cells.append("-")
            elif least is None:
                cells.append(f"{ratio:.2f}")
            else:
                cells.append(f"{ratio:.2f} {'≥' if ratio >= least else '<'} {least:g}")
        rows.append([target.title, *cells])
    return Section("Ratios, and what they should be", ["", *names], rows,
                   ["Each is the median of the rounds' ratios. 'first' is the cold pass with the set-up before it."])


def the_small(launcher, progress, options, paths):
    subjects = small(options.encoding)
    sections, everything = [], []
    for size in (100, 4_096):
        results = Results(options.clock)
        check(launcher, progress, results, subjects, paths)
        measure(launcher, progress, results, subjects, paths, options.rounds, passes=WARM_PASSES, slice=size)
        disagreements(results, subjects, paths)

        def cell(text, subject):
            warm = results.time(text, subject, "warm")
            if warm is None:
                return word(results, text, subject)
            return duration(warm / results.rounds[text, subject][0]["calls"])

        names = [path.stem for path in paths]
        sections.append(Section(
            f"{options.encoding}, calls on {size:,} bytes: time a call, warm",
            ["", *names],
            [[subject.name, *(cell(name, subject) for name in names)] for subject in subjects],
            notes_on(results) + ["The slices of the text's first megabyte, one after the other."],
        ))
        everything.append(results)
    return sections, everything


def disagreements(results, subjects, paths):
    """Marks those whose tokens on the slices differ from tiktoken's."""
    reference = next(subject for subject in subjects if subject.tool == "tiktoken")
    for path in paths:
        right = results.rounds.get((path.stem, reference), [{}])[0].get("tokens")
        for subject in subjects:
            found = {each["tokens"] for each in results.rounds.get((path.stem, subject), [])}
            if right is not None and found - {right}:
                results.fail(path.stem, subject, f"differs: {sorted(found)} tokens instead of {right:,}")


def the_hostile(launcher, progress, options, paths):
    results = Results(options.clock)
    subjects = hostile(options.encoding)
    paths = texts.hostile(options.data)
    check_each_other(launcher, progress, results, subjects, paths, timeout=options.timeout)
    measure(launcher, progress, results, subjects, paths, min(options.rounds, 3), passes=3, timeout=options.timeout)

    def cell(text, subject):
        cold, warm = (results.time(text, subject, pass_) for pass_ in ("cold", "warm"))
        if warm is None:
            return word(results, text, subject)
        size = results.bytes(text, subject)
        return f"{speed(size, cold)} / {speed(size, warm)}"

    rows = [[path.stem, *(cell(path.stem, subject) for subject in subjects)] for path in paths]
    notes = notes_on(results) + ["Answers are compared with each other: tiktoken fails on 1 MB of spaces."]
    header = ["", *(subject.name for subject in subjects)]
    return [Section(f"{options.encoding}, giant pieces: MB/s, cold / warm", header, rows, notes)], results


def the_parallel(launcher, progress, options, paths):
    results = Results("wall")
    threads = len(launcher.cores)
    subjects = parallel(options.encoding)
    ours = subjects[0]
    if b"--threads" not in launcher.output([launcher.tally, "bench", "--help"]):
        for path in paths:
            results.fail(path.stem, ours, "absent: this `tally bench` has no --threads")
    measure(launcher, progress, results, subjects, paths, options.rounds, passes=WARM_PASSES, threads=threads)

    def cell(text, subject):
        warm = results.time(text, subject, "warm")
        return word(results, text, subject) if warm is None else speed(results.bytes(text, subject), warm)

    names = [path.stem for path in paths]
    rows = [[subject.name, *(cell(name, subject) for name in names)] for subject in subjects]
    notes = notes_on(results) + ["The others get the text in documents of 64 KB; those answers are not checked."]
    title = f"{options.encoding}, {threads} threads: MB/s by the wall clock, warm"
    return [Section(title, ["", *names], rows, notes)], results
