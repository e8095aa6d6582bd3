"""How a week changed releases, and when the rest of them will be done."""

from collections.abc import Iterable
from datetime import date

from bot.domain import releases as domain
from bot.domain.digests import Progress
from bot.domain.forecast import WEEKS_JUDGED, Dates, Held
from bot.domain.releases import Slip
from bot.message import Block
from bot.views import blocks, pages
from bot.views.backdrop import Backdrop, listing
from bot.views.jira import Jira
from bot.views.text import counted, cut, day, days, escaped

ByVersion = dict[str, list[str]]

SHOWN = 3
"""So many releases are shown in the channel."""
LISTED, ROWS = 6, 20
"""Of so many changes of scope the thread names the items, and so many releases it tells of."""
HEADLINE_NAME = 20
CHANCES = {"p50": "50%", "p85": "85%", "p95": "95%"}
LIKELY, ALL = ("p85",), tuple(CHANCES)
NO_FORECAST = "No forecast: nothing was closed in 13 weeks"
UNWATCHED = "Release dates were not watched yet in this week: moves of them are not known."
PREMISE = (
    "Forecasts go by the pace of the last 13 weeks, each as if nothing were added and nobody "
    "worked on anything else."
)


def moved(figures: Progress) -> bool:
    """Whether any release changed."""
    return bool(figures.added_to_release or figures.removed_from_release or figures.slips)


def slipped(figures: Progress, backdrop: Backdrop) -> list[str]:
    """What the headline says of dates: the one that moved most, and how many more did."""
    slips = [slip for slip in _net(figures.slips or ()) if slip.before != slip.after]
    slips.sort(key=_shift, reverse=True)
    said = [_slipped(slip, _brief(slip.version, backdrop)) for slip in slips[:1]]
    if len(slips) > 1:
        said.append(f"{counted(len(slips) - 1, 'more release date')} moved")
    return said


def rescoped(figures: Progress, backdrop: Backdrop) -> list[str]:
    """What the headline says of scope: how many items came and went."""
    came, went = figures.added_to_release, figures.removed_from_release
    if len(came) == 1 and came.keys() == went.keys():
        (version,) = came
        both = f"{len(came[version])} added to and {len(went[version])} removed from"
        return [f"{both} {_brief(version, backdrop)}"]
    return [_came(keys, words, backdrop) for words, keys in _scope(figures) if keys]


def _brief(version: str, backdrop: Backdrop) -> str:
    return cut(backdrop.version(version), HEADLINE_NAME)


def _net(slips: Iterable[Slip]) -> list[Slip]:
    """One slip a version: from its first date to its last."""
    found: dict[str, Slip] = {}
    for slip in slips:
        first = found.get(slip.version, slip)
        found[slip.version] = slip._replace(before=first.before)
    return list(found.values())


def _shift(slip: Slip) -> int:
    return (slip.after - slip.before).days if slip.before and slip.after else 0


def _slipped(slip: Slip, name: str) -> str:
    if slip.before is None:
        return f"{name} is now due {day(slip.after)}" if slip.after else f"{name} has no date"
    if slip.after is None:
        return f"{name} lost its date, {day(slip.before)}"
    verb = "slipped" if slip.after > slip.before else "moved up"
    return f"{name} {verb} from {days(slip.before, slip.after)}"


def _scope(figures: Progress) -> tuple[tuple[str, ByVersion], tuple[str, ByVersion]]:
    return ("added to", figures.added_to_release), ("removed from", figures.removed_from_release)


def _came(by_version: ByVersion, words: str, backdrop: Backdrop) -> str:
    items = {key for keys in by_version.values() for key in keys}
    one = _brief(next(iter(by_version)), backdrop)
    where = one if len(by_version) == 1 else f"{len(by_version)} releases"
    return f"{len(items)} {words} {where}"


def short(figures: Progress, backdrop: Backdrop, jira: Jira) -> list[str]:
    """The list in the channel: dates that moved, scope, when the next releases are done."""
    return [
        *_slips(figures, backdrop)[:SHOWN],
        *_scopes(_moves(figures)[:SHOWN], backdrop, jira),
        *_outlook(figures, backdrop, jira),
    ]


