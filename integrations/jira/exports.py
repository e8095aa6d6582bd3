"""Issues from a file, as Jira's REST API told them: no site needed."""

import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BufferedIOBase
from pathlib import Path

import orjson

from bot.errors import UserError
from bot.tracked import Issue, Status, Version
from integrations.jira.mapping import (
    UNDEFINED,
    issue_from_json,
    status_from_json,
    version_from_json,
)
from integrations.jira.shapes import Json

LARGEST_LINE = 64 << 20
"""Bytes of one issue; more is no export, or a gzip bomb."""


def read_export(path: Path) -> Iterator[Json]:
    """The issues of a `.jsonl` (one a line) or `.json` file (an array, or a search's answer).

    Either may be gzipped (`.gz`). Raises UserError naming the line and what is wrong there.
    """
    return (raw for _, raw in _numbered(path))


class ExportReader:
    """A file's issues in our terms, and what the whole file says of the site.

    `statuses`, `versions` and `project` are complete once `issues` is read through.
    """

    def __init__(self, path: Path, fields: Mapping[str, str] | None = None) -> None:
        self._path = path
        self._fields = dict(fields or {})
        self._statuses: dict[str, Status] = {}
        self._versions: dict[str, Version] = {}
        self._projects: Counter[str] = Counter()

    def issues(self) -> Iterator[Issue]:
        """Each issue in turn. Raises UserError naming the line of one that cannot be read."""
        for place, raw in _numbered(self._path):
            try:
                issue = issue_from_json(raw, self._fields)
                self._learn(issue.project, raw["fields"])
            except (KeyError, ValueError) as error:
                raise UserError(f"{place} is not a Jira issue: {_fault(error)}.") from error
            yield issue

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses the issues have, and those of the issues they name, by id."""
        return tuple(self._statuses.values())

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions the issues name, as fixed in or as affected."""
        return tuple(self._versions.values())

    @property
    def project(self) -> str | None:
        """The key of the project most issues belong to; None for a file without issues."""
        return self._projects.most_common(1)[0][0] if self._projects else None

    def _learn(self, project: str, values: Json) -> None:
        self._projects[project] += 1
        for raw in _status_values(values):
            status = status_from_json(raw)
            if status.category != UNDEFINED:
                self._statuses[status.id] = status
        for raw in (*(values.get("fixVersions") or ()), *(values.get("versions") or ())):
            self._versions[str(raw["id"])] = version_from_json(raw, project)


def _status_values(values: Json) -> Iterator[Json]:
    """The statuses of an issue, its parent, its sub-tasks and the far ends of its links."""
    yield values["status"]
    near = [values.get("parent"), *(values.get("subtasks") or ())]
    for link in values.get("issuelinks") or ():
        near += [link.get("inwardIssue"), link.get("outwardIssue")]
    for issue in near:
        if issue and (status := (issue.get("fields") or {}).get("status")):
            yield status


def _numbered(path: Path) -> Iterator[tuple[str, Json]]:
    """Each issue with the place where it stands, for the person who must mend it."""
    try:
        with _opened(path) as file:
            if path.name.removesuffix(".gz").endswith(".json"):
                yield from _array(path, file)
            else:
                yield from _lines(path, file)
    except (OSError, EOFError) as error:
        raise UserError(f"{path.name} cannot be read: {error}.") from error


def _opened(path: Path) -> BufferedIOBase:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _lines(path: Path, file: BufferedIOBase) -> Iterator[tuple[str, Json]]:
    number = 0
    while line := file.readline(LARGEST_LINE):
        number += 1
        if line.strip():
            place = f"{path.name}, line {number}"
            yield place, _issue(place, _parsed(place, line))


def _array(path: Path, file: BufferedIOBase) -> Iterator[tuple[str, Json]]:
    whole = _parsed(path.name, file.read())
    if isinstance(whole, dict):
        whole = whole.get("issues")
    if not isinstance(whole, list):
        raise UserError(f"{path.name} holds no list of issues.")
    for number, raw in enumerate(whole, 1):
        place = f"{path.name}, issue {number}"
        yield place, _issue(place, raw)


def _parsed(place: str, text: bytes) -> object:
    try:
        parsed: object = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise UserError(f"{place} is not JSON: {error.msg}.") from error
    return parsed


def _issue(place: str, raw: object) -> Json:
    if isinstance(raw, dict) and isinstance(raw.get("fields"), dict):
        return raw
    raise UserError(f"{place} is not a Jira issue: it has no fields.")


def _fault(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
