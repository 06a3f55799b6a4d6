"""Tables, for a terminal and as Markdown."""

from dataclasses import dataclass, field


@dataclass
class Section:
    title: str
    header: list
    rows: list
    notes: list = field(default_factory=list)

    def text(self):
        widths = [max(len(str(row[i])) for row in [self.header, *self.rows]) for i in range(len(self.header))]
        lines = [self.title, ""]
        for row in [self.header, *self.rows]:
            cells = [str(cell).ljust(width) if i == 0 else str(cell).rjust(width)
                     for i, (cell, width) in enumerate(zip(row, widths))]
            lines.append("  ".join(cells).rstrip())
        return "\n".join(lines + [""] + [f"  {note}" for note in self.notes]) + "\n"

    def markdown(self):
        lines = [f"## {self.title}", "", "| " + " | ".join(map(str, self.header)) + " |",
                 "|---" + "|---:" * (len(self.header) - 1) + "|"]
        lines += ["| " + " | ".join(map(str, row)) + " |" for row in self.rows]
        return "\n".join(lines + [""] + [f"- {note}" for note in self.notes]) + "\n"


def speed(bytes, nanoseconds):
    """Megabytes a second, to three digits: nobody can measure more here."""
    value = bytes * 1e3 / max(nanoseconds, 1)
    return f"{value:.0f}" if value >= 99.5 else f"{value:.1f}" if value >= 9.95 else f"{value:.2f}"


def duration(nanoseconds):
    return f"{nanoseconds:.0f} ns" if nanoseconds < 9_999 else f"{nanoseconds / 1e3:.1f} µs"