def _slips(figures: Progress, backdrop: Backdrop) -> list[str]:
    slips = figures.slips or ()
    return [f"• {escaped(_slipped(slip, backdrop.version(slip.version)))}" for slip in slips]


def _moves(figures: Progress) -> list[tuple[str, str, list[str]]]:
    """What came or went in each release: how, the version, the items."""
    return [
        (words, version, keys)
        for words, by_version in _scope(figures)
        for version, keys in by_version.items()
    ]


def _scopes(
    moves: Iterable[tuple[str, str, list[str]]], backdrop: Backdrop, jira: Jira
) -> list[str]:
    return [
        f"• {jira.search(keys, f'{len(keys)} {words} {backdrop.version(version)}')}"
        for words, version, keys in moves
    ]


def _outlook(figures: Progress, backdrop: Backdrop, jira: Jira) -> list[str]:
    if not figures.forecast:
        return []
    if not _has_dates(figures):
        return [f"• {NO_FORECAST}"]
    return _forecasts(figures, backdrop, jira, LIKELY)[:SHOWN]


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


def _forecasts(
    figures: Progress, backdrop: Backdrop, jira: Jira, chances: tuple[str, ...]
) -> list[str]:
    """A line for each release: what is left, when it is due, by when it is done how surely."""
    facts = figures.facts
    left = domain.remaining(facts.histories, facts.versions, facts.as_of, facts.at)
    due = {v.id: domain.dated(v, facts.slips, facts.at) for v in facts.versions}
    changed = figures.added_to_release.keys() | figures.removed_from_release.keys()

    def urgency(version: str) -> tuple[bool, bool, date, str]:
        when = due.get(version)
        ahead = when if when and when >= facts.as_of else None
        return version not in changed, ahead is None, ahead or date.max, backdrop.version(version)

    rows = []
    for version in sorted(figures.forecast, key=urgency):
        found = figures.forecast[version]
        words = f"{backdrop.version(version)}: {found.remaining} left"
        promised = _due(due.get(version), facts.as_of, found.dates.p85)
        expected = _by(found.dates, chances)
        rows.append(f"• {jira.search(left.get(version, []), words)}{promised}{expected}")
    return rows


def _due(due: date | None, today: date, likely: date | None) -> str:
    if due is None:
        return ""
    if due < today:
        return f", was due {day(due)}"
    return f", due {day(due)}{', at risk' if likely and likely > due else ''}"


def _by(dates: Dates, chances: Iterable[str]) -> str:
    found = {CHANCES[name]: getattr(dates, name) for name in chances}
    known = [f"{day(when)} ({chance})" for chance, when in found.items() if when]
    return f", forecast {', '.join(known)}" if known else ", no forecast"


def full(figures: Progress, backdrop: Backdrop) -> list[Block]:
    """The thread's part: what came and went by release, and every forecast."""
    jira, slips = Jira(backdrop.jira), _slips(figures, backdrop)
    shown = pages.sections(_some(["*Dates moved*", *slips])) if len(slips) > SHOWN else []
    shown += _items(figures, backdrop)
    shown += pages.sections(_some(_scopes(_moves(figures)[LISTED:], backdrop, jira)))
    if figures.forecast:
        head = "When the rest is done" if _has_dates(figures) else NO_FORECAST
        rows = _forecasts(figures, backdrop, jira, ALL)
        shown += pages.sections(_some([f"*{head}*", *rows]))
    small = [PREMISE, _track_record(figures)] if _has_dates(figures) else []
    small += [UNWATCHED] if figures.slips is None else []
    return [*shown, blocks.context(*small)] if shown and small else shown


def _items(figures: Progress, backdrop: Backdrop) -> list[Block]:
    """The items of the first changes of scope, by name."""
    groups = (
        listing(backdrop, f"{words.capitalize()} {backdrop.version(version)}", keys)
        for words, version, keys in _moves(figures)[:LISTED]
    )
    return [block for group in groups for block in pages.sections(group)]


def _some(rows: list[str]) -> list[str]:
    """As many as a thread is read for."""
    more = len(rows) - ROWS
    return [*rows[:ROWS], f"… and {counted(more, 'more release')}"] if more > 0 else rows
