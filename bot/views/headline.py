"""The sentence a team's week begins with: what changed, and what is at stake."""

from collections.abc import Iterable

from bot.domain import releases
from bot.domain.digests import Progress
from bot.domain.releases import Slip
from bot.views import requests
from bot.views.backdrop import Backdrop
from bot.views.checkins import AT_EASE, in_short
from bot.views.text import counted, cut, day

LONGEST = 110
"""Characters of a sentence that a phone shows in three lines."""
NAME = 20
ByVersion = dict[str, list[str]]


def headline(figures: Progress, backdrop: Backdrop, *, unread: bool) -> str:
    """What changed, in one sentence; what matters least is left out when it grows too long."""
    clauses = ["Jira could not be read"] if unread else []
    clauses += [_flow(figures)] if figures.facts.issues else []
    clauses += [*_dates(figures, backdrop), *in_short(backdrop.words)]
    if backdrop.answers:
        clauses.append(f"{counted(len(requests.latest(backdrop)), 'request')} answered")
    elif backdrop.filed:
        clauses.append(f"{counted(backdrop.filed, 'request')} came in")
    elif backdrop.returned:
        clauses.append(f"{counted(backdrop.returned, 'request')} came back")
    clauses += _rescoped(figures, backdrop)
    while len(clauses) > 1 and len("; ".join(clauses)) > LONGEST:
        clauses.pop()
    said = "; ".join(clauses) or AT_EASE
    return f"{said[:1].upper()}{said[1:]}"


def _flow(figures: Progress) -> str:
    words = {
        "started": figures.started,
        "dropped": figures.dropped,
        "reopened": figures.reopened,
    }
    counts = [f"{len(keys)} {word}" for word, keys in words.items() if keys]
    return ", ".join([f"{len(figures.shipped) or 'nothing'} shipped", *counts])


def _named(version: str, backdrop: Backdrop) -> str:
    return cut(backdrop.version(version), NAME)


# --- Dates


def _dates(figures: Progress, backdrop: Backdrop) -> list[str]:
    """The date that moved most, how many more did, and what is overdue or at risk."""
    slips = [slip for slip in _net(figures.slips or ()) if slip.before != slip.after]
    slips.sort(key=_days, reverse=True)
    said = [_moved(slip, _named(slip.version, backdrop)) for slip in slips[:1]]
    more = [f"{counted(len(slips) - 1, 'more release date')} moved"] if len(slips) > 1 else []
    for words, found in _at_stake(figures).items():
        if said and slips[0].version in found:
            said[0] += f" and is {words}"
            found.remove(slips[0].version)
        if found:
            one = _named(found[0], backdrop) if len(found) == 1 else f"{len(found)} releases"
            more.append(f"{one} {words}")
    return [*said, *more]


def _net(slips: Iterable[Slip]) -> list[Slip]:
    """One slip a version: from its first date to its last."""
    found: dict[str, Slip] = {}
    for slip in slips:
        first = found.get(slip.version, slip)
        found[slip.version] = slip._replace(before=first.before)
    return list(found.values())


def _days(slip: Slip) -> int:
    return (slip.after - slip.before).days if slip.before and slip.after else 0


def _moved(slip: Slip, name: str) -> str:
    if slip.before is None:
        return f"{name} is now due {day(slip.after)}" if slip.after else f"{name} has no date"
    if slip.after is None:
        return f"{name} lost its date"
    return f"{name} {'slipped' if _days(slip) > 0 else 'moved up'} {_length(abs(_days(slip)))}"


def _length(days: int) -> str:
    weeks, odd = divmod(days, 7)
    if odd:
        return counted(days, "day")
    return "a week" if weeks == 1 else f"{weeks} weeks"


def _at_stake(figures: Progress) -> dict[str, list[str]]:
    """The releases whose date has passed, and those whose forecast lies beyond theirs."""
    facts = figures.facts
    due = {v.id: releases.dated(v, facts.slips, facts.at) for v in facts.versions if not v.archived}
    dated = [
        (version, when, found.dates.p85)
        for version, found in figures.forecast.items()
        if (when := due.get(version))
    ]
    overdue = [version for version, when, _ in dated if when < facts.as_of]
    risky = [v for v, when, likely in dated if likely and likely > when >= facts.as_of]
    return {"overdue": overdue, "at risk": risky}


# --- Scope


def _rescoped(figures: Progress, backdrop: Backdrop) -> list[str]:
    """How many items came and went."""
    came, went = figures.added_to_release, figures.removed_from_release
    if len(came) == 1 and came.keys() == went.keys():
        (version,) = came
        both = f"{len(came[version])} added to and {len(went[version])} removed from"
        return [f"{both} {_named(version, backdrop)}"]
    groups = ((came, "added to"), (went, "removed from"))
    return [_scope(found, words, backdrop) for found, words in groups if found]


def _scope(by_version: ByVersion, words: str, backdrop: Backdrop) -> str:
    items = {key for keys in by_version.values() for key in keys}
    one = _named(next(iter(by_version)), backdrop)
    where = one if len(by_version) == 1 else f"{len(by_version)} releases"
    return f"{len(items)} {words} {where}"
