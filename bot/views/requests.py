"""How the week's requests look: what came in, what was answered and why, what was promised."""

from collections import Counter
from datetime import date, timedelta

from bot.domain import flow, releases
from bot.domain.digests import Progress
from bot.message import Block
from bot.models import Decision, Idea
from bot.views import pages
from bot.views.backdrop import LISTED, NAME, TITLE, Backdrop, shown
from bot.views.decisions import reason_of
from bot.views.text import counted, day, escaped, link
from bot.words import Verdict

SOON = 14
"""Days within which a promise is near."""
VERDICTS = {
    Verdict.YES: "yes",
    Verdict.NOT_NOW: "not now",
    Verdict.NO: "no",
    Verdict.NEEDS_INFO: "asked for more",
}


def latest(backdrop: Backdrop) -> list[tuple[Idea, Decision]]:
    """The last answer to each idea, in the order of the verdicts."""
    last = {idea.number: (idea, decision) for idea, decision in backdrop.answers}
    order = list(VERDICTS)
    return sorted(last.values(), key=lambda pair: (order.index(pair[1].verdict), pair[0].number))


def short(figures: Progress, backdrop: Backdrop) -> list[str]:
    """The list in the channel: what came in, what was answered, how soon, what is owed."""
    rows: list[str] = []
    if backdrop.filed:
        rows.append(f"• {counted(backdrop.filed, 'request')} came in")
    if backdrop.returned:
        rows.append(f"• {counted(backdrop.returned, 'request')} came back for another look")
    last = latest(backdrop)
    if last:
        counts = Counter(decision.verdict for _, decision in last)
        verdicts = [f"{counts[v]} {words}" for v, words in VERDICTS.items() if counts[v]]
        rows.append(f"• {counted(len(last), 'request')} answered: {', '.join(verdicts)}")
    waited = sorted(d.waited for _, d in backdrop.answers if d.number == 1 and d.waited is not None)
    middle = flow.percentile([float(days) for days in waited], 50)
    if middle is not None:
        days = counted(int(middle), "business day")
        last_one = f", the last after {waited[-1]}" if waited[-1] > middle else ""
        rows.append(f"• First answers: {'half' if last_one else 'all'} within {days}{last_one}")
    last_day = day(figures.facts.as_of + timedelta(days=SOON))
    due = len(_due(figures, backdrop))
    return [*rows, f"• {counted(due, 'promise')} due by {last_day}"] if due else rows


def _answers(backdrop: Backdrop) -> list[str]:
    last = latest(backdrop)
    rows = [_answer(idea, decision) for idea, decision in last[:LISTED]]
    more = [f"… and {len(last) - LISTED} more"] if len(last) > LISTED else []
    return ["*Answered*", *rows, *more] if rows else []


def _answer(idea: Idea, decision: Decision) -> str:
    reason = escaped(reason_of(decision))
    why = f", {reason[:1].lower()}{reason[1:]}" if reason else ""
    number = link(idea.permalink, f"#{idea.number}")
    return (
        f"• *{VERDICTS[decision.verdict].capitalize()}*{why}: {number}  {shown(idea.title, TITLE)}"
    )


def full(figures: Progress, backdrop: Backdrop) -> list[Block]:
    """The thread's part: every answer with its reason, and the promises that are near."""
    return [*pages.sections(_answers(backdrop)), *pages.sections(_promises(figures, backdrop))]


def _due(figures: Progress, backdrop: Backdrop) -> list[tuple[date, Idea, str]]:
    """The promises near or overdue, the nearest first."""
    facts = figures.facts
    waiting = releases.unreleased(facts.versions, facts.as_of)
    dates = {v.id: releases.dated(v, facts.slips, facts.at) for v in waiting}
    last = facts.as_of + timedelta(days=SOON)
    found = [
        (when, idea, version)
        for idea, version in backdrop.promises
        if (when := dates.get(version)) and when <= last
    ]
    return sorted(found, key=lambda one: (one[0], one[1].number))


def _promises(figures: Progress, backdrop: Backdrop) -> list[str]:
    due = _due(figures, backdrop)
    rows = [_promise(*one, figures, backdrop) for one in due[:LISTED]]
    more = [f"… and {len(due) - LISTED} more"] if len(due) > LISTED else []
    return ["*Promises due*", *rows, *more] if rows else []


def _promise(when: date, idea: Idea, version: str, figures: Progress, backdrop: Backdrop) -> str:
    number, late = link(idea.permalink, f"#{idea.number}"), when < figures.facts.as_of
    found = figures.forecast.get(version)
    likely = found.dates.p85 if found else None
    risk = ", at risk" if likely and likely > when and not late else ""
    words = f"{'was due' if late else 'due'} {day(when)}{risk}"
    release = shown(backdrop.version(version), NAME)
    return f"• {number}  {shown(idea.title, TITLE)}: {release}, {words}"
