"""Figures as CSV, for spreadsheets: cells that would be formulas are defused."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from bot.domain.cells import defused


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A sheet with a headline, in UTF-8 with the mark by which spreadsheets know it."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def cell(value: object) -> object:
    """A value as it may stand in a cell; text that a spreadsheet would compute is quoted."""
    if not isinstance(value, str):
        return "" if value is None else value
    return defused(value.replace("\x00", ""))
