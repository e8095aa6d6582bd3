"""How a week changed releases, and when the rest of them will be done."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain import releases as domain
from bot.domain.digests import Progress
from bot.domain.forecast import WEEKS_JUDGED, Dates, Forecast, Held
from bot.domain.releases import Slip
from bot.message import Block
from bot.views import blocks, pages
from bot.views.backdrop import NAME, Backdrop, listing, shown
from bot.views.jira import Jira
from bot.views.text import counted, day, days, short_day

SHOWN = 3
"""So many releases are shown in the channel."""
LISTED, ROWS = 6, 20
"""Of so many changes of scope the thread names the items, and so many releases it tells of."""
CHANCES = {"p50": "50%", "p85": "85%", "p95": "95%"}
LIKELY, ALL = ("p85",), tuple(CHANCES)
NO_FORECAST = "No forecast: nothing was closed in 13 weeks"
UNWATCHED = "Release dates were not watched yet in this week: moves of them are not known."
PREMISE = (
    "Forecasts go by the pace of the last 13 weeks, each as if nothing were added and nobody "
    "worked on anything else."
)


def _slipped(slip: Slip, name: str) -> str:
    if slip.before is None:
        return f"{name} is now due {day(slip.after)}" if slip.after else f"{name} has no date"
    if slip.after is None:
        return f"{name} lost its date, {day(slip.before)}"
    verb = "slipped" if slip.after > slip.before else "moved up"
    return f"{name} {verb} from {days(slip.before, slip.after)}"


def short(figures: Progress, backdrop: Backdrop, jira: Jira) -> list[str]:
    """The list in the channel: dates that moved, and how the next releases stand; archived ones are
    left to the thread unless they changed."""
    chances = LIKELY if _has_dates(figures) else ()
    archived = {version.id for version in figures.facts.versions if version.archived}
    versions = figures.forecast.keys() - archived if chances else set()
    versions |= figures.added_to_release.keys() | figures.removed_from_release.keys()
    rows = _Rows(figures, backdrop, jira).of(versions, chances)
    more = [f"… and {len(rows) - SHOWN} more in the thread"] if len(rows) > SHOWN + 1 else []
    none = [f"• {NO_FORECAST}"] if figures.forecast and not chances else []
    shown_ = rows[:SHOWN] if more else rows
    return [*_slips(figures, backdrop)[:SHOWN], *shown_, *more, *none]


def _slips(figures: Progress, backdrop: Backdrop) -> list[str]:
    slips = figures.slips or ()
    return [f"• {_slipped(slip, _named(slip.version, backdrop))}" for slip in slips]


def _named(version: str, backdrop: Backdrop) -> str:
    return f"*{shown(backdrop.version(version), NAME)}*"


def _moves(figures: Progress) -> list[tuple[str, str, list[str]]]:
    """What came or went in each release: how, the version, the items."""
    scope = (("added to", figures.added_to_release), ("removed from", figures.removed_from_release))
    return [
        (words, version, keys)
        for words, by_version in scope
        for version, keys in by_version.items()
    ]


def _scopes(
    moves: Iterable[tuple[str, str, list[str]]], backdrop: Backdrop, jira: Jira
) -> list[str]:
    return [
        f"• {jira.search(keys, f'{len(keys)} {words}')} {_named(version, backdrop)}"
        for words, version, keys in moves
    ]


def _has_dates(figures: Progress) -> bool:
    return any(found.dates.p50 for found in figures.forecast.values())


def notes(figures: Progress) -> list[str]:
    """The small print of forecasts that are shown: their model, and how its dates held."""
    models = {found.model for found in figures.forecast.values() if found.dates.p50}
    record = _record(figures, "p85")
    return [f"Forecast by {model}: {_held(record, LIKELY[0])}." for model in sorted(models)]


def _record(figures: Progress, chance: str) -> Held:
    """How such dates held for as many items as one or another release has left."""
    by_size = {found.remaining: found.record for found in figures.forecast.values()}
    return sum((getattr(record, chance) for record in by_size.values()), Held(0, 0))


def _held(record: Held, chance: str) -> str:
    name = CHANCES[chance]
    if not record.judged:
        return f"none of our {name} dates has come yet"
    return f"our {name} dates held {record.held} of {counted(record.judged, 'time')}"


def _track_record(figures: Progress) -> str:
    """What the thread says of the record."""
    said = [_held(_record(figures, chance), chance) for chance in ALL]
    return (
        f"Record: {'; '.join(said)}. Judged are the dates that this would have told for as many "
        f"items in each of the last {WEEKS_JUDGED} weeks, once they have come."
    )


class _Rows:
    """A line for each release: what is left, when it is due, by when it is done how surely, and
    what came and went."""

    def __init__(self, figures: Progress, backdrop: Backdrop, jira: Jira) -> None:
        facts = figures.facts
        self._figures, self._backdrop, self._jira = figures, backdrop, jira
        self._today = facts.as_of
        self._left = domain.remaining(facts.open, facts.versions, facts.as_of, facts.at)
        self._due = {v.id: domain.dated(v, facts.slips, facts.at) for v in facts.versions}

    def of(self, versions: Iterable[str], chances: Sequence[str]) -> list[str]:
        """What changed is first, then what is overdue, then by their days."""
        return [self._row(version, chances) for version in sorted(versions, key=self._urgency)]

    def _urgency(self, version: str) -> tuple[bool, bool, date, str]:
        came, went = self._figures.added_to_release, self._figures.removed_from_release
        when = self._due.get(version) or date.max
        name = self._backdrop.version(version)
        return version not in came.keys() | went.keys(), when >= self._today, when, name

    def _row(self, version: str, chances: Sequence[str]) -> str:
        found = self._figures.forecast.get(version)
        said = self._forecast(version, found, chances) if found else []
        said += self._scope(version)
        return f"• {_named(version, self._backdrop)}: {', '.join(said)}"

    def _forecast(self, version: str, found: Forecast, chances: Sequence[str]) -> list[str]:
        words = f"{found.remaining} left"
        said = [self._jira.search(self._left.get(version, []), words)]
        due, likely = self._due.get(version), found.dates.p85
        if due and due < self._today:
            said.append(f"*was due {day(due)}*")
        elif due:
            said += [f"due {day(due)}", *(["*at risk*"] if likely and likely > due else [])]
        if chances:
            dates = by(found.dates, chances)
            said.append(f"forecast {dates}" if dates else "no forecast")
        return said

    def _scope(self, version: str) -> list[str]:
        changes = (
            (self._figures.added_to_release.get(version, []), "added"),
            (self._figures.removed_from_release.get(version, []), "removed"),
        )
        return [self._jira.search(keys, f"{len(keys)} {word}") for keys, word in changes if keys]


def by(dates: Dates, chances: Iterable[str] = ALL) -> str:
    """Each date with its chance, the year told where it changes; empty where none is known."""
    found = [(when, CHANCES[name]) for name in chances if (when := getattr(dates, name))]
    years = [*(when.year for when, _ in found[1:]), 0][: len(found)]
    return ", ".join(
        f"{short_day(when)} ({chance})" if when.year == following else f"{day(when)} ({chance})"
        for (when, chance), following in zip(found, years, strict=True)
    )


def full(figures: Progress, backdrop: Backdrop) -> list[Block]:
    """The thread's part: what came and went by release, and every forecast."""
    jira, slips = Jira(backdrop.jira), _slips(figures, backdrop)
    parts = pages.sections(_some(["*Dates moved*", *slips])) if len(slips) > SHOWN else []
    parts += _items(figures, backdrop)
    parts += pages.sections(_some(_scopes(_moves(figures)[LISTED:], backdrop, jira)))
    if figures.forecast:
        head = "When the rest is done" if _has_dates(figures) else NO_FORECAST
        rows = _Rows(figures, backdrop, jira).of(figures.forecast, ALL)
        parts += pages.sections(_some([f"*{head}*", *rows]))
    small = [PREMISE, _track_record(figures)] if _has_dates(figures) else []
    small += [UNWATCHED] if figures.slips is None else []
    return [*parts, blocks.context(*small)] if parts and small else parts


def _items(figures: Progress, backdrop: Backdrop) -> list[Block]:
    """The items of the first changes of scope, by name."""
    groups = (
        listing(backdrop, words, keys, shown(backdrop.version(version), NAME))
        for words, version, keys in _moves(figures)[:LISTED]
    )
    return [block for group in groups for block in pages.sections(group)]


def _some(rows: list[str]) -> list[str]:
    """As many as a thread is read for."""
    more = len(rows) - ROWS
    return [*rows[:ROWS], f"… and {counted(more, 'more release')}"] if more > 0 else rows
