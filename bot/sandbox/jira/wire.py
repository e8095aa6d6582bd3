"""The forms in which Jira writes instants, rich text and sprints on the wire."""

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

JsonValue = Any
"""A JSON value of any shape."""
Json = dict[str, JsonValue]
"""A JSON object."""

ORIGIN = "http://origin.invalid"
"""Stands for the site's own address in stored links; answers carry the real one."""
API = f"{ORIGIN}/rest/api/2"
AGILE = f"{ORIGIN}/rest/agile/1.0"


def stamp(moment: datetime, zone: tzinfo) -> str:
    """`moment` as REST writes it: local to `zone`, milliseconds, an offset without a colon."""
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}{local:%z}"


def utc_stamp(moment: datetime) -> str:
    """`moment` as sprints carry it: UTC, milliseconds, a `Z`."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


@lru_cache(maxsize=1 << 16)
def instant(text: str) -> datetime:
    """The aware instant of a REST timestamp; ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return moment


def epoch_ms(moment: datetime) -> int:
    """Milliseconds since 1970, cut."""
    return int(moment.timestamp() * 1000)


def is_adf(value: JsonValue) -> bool:
    """Whether `value` is the root of an Atlassian Document.

    https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
    """
    return (
        isinstance(value, dict)
        and value.get("type") == "doc"
        and value.get("version") == 1
        and isinstance(value.get("content"), list)
    )


def as_adf(value: JsonValue) -> JsonValue:
    """Rich text as v3 shows it: a document with one paragraph a line of wiki text."""
    if not isinstance(value, str):
        return value
    return {"type": "doc", "version": 1, "content": [_paragraph(t) for t in value.split("\n")]}


def _paragraph(text: str) -> Json:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}] if text else []}


def as_wiki(value: JsonValue) -> JsonValue:
    """Rich text as v2 shows it: the text of the document, a line for each block."""
    if not is_adf(value):
        return value
    return "\n".join(_text_of(block) for block in value["content"])


def _text_of(node: Json) -> str:
    if node.get("type") == "hardBreak":
        return "\n"
    inner = node.get("content", [])
    joint = "\n" if any("content" in child for child in inner) else ""
    return str(node.get("text", "")) + joint.join(_text_of(child) for child in inner)


def sprint_text(sprint: Json) -> str:
    """A sprint as Data Center shows it in an issue: the text of a Java object."""
    shown = {
        "id": sprint["id"],
        "rapidViewId": sprint.get("originBoardId", sprint.get("boardId")),
        "state": sprint["state"].upper(),
        "name": sprint["name"],
        "startDate": sprint.get("startDate", "<null>"),
        "endDate": sprint.get("endDate", "<null>"),
        "completeDate": sprint.get("completeDate", "<null>"),
        "goal": sprint.get("goal", ""),
    }
    inner = ",".join(f"{name}={value}" for name, value in shown.items())
    return f"com.atlassian.greenhopper.service.sprint.Sprint@{sprint['id']:x}[{inner}]"
