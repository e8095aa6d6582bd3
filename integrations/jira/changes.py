"""Changelog items in our terms: which fields are kept, and what each says was there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

from bot.tracked import Change, Field
from integrations.jira.instants import instant

Json = dict[str, Any]
"""A JSON object as Jira sent it."""

Sides = tuple[str | None, str | None, str, str]
"""Before, after, and what a person read of each."""

HOURS_FIELD = "timeoriginalestimate"
"""The one estimate that is no number field: seconds, told in hours."""

_BY_NAME = {
    "flagged": Field.FLAGGED,
    "sprint": Field.SPRINT,
    "story points": Field.ESTIMATE,
    "story point estimate": Field.ESTIMATE,
    "rank": Field.RANK,
}
_BY_ID = {
    "status": Field.STATUS,
    "resolution": Field.RESOLUTION,
    "fixVersions": Field.VERSION,
    "fix version": Field.VERSION,
    "assignee": Field.ASSIGNEE,
    "priority": Field.PRIORITY,
    "summary": Field.SUMMARY,
    "link": Field.BLOCKED_BY,
    "key": Field.KEY,
    **_BY_NAME,
}
_ROLES = {"estimate": Field.ESTIMATE, "sprint": Field.SPRINT, "flagged": Field.FLAGGED}
_SIGNED = frozenset({Field.PRIORITY, Field.RANK})
"""Whose changes people ask after: who made them is kept."""
_INSTANT_ORDER = itemgetter(0, 1, 2)


def changes_from_json(histories: Iterable[Json], fields: Mapping[str, str]) -> tuple[Change, ...]:
    """The kept changes of an issue, ordered by instant, history and position.

    `fields` are the ids of the custom fields by role; a role without an id is known by its
    name. Histories come in any order, without an author, without items. Raises ValueError,
    KeyError or TypeError for anything that is no changelog.
    """
    kinds, names = _lookup(frozenset(fields.items()))
    found: list[Change] = []
    for history in histories:
        kept = [
            (position, kind, item)
            for position, item in enumerate(history.get("items") or ())
            if (kind := _kind(item, kinds, names))
        ]
        if kept:
            found.extend(_changes_of(history, kept))
    found.sort(key=_INSTANT_ORDER)
    return tuple(found)


@lru_cache(maxsize=100)
def _lookup(fields: frozenset[tuple[str, str]]) -> tuple[dict[str, Field], dict[str, Field]]:
    """Fields by id, and by the name of a custom field for the roles whose id is not known.

    Where the site told its fields, a role without one has none, or several: no namesake is it.
    """
    known = {id_: _ROLES[role] for role, id_ in fields if role in _ROLES}
    unknown = set(_ROLES.values()).difference(known.values())
    by_name = {n: k for n, k in _BY_NAME.items() if k is Field.RANK or (k in unknown and not known)}
    by_id = {id_: k for id_, k in _BY_ID.items() if not known or k not in unknown}
    return by_id | known, by_name


def _kind(item: Json, kinds: dict[str, Field], names: dict[str, Field]) -> Field | None:
    """The field by its id; by its name where that is not known, which a system field may be."""
    id_ = item.get("fieldId") or ""
    if kind := kinds.get(id_):
        return kind
    return (names if id_.startswith("customfield_") else kinds).get(item["field"].lower())


def _changes_of(history: Json, kept: list[tuple[int, Field, Json]]) -> Iterator[Change]:
    at, number = instant(history["created"]), int(history.get("id") or 0)
    for position, kind, item in kept:
        by = _author(history) if kind in _SIGNED else ("", "")
        for sides in _split(kind, _READERS[kind](item)):
            yield Change(at, number, position, kind, *sides, *by)


def _author(history: Json) -> tuple[str, str]:
    """Who made a change: the account, and the name people read; Jira's own changes have none."""
    author = history.get("author") or {}
    account = author.get("accountId") or author.get("name") or ""
    return account, author.get("displayName") or account


def _split(kind: Field, sides: Sides) -> tuple[Sides, ...]:
    """One change for each element of a set that went or came; none where nothing of ours did."""
    before, after, before_name, after_name = sides
    if kind is Field.VERSION or kind is Field.BLOCKED_BY:
        if before is None and after is None:
            return ()
        if before is not None and after is not None:
            return (before, None, before_name, ""), (None, after, "", after_name)
    return (sides,)


def _ids(item: Json) -> Sides:
    return (
        item.get("from") or None,
        item.get("to") or None,
        item.get("fromString") or "",
        item.get("toString") or "",
    )


def _texts(item: Json) -> Sides:
    before, after = item.get("fromString") or "", item.get("toString") or ""
    return before or None, after or None, before, after


def _flags(item: Json) -> Sides:
    before, after = item.get("fromString") or "", item.get("toString") or ""
    return "1" if before else None, "1" if after else None, before, after


def _links(item: Json) -> Sides:
    before, after = item.get("fromString") or "", item.get("toString") or ""
    return (
        item.get("from") if says_blocked_by(before) else None,
        item.get("to") if says_blocked_by(after) else None,
        before,
        after,
    )


def says_blocked_by(text: str) -> bool:
    """Whether a changelog's words on a link ("This issue is blocked by ABC-1") name a blocker."""
    return " blocked by " in text.lower()


def _sprints(item: Json) -> Sides:
    before, after, before_name, after_name = _ids(item)
    return _id_list(before), _id_list(after), before_name, after_name


def _id_list(ids: str | None) -> str | None:
    return ",".join(part for part in ids.replace(" ", "").split(",") if part) if ids else None


def _estimates(item: Json) -> Sides:
    if (item.get("fieldId") or item["field"]) != HOURS_FIELD:
        return _texts(item)
    before, after = hours(item.get("from")), hours(item.get("to"))
    return _number(before), _number(after), _number(before) or "", _number(after) or ""


def hours(seconds: str | float | None) -> float | None:
    """A time estimate in hours, None where nothing is set."""
    return float(seconds) / 3600 if seconds not in (None, "") else None


def _number(value: float | None) -> str | None:
    return f"{value:g}" if value is not None else None


_READERS: dict[Field, Callable[[Json], Sides]] = {
    Field.STATUS: _ids,
    Field.RESOLUTION: _texts,
    Field.VERSION: _ids,
    Field.ASSIGNEE: _ids,
    Field.PRIORITY: _ids,
    Field.SUMMARY: _texts,
    Field.FLAGGED: _flags,
    Field.BLOCKED_BY: _links,
    Field.SPRINT: _sprints,
    Field.ESTIMATE: _estimates,
    Field.KEY: _texts,
    Field.RANK: _texts,
}
