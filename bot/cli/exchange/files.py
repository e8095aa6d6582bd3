"""Files of rows: CSV for spreadsheets, its cells harmless, and JSON; read with line numbers."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.cells import defused, restored
from bot.errors import UserError

LONGEST_CELL = 10_000_000
SEPARATORS = ",;\t"
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its cells by column, and where it begins."""

    at: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's columns and rows. `unit` is what `at` counts: lines of CSV, rows of JSON."""

    columns: Sequence[str]
    rows: Sequence[Row]
    unit: str = "line"


# --- Writing


def write(path: Path, columns: Sequence[str], rows: Iterable[Cells]) -> int:
    """Write rows as the file's name says; how many there were."""
    found = [[row[column] for column in columns] for row in rows]
    if path.suffix == ".json":
        listed = [dict(zip(columns, row, strict=True)) for row in found]
        path.write_text(json.dumps(listed, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return len(found)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([defused(cell) for cell in row] for row in found)
    return len(found)


# --- Reading


def read(path: Path) -> Sheet:
    """The rows of a CSV or JSON file in UTF-8. Raises UserError naming the line."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UserError(f"{path.name}, line {line}: not UTF-8. Save it as CSV UTF-8.") from error
    return _json(path, text) if path.suffix == ".json" else _csv(path, text)


def _csv(path: Path, text: str) -> Sheet:
    csv.field_size_limit(LONGEST_CELL)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = [name.strip() for name in next(reader, [])]
        _must_be_distinct(path, columns)
        return Sheet(columns, list(_csv_rows(path, columns, reader)))
    except csv.Error as error:
        raise UserError(f"{path.name}, line {reader.line_num}: {error}.") from error


def _csv_rows(path: Path, columns: Sequence[str], reader: Any) -> Iterator[Row]:  # noqa: ANN401
    begins = reader.line_num + 1
    for cells in reader:
        if len(cells) > len(columns) or 1 < len(cells) < len(columns):
            raise UserError(
                f"{path.name}, line {begins}: {len(cells)} cells under {len(columns)} columns. "
                'Put cells that hold separators in "quotes".'
            )
        if any(cells):
            filled = [restored(cell) for cell in cells] + [""] * (len(columns) - len(cells))
            yield Row(begins, dict(zip(columns, filled, strict=True)))
        begins = reader.line_num + 1


def _json(path: Path, text: str) -> Sheet:
    try:
        listed = json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise UserError(f"{path.name}, line {error.lineno}: {error.msg}.") from error
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise UserError(f"{path.name} holds no list of objects: [{{…}}, {{…}}].")
    columns = list(dict.fromkeys(name for item in listed for name in item))
    _must_be_distinct(path, columns)
    rows = [
        Row(at, {name: _cell(path, at, name, item.get(name)) for name in columns})
        for at, item in enumerate(listed, 1)
    ]
    return Sheet(columns, rows, "row")


def _cell(path: Path, at: int, name: str, value: object) -> str:
    """A JSON value as a cell; a list is its members, one after the other."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case list() if all(isinstance(member, str) for member in value):
            return "; ".join(value)
    raise UserError(f"{path.name}, row {at}, {name}: write a text, not an object.")


def _must_be_distinct(path: Path, columns: Sequence[str]) -> None:
    if not any(columns):
        raise UserError(f"{path.name} is empty: its first line must name its columns.")
    double = next((name for name in columns if name and columns.count(name) > 1), None)
    if double:
        raise UserError(f"{path.name} has two columns named {double}. Rename one.")
