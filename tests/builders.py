"""Short builders for the tracker's values. Times are UTC unless an offset is written."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from bot.domain.facts import Facts
from bot.domain.outlook import Traces
from bot.domain.statuses import Statuses
from bot.domain.trace import traced
from bot.tracked import Blocker, Change, Field, Issue, Sprint, Status, Version

STATUSES = {
    name: Status(str(number), name, category)
    for number, (name, category) in enumerate(
        {
            "Open": "new",
            "In Progress": "indeterminate",
            "In Review": "indeterminate",
            "Blocked": "indeterminate",
            "Resolved": "done",
            "Closed": "done",
        }.items(),
        start=1,
    )
}
"""The site of all built issues."""

SITE = Statuses(tuple(STATUSES.values()))


def at(text: str) -> datetime:
    """An instant such as "2024-01-08 10:00", in UTC."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def change(when: str, field: Field, before: str | None, after: str | None, **values: Any) -> Change:
    """One change; its place among those of the same instant is given by the issue."""
    return Change(at(when), 0, 0, field, before, after, **values)


def move(when: str, before: str, after: str) -> Change:
    """A change of status, by names."""
    one, other = STATUSES[before], STATUSES[after]
    return Change(at(when), 0, 0, Field.STATUS, one.id, other.id, one.name, other.name)


def issue(
    key: str = "A-1",
    *,
    created: str = "2024-01-01",
    first: str = "Open",
    moves: Sequence[tuple[str, str]] = (),
    changes: Sequence[Change] = (),
    **values: Any,
) -> Issue:
    """An issue created in status `first` that made the moves, (when, status), and the changes.

    Of changes in one instant, moves come first, and each is a history of its own.
    """
    names = [first, *(name for _, name in moves)]
    steps = [move(when, names[n], name) for n, (when, name) in enumerate(moves)]
    ordered = sorted([*steps, *changes], key=lambda step: step.at)
    defaults: dict[str, Any] = {
        "id": key.replace("-", "0"),
        "key": key,
        "project": key.partition("-")[0],
        "summary": f"Sample {key}",
        "type": "Story",
        "subtask": False,
        "status": STATUSES[names[-1]],
        "created": at(created),
        "updated": max([at(created), *(step.at for step in ordered)]),
        "changes": tuple(replace(step, history=n) for n, step in enumerate(ordered)),
    }
    return Issue(**defaults | values)


def version(id: str = "1", release: str | None = None, *, released: bool = False) -> Version:  # noqa: A002
    """A release of project A, by its id."""
    day = date.fromisoformat(release) if release else None
    return Version(id, f"Release {id}", None, day, released, False, "A")


def sprint(id: int, start: str | None, end: str | None, state: str = "closed") -> Sprint:  # noqa: A002
    """A sprint of board 1; a closed one was completed at its planned end."""
    begun, done = start and at(start), end and at(end)
    completed = (done or None) if state == "closed" else None
    return Sprint(id, f"Sprint {id}", state, 1, begun or None, done or None, completed)


def blocker(key: str, category: str = "new") -> Blocker:
    """The link's own word on what blocks an issue."""
    return Blocker(key.replace("-", "0"), key, category)


def facts(
    issues: Sequence[Issue] = (), as_of: str = "2024-03-04", zone: str = "UTC", **values: Any
) -> Facts:
    """Product A as of a Monday; the window is the week from 2024-02-26 on."""
    defaults: dict[str, Any] = {"versions": (), "statuses": SITE}
    day = date.fromisoformat(as_of)
    return Facts(product="A", zone=zone, as_of=day, issues=issues, **defaults | values)


def traces(known: Facts) -> Traces:
    """What releases are counted from, of all there is."""
    found = [traced(history) for history in known.histories]
    stays = [stay for one in found for stay in one.stays]
    closings = [span for one in found for span in one.closings]
    return Traces(known.zone, known.as_of, known.versions, stays, closings)
