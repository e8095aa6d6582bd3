"""How a product's week looks: what shipped, what moved, what was asked and answered."""

from datetime import UTC, datetime

from msgspec.structs import replace

from bot.domain import flow
from bot.domain.calendar import Window, windows
from bot.domain.digests import WEEKS, Progress
from bot.message import Block, Message
from bot.views import blocks, charts, pages, releases, requests, week
from bot.views.backdrop import Backdrop, listing
from bot.views.checkins import seen_by_owners
from bot.views.headline import headline
from bot.views.jira import Jira
from bot.views.text import counted, in_days

NAMED = 5
"""So many shipped items are named in the channel; the thread names more."""
BEGINNING = datetime.min.replace(tzinfo=UTC)


def progress(figures: Progress, backdrop: Backdrop) -> list[Message]:
    """The week that ended; nothing when nothing moved, was asked or was answered.

    A week without moves is told when it is unusual, and when Jira could not be read.
    """
    if _is_quiet(figures, backdrop):
        return []
    head = headline(figures, backdrop, unread=week.unread(figures, backdrop))

    def tell(jira: Jira) -> list[Block]:
        return [
            *pages.sections(_shipped(figures, backdrop, jira)),
            *pages.sections([*week.moves(figures, jira), *_cycle_times(figures, jira)]),
            *pages.sections(week.out_of_the_ordinary(figures)),
            *pages.sections(_headed("Releases", releases.short(figures, backdrop, jira))),
            *pages.sections(seen_by_owners(backdrop, jira)),
            *pages.sections(_headed("Requests", requests.short(figures, backdrop))),
        ]

    frame = pages.Frame(
        head, backdrop.week("Progress", figures.facts.window), releases.notes(figures)
    )
    picture = charts.burn_up(figures, backdrop) or charts.cycle_times(figures)
    return [pages.root(frame, tell, backdrop, picture), *_thread(figures, backdrop)]


def _headed(name: str, rows: list[str]) -> list[str]:
    return [f"*{name}*", *rows] if rows else []


def _thread(figures: Progress, backdrop: Backdrop) -> list[Message]:
    shown = [*week.shares(figures, backdrop), *_items(figures, backdrop)]
    items = pages.pages("The week's items", shown)
    if items and charts.burn_up(figures, backdrop):
        items[-1] = replace(items[-1], picture=charts.cycle_times(figures))
    versions = pages.pages("Releases", releases.full(figures, backdrop))
    answers = pages.pages("Answers", requests.full(figures, backdrop))
    return [*items, *versions, *answers]


# --- What there is to say


def _is_quiet(figures: Progress, backdrop: Backdrop) -> bool:
    fewest, _, _ = _usual(figures)
    asked = backdrop.filed or backdrop.answers or backdrop.returned or backdrop.words
    unread = week.unread(figures, backdrop)
    return not (week.is_moved(figures) or asked or fewest or unread)


def _usual(figures: Progress) -> tuple[int, int, int]:
    """Shipped in a week: the lowest but one of 13, the median, the highest but one."""
    weeks = sorted(figures.throughput_by_week)
    low, middle, high = (flow.percentile(weeks, percent) or 0 for percent in (10, 50, 90))
    return int(low), int(middle), int(high)


# --- The list


def _shipped(figures: Progress, backdrop: Backdrop, jira: Jira) -> list[str]:
    keys = figures.shipped
    if not figures.facts.issues:
        return []
    words = f"{len(keys) or 'Nothing'} shipped"
    head = f"*{jira.search(keys, words)}*{_against(figures)}"
    rows = [head, *(backdrop.item(jira, key) for key in keys[:NAMED])]
    return [*rows, f"… and {len(keys) - NAMED} more in the thread"] if len(keys) > NAMED else rows


def _against(figures: Progress) -> str:
    low, middle, high = _usual(figures)
    number = len(figures.shipped)
    spread = f"{low} to {high}, median {middle}" if low < high else f"{middle}"
    if low <= number <= high:
        return f"; usual week: {spread}"
    return f", {'more' if number > high else 'fewer'} than usual ({spread})"


def _cycle_times(figures: Progress, jira: Jira) -> list[str]:
    times = figures.cycle_time_days
    if times.p50 is None or times.p85 is None:
        return []
    measured = jira.search(_measured(figures), counted(times.n, "item"))
    half, most = in_days(times.p50), in_days(times.p85)
    return [f"• Cycle time: half within {half}, 85% within {most} ({measured} in 13 weeks)"]


def _measured(figures: Progress) -> list[str]:
    """The items the cycle times are of."""
    facts = figures.facts
    weeks = Window(windows(facts.week_end, facts.zone, 7, WEEKS)[0].start, facts.window.end)
    shipped = flow.shipped(facts.histories, weeks)
    return [history.key for history in flow.started(shipped, Window(BEGINNING, weeks.end))]


def _items(figures: Progress, backdrop: Backdrop) -> list[Block]:
    groups = {
        "Shipped": figures.shipped if len(figures.shipped) > NAMED else [],
        "Started": figures.started,
        "Dropped": figures.dropped,
        "Reopened": figures.reopened,
    }
    rows = [listing(backdrop, name, keys) for name, keys in groups.items()]
    shown = [block for group in rows for block in pages.sections(group)]
    aside = figures.cycle_time_days.never_in_progress
    if shown and figures.cycle_time_days.n and aside:
        items = f"{counted(aside, 'item')} shipped in 13 weeks {'was' if aside == 1 else 'were'}"
        shown.append(blocks.context(f"{items} never in progress and left out of the cycle time."))
    return shown
