"""Sprint fields: a list of objects on Cloud, of printed Java objects on Data Center."""

import re
from collections.abc import Iterable
from typing import Any

from bot.tracked import Sprint
from integrations.jira.instants import instant_or_none

# A name may hold commas, so a comma ends a value only where a known attribute follows.
_ATTRIBUTE = re.compile(
    r"[\[,](id|rapidViewId|state|name|goal|startDate|endDate|completeDate"
    r"|activatedDate|sequence|autoStartStop|synced|incompleteIssuesDestinationId)="
)


def sprints_from_json(values: object) -> tuple[Sprint, ...]:
    """The sprints a sprint field holds, in its order. Raises ValueError for unreadable ones."""
    if not isinstance(values, Iterable):
        return ()
    return tuple(
        sprint_from_json(value if isinstance(value, dict) else _attributes(str(value)))
        for value in values
    )


def sprint_from_json(raw: dict[str, Any]) -> Sprint:
    """One sprint from the issue field, the agile API or a printed object's attributes."""
    board = raw.get("boardId") or raw.get("originBoardId") or raw.get("rapidViewId")
    return Sprint(
        id=int(raw["id"]),
        name=raw.get("name") or "",
        state=str(raw.get("state") or "").lower(),
        board=int(board) if board not in (None, "<null>") else None,
        start=instant_or_none(raw.get("startDate")),
        end=instant_or_none(raw.get("endDate")),
        completed=instant_or_none(raw.get("completeDate")),
    )


def _attributes(printed: str) -> dict[str, str]:
    """The attributes of `...Sprint@1a2b[id=7,state=ACTIVE,name=...]`."""
    parts = _ATTRIBUTE.split(printed[printed.find("[") :].removesuffix("]"))
    names, values = parts[1::2], parts[2::2]
    if "id" not in names:
        raise ValueError(f"not a sprint: {printed[:80]!r}")
    return dict(zip(names, values, strict=True))
