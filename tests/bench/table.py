"""Plain tables on standard output."""

import sys
from collections.abc import Sequence


def show(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [title]
    for row in (heads, *rows):
        first, *rest = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join([first.strip().ljust(widths[0]), *rest]))
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.flush()


def verdict(good: bool) -> str:
    """`met` or `missed`."""
    return "met" if good else "missed"
