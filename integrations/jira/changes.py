"""Changelog items in our terms: which fields are kept, and what each says was there."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import attrgetter

from bot.tracked import Change, Field
from integrations.jira.instants import instant
from integrations.jira.shapes import History, Item

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
_SETS = frozenset({Field.VERSION, Field.BLOCKED_BY})
_NOBODY = ("", "")
_INSTANT_ORDER = attrgetter("at", "history", "position")


def changes_of(histories: Iterable[History], fields: Mapping[str, str]) -> tuple[Change, ...]:
    """The kept changes of an issue, ordered by instant, history and position.

    `fields` are the ids of the custom fields by role; a role without an id is known by its
    name. Histories come in any order, without an author, without items. Raises ValueError for
    times and numbers that are none.
    """
    kinds = _kinds(frozenset(fields.items()))
    found: list[Change] = []
    for history in histories:
        for position, item in enumerate(history.items or ()):
            if kind := kinds[item.field_id, item.field]:
                found += _changes_of(history, position, kind, item)
    found.sort(key=_INSTANT_ORDER)
    return tuple(found)


class _Kinds(dict[tuple[str | None, str], Field | None]):
    """The kept field of an item by its id and name; None where it is of no use here.

    The id tells it, else the name, which a system field may be known by. Where the site told its
    fields, a role without one has none, or several: no namesake is it. Each pair is looked up
    once.
    """

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        known = {id_: _ROLES[role] for role, id_ in fields if role in _ROLES}
        unknown = set(_ROLES.values()).difference(known.values())
        told = unknown if known else set()
        self._by_id = {i: k for i, k in _BY_ID.items() if k not in told} | known
        by_name = {Field.RANK} if known else {Field.RANK, *unknown}
        self._custom = {name: kind for name, kind in _BY_NAME.items() if kind in by_name}

    def __missing__(self, item: tuple[str | None, str]) -> Field | None:
        id_, name = item[0] or "", item[1].lower()
        names = self._custom if id_.startswith("customfield_") else self._by_id
        self[item] = self._by_id.get(id_) or names.get(name)
        return self[item]


_kinds = lru_cache(maxsize=100)(_Kinds)


def _changes_of(history: History, position: int, kind: Field, item: Item) -> list[Change]:
    at, number = instant(history.created), int(history.id or 0)
    by = _author(history) if kind in _SIGNED else _NOBODY
    sides = _READERS[kind](item)
    if kind not in _SETS:
        return [Change(at, number, position, kind, *sides, *by)]
    return [Change(at, number, position, kind, *each, *by) for each in _split(sides)]


def _author(history: History) -> tuple[str, str]:
    """Who made a change: the account, and the name people read; Jira's own changes have none."""
    author = history.author
    account = (author.account_id or author.name or "") if author else ""
    return account, (author.display_name if author else "") or account


def _split(sides: Sides) -> tuple[Sides, ...]:
    """One change for each element of a set that went or came; none where nothing of ours did."""
    before, after, before_name, after_name = sides
    if before is None and after is None:
        return ()
    if before is not None and after is not None:
        return (before, None, before_name, ""), (None, after, "", after_name)
    return (sides,)


def _ids(item: Item) -> Sides:
    return item.from_ or None, item.to or None, item.from_string or "", item.to_string or ""


def _texts(item: Item) -> Sides:
    before, after = item.from_string or "", item.to_string or ""
    return before or None, after or None, before, after


def _flags(item: Item) -> Sides:
    before, after = item.from_string or "", item.to_string or ""
    return "1" if before else None, "1" if after else None, before, after


def _links(item: Item) -> Sides:
    before, after = item.from_string or "", item.to_string or ""
    return (
        item.from_ if says_blocked_by(before) else None,
        item.to if says_blocked_by(after) else None,
        before,
        after,
    )


def says_blocked_by(text: str) -> bool:
    """Whether a changelog's words on a link ("This issue is blocked by ABC-1") name a blocker."""
    return " blocked by " in text.lower()


def _sprints(item: Item) -> Sides:
    before, after, before_name, after_name = _ids(item)
    return _id_list(before), _id_list(after), before_name, after_name


def _id_list(ids: str | None) -> str | None:
    return ",".join(part for part in ids.replace(" ", "").split(",") if part) if ids else None


def _estimates(item: Item) -> Sides:
    if (item.field_id or item.field) != HOURS_FIELD:
        return _texts(item)
    before, after = hours(item.from_), hours(item.to)
    return _number(before), _number(after), _number(before) or "", _number(after) or ""


def hours(seconds: str | float | None) -> float | None:
    """A time estimate in hours, None where nothing is set."""
    return float(seconds) / 3600 if seconds not in (None, "") else None


def _number(value: float | None) -> str | None:
    return f"{value:g}" if value is not None else None


_READERS: dict[Field, Callable[[Item], Sides]] = {
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
