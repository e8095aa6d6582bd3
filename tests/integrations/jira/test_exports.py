"""Issues from files."""

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.errors import UserError
from bot.tracked import Status, Version
from integrations.jira.exports import ExportReader, read_export

DONE = {"id": "5", "name": "Done", "statusCategory": {"key": "done"}}
OPEN = {"id": "1", "name": "Open", "statusCategory": {"key": "new"}}


def issue(number: int, project: str = "ABC", **fields: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "key": f"{project}-{number}",
        "fields": {
            "summary": "Sample",
            "issuetype": {"name": "Task"},
            "project": {"key": project},
            "status": OPEN,
            "created": "2024-03-01T12:00:00.000+0000",
            "updated": "2024-03-01T12:00:00.000+0000",
        }
        | fields,
    }


def lines(*values: Any) -> bytes:
    return b"\n".join(map(orjson.dumps, values)) + b"\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("e.jsonl", lines(issue(1)) + b"\n" + lines(issue(2))),
        ("e.jsonl.gz", gzip.compress(lines(issue(1), issue(2)))),
        ("e.json", orjson.dumps([issue(1), issue(2)])),
        ("e.json", orjson.dumps({"total": 2, "issues": [issue(1), issue(2)]})),
        ("e.json.gz", gzip.compress(orjson.dumps([issue(1), issue(2)]))),
    ],
)
def test_every_form_of_export_holds_the_same(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert ["ABC-1", "ABC-2"] == [raw["key"] for raw in read_export(path)]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("e.jsonl", lines(issue(1)) + b"{oops\n", "e.jsonl, line 2 is not JSON"),
        ("e.jsonl", lines(issue(1), 7), "e.jsonl, line 2 is not a Jira issue: it has no fields"),
        ("e.json", b"[1", "e.json is not JSON"),
        ("e.json", b'{"a": 1}', "holds no list"),
        ("e.json", orjson.dumps([issue(1), {}]), "e.json, issue 2 is not a Jira issue"),
        ("e.jsonl.gz", b"plain", "cannot be read"),
        ("e.jsonl.gz", gzip.compress(lines(issue(1)))[:-9], "cannot be read"),
    ],
)
def test_a_fault_is_named_with_its_place(
    tmp_path: Path, name: str, content: bytes, fault: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=fault):
        list(read_export(path))


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.jsonl cannot be read"):
        list(read_export(tmp_path / "gone.jsonl"))


def test_an_issue_without_a_status_is_named_by_its_line(tmp_path: Path) -> None:
    broken = issue(2)
    del broken["fields"]["status"]
    path = tmp_path / "e.jsonl"
    path.write_bytes(lines(issue(1), broken))
    with pytest.raises(UserError, match=r"line 2 is not a Jira issue: .* field `status`"):
        list(ExportReader(path).issues())


def test_a_file_says_what_its_site_defines(tmp_path: Path) -> None:
    linked = {"id": "9", "key": "XYZ-9", "fields": {"status": DONE}}
    odd = {"id": "8", "name": "Odd"}
    path = tmp_path / "e.jsonl"
    path.write_bytes(
        lines(
            issue(1, fixVersions=[{"id": "55", "name": "1.0"}]),
            issue(2, versions=[{"id": "54", "name": "0.9", "released": True}]),
            issue(3, "OLD", status=odd, issuelinks=[{"type": {}, "inwardIssue": linked}]),
        )
    )
    reader = ExportReader(path)
    assert 3 == len(list(reader.issues()))
    assert (Status("1", "Open", "new"), Status("5", "Done", "done")) == reader.statuses
    assert (
        Version("55", "1.0", None, None, False, False, "ABC"),
        Version("54", "0.9", None, None, True, False, "ABC"),
    ) == reader.versions
    assert "ABC" == reader.project


def test_an_empty_file_has_no_project(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_bytes(b"")
    reader = ExportReader(path)
    assert ([], None) == (list(reader.issues()), reader.project)
