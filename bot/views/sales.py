"""The digest for sales and support: what shipped, what was promised, what was declined and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.domain import releases
from bot.domain.checkins import About, Subject
from bot.domain.digests import Progress
from bot.message import Block, Message
from bot.models import Decision, Idea
from bot.views import pages, requests
from bot.views.backdrop import NAME, TITLE, Backdrop, shown
from bot.views.checkins import AT_EASE, beneath, in_short, seen_by_owners
from bot.views.decisions import reason_of
from bot.views.jira import Jira
from bot.views.text import counted, cut, day, escaped, line, link, listed
from bot.words import Verdict

NAMED = 6
"""So many of each are told in the channel; the thread tells of the rest."""
CUSTOMERS, CUSTOMER = 4, 40
ANSWER = 200
DECLINED = (Verdict.NO, Verdict.NOT_NOW)


class Promise(NamedTuple):
    """Who was told what: an idea, the version, when that is due and likely done."""

    idea: Idea
    version: str
    due: date | None
    likely: date | None


def progress(figures: Progress, backdrop: Backdrop) -> list[Message]:
    """The week as customers meet it; nothing where nothing shipped, is promised or was declined."""
    out, promises = _released(figures), _promises(figures, backdrop)
    last = requests.latest(backdrop)
    declined, put_off = ([p for p in last if p[1].verdict is v] for v in DECLINED)
    if not (out or backdrop.shipped or promises or declined or put_off or backdrop.words):
        return []
    shipped_ = [_shipped(idea, version, backdrop) for idea, version in backdrop.shipped]
    promised = (promises[:NAMED], promises[NAMED:])
    groups = {
        "Shipped": (shipped_[:NAMED], shipped_[NAMED:]),
        "Promised": [_promised(some, figures, backdrop) for some in promised],
        "Declined": _answers(declined, backdrop),
        "Not now": _answers(put_off, backdrop),
    }
    numbers = [len(found) for found in (backdrop.shipped, promises, declined, put_off)]
    told = {str(Subject(About.RELEASE, one.version)) for one in promises[:NAMED]}

    def tell(jira: Jira) -> list[Block]:
        return [
            *pages.sections(_out(out, figures, backdrop, jira)),
            *(block for name, rows in groups.items() for block in _group(name, *rows)),
            *pages.sections(seen_by_owners(backdrop, jira, told)),
        ]

    dateline = backdrop.week("For customers", figures.facts.window)
    frame = pages.Frame(_headline([*out], numbers, backdrop), dateline)
    rest = [b for name, (_, more) in groups.items() for b in pages.sections(_rest(name, more))]
    return [pages.root(frame, tell, backdrop), *pages.pages("The rest", rest)]


def _headline(out: Sequence[str], numbers: Sequence[int], backdrop: Backdrop) -> str:
    shipped, promised, declined, put_off = numbers
    said = [f"{backdrop.version(out[0])} is out"] if len(out) == 1 else []
    said += [f"{len(out)} releases are out"] if len(out) > 1 else []
    said += [f"{counted(shipped, 'request')} shipped"] if shipped else []
    said += [f"{counted(promised, 'promise')} open"] if promised else []
    said += [f"{counted(declined, 'request')} declined"] if declined else []
    said += [f"{counted(put_off, 'request')} put off"] if put_off else []
    words = ", ".join([*said, *in_short(backdrop.words)]) or AT_EASE
    return f"{words[:1].upper()}{words[1:]}"


def _answers(
    found: Sequence[tuple[Idea, Decision]], backdrop: Backdrop
) -> tuple[list[str], list[str]]:
    rows = [_declined(idea, decision, backdrop) for idea, decision in found]
    return rows[:NAMED], rows[NAMED:]


def _group(name: str, rows: Sequence[str], more: Sequence[str]) -> list[Block]:
    rest = [f"… and {len(more)} more in the thread"] if more else []
    return pages.sections([f"*{name}*", *rows, *rest]) if rows else []


def _rest(name: str, rows: Sequence[str]) -> list[str]:
    return [f"*{name}, the rest*", *rows] if rows else []


# --- Shipped


def _released(figures: Progress) -> dict[str, date]:
    """The versions that came out in the window, and when."""
    facts, window = figures.facts, figures.facts.window
    return {
        version.id: version.release_date
        for version in facts.versions
        if version.release_date
        and not releases.released_before(version, window.start, facts.zone)
        and releases.released_before(version, window.end, facts.zone)
    }


def _out(out: Mapping[str, date], figures: Progress, backdrop: Backdrop, jira: Jira) -> list[str]:
    rows = [
        f":package: *{shown(backdrop.version(version), NAME)}* came out on {day(when)}"
        for version, when in out.items()
    ]
    keys = figures.shipped
    work = jira.search(keys, f"{counted(len(keys), 'item')} of work")
    return [*rows, f"• {work} finished in the week"] if keys and (out or backdrop.shipped) else rows


def _shipped(idea: Idea, version: str, backdrop: Backdrop) -> str:
    where = f", with {shown(backdrop.version(version), NAME)}" if version else ""
    return f"• {_titled(idea)}{where}{_customers(idea, backdrop)}"


def _titled(idea: Idea) -> str:
    return f"{link(idea.permalink, f'#{idea.number}')}  {shown(idea.title, TITLE)}"


def _customers(idea: Idea, backdrop: Backdrop) -> str:
    """For whom, as they are named on the idea."""
    names = backdrop.customers.get(idea.id or 0, ())
    told = [f"*{shown(name, CUSTOMER)}*" for name in names[:CUSTOMERS]]
    more = [f"{len(names) - CUSTOMERS} more"] if len(names) > CUSTOMERS else []
    return f"  ·  for {listed([*told, *more], 'and')}" if told else ""


# --- Promised


def _promises(figures: Progress, backdrop: Backdrop) -> list[Promise]:
    """Everything that people were told of a version for, while it is not out; the nearest first."""
    facts = figures.facts
    waiting = releases.unreleased(facts.versions, facts.as_of)
    due = {v.id: releases.dated(v, facts.slips, facts.at) for v in waiting}
    likely = {v: found.dates.p85 for v, found in figures.forecast.items()}
    found = [
        Promise(idea, version, due[version], likely.get(version))
        for idea, version in backdrop.promises
        if version in due
    ]
    return sorted(found, key=lambda one: (one.due or date.max, one.version, one.idea.number))


def _promised(found: Sequence[Promise], figures: Progress, backdrop: Backdrop) -> list[str]:
    """A row for each, the first of a version beneath how that stands."""
    rows, last = [], ""
    for one in found:
        row = f"• {_titled(one.idea)}{_customers(one.idea, backdrop)}"
        if one.version != last:
            sign, when = _when(one, figures.facts.as_of)
            head = f"{sign} *{shown(backdrop.version(one.version), NAME)}*, {when}"
            words = beneath(Subject(About.RELEASE, one.version), backdrop)
            row = "\n".join([head, *words, row])
        rows.append(row)
        last = one.version
    return rows


def _when(one: Promise, today: date) -> tuple[str, str]:
    if one.due is None:
        return ":white_circle:", "no date yet"
    if one.due < today:
        return ":red_circle:", f"was due {day(one.due)}"
    if one.likely and one.likely > one.due:
        return ":large_yellow_circle:", f"due {day(one.due)}, likely by {day(one.likely)} (85%)"
    return ":large_green_circle:", f"due {day(one.due)}"


# --- Declined


def _declined(idea: Idea, decision: Decision, backdrop: Backdrop) -> str:
    """The answer with its reason, and what whoever asked was told."""
    reason = escaped(reason_of(decision))
    why = f", {reason[:1].lower()}{reason[1:]}" if reason else ""
    words = escaped(cut(line(decision.answer), ANSWER))
    told = f"\n> {words}" if words else ""
    verdict = requests.VERDICTS[decision.verdict].capitalize()
    return f"• *{verdict}*{why}: {_titled(idea)}{_customers(idea, backdrop)}{told}"
