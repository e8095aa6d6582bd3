"""The App Home: a person's requests, what they support, a PM's queue, an admin's health."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.triggers import Condition
from bot.message import Block, Form, Option, Page
from bot.models import Decision, Home, Idea, Product, Release
from bot.views import blocks, inputs
from bot.views.cards import other_card
from bot.views.decisions import reason_of
from bot.views.dossier import STATUSES, Dossier
from bot.views.text import counted, cut, day, escaped, line, moment, ordinal
from bot.views.triggers import comes_back
from bot.words import Status

ANY = "any"
"""The choice of no filter: Slack takes no empty value."""
TITLE = 90
LAG = 600
"""Seconds after which something is late."""


@dataclass(frozen=True, slots=True)
class Row:
    """One idea in a list."""

    idea: Idea
    decision: Decision | None = None
    returns: Sequence[Condition] = ()
    """What brings it back by itself."""
    release: Release | None = None
    turn: tuple[int, int] | None = None
    """Its place among those that wait, and how many wait."""
    promise: str = ""
    """What is due of it, in a list of promises."""
    whom: str = ""
    """For whom the person who looks filed it, where it is not their own."""


@dataclass(frozen=True, slots=True)
class Section:
    """One page of a list. `name` is what its buttons turn."""

    name: str
    title: str
    rows: Sequence[Row]
    page: int = 0
    more: bool = False
    empty: str = ""
    today: date | None = None
    """The day by which lateness is told, where it is."""


@dataclass(frozen=True, slots=True)
class Dead:
    """A delivery that was given up."""

    id: int
    what: str
    error: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a Jira project was read."""

    project: str
    good_at: datetime | None
    lag: int = 0
    """Seconds since then."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """What an admin wants to know of the bot."""

    owed: int
    lag: int
    """Seconds for which the oldest of it has been due."""
    dead: Sequence[Dead] = ()
    dead_in_all: int = 0
    readings: Sequence[Reading] = ()
    homeless: int = 0
    """Ideas that wait for a product."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All that one person's Home shows."""

    chosen: Home
    products: Sequence[Product]
    sections: Sequence[Section]
    health: Health | None = None


def page(shown: Shown) -> Page:
    """The Home: with full pages everywhere it has two thirds of the blocks it may have."""
    parts = [*_controls(shown.chosen, shown.products)]
    for section in shown.sections:
        parts += _section(section)
    if shown.health is not None:
        parts += _health(shown.health)
    return Page(tuple(parts))


# --- Looking for ideas


def _controls(chosen: Home, products: Sequence[Product]) -> Iterator[Block]:
    field = inputs.Input("words", "Find ideas", optional=True, reports="home.search")
    yield inputs.text_input(field, chosen.words, most=200, placeholder="A word, or a number")
    every = Option(ANY, "Every product")
    of_product = [every, *(Option(str(product.id), product.name) for product in products)]
    any_state = Option(ANY, "Any state")
    in_state = [any_state, *(Option(status, _plain(status)) for status in Status)]
    row = [
        blocks.select("home.product", "Product", of_product, str(chosen.product_id or ANY)),
        blocks.select("home.status", "State", in_state, chosen.status or ANY),
    ]
    if is_filtered(chosen):
        row.append(blocks.button("home.clear", "Show everything", "clear"))
    row.append(blocks.button("idea.form", "New idea", "form", style="primary"))
    row.append(blocks.button("hearing.open", "What I hear", "open"))
    yield blocks.actions("filters", *row)


def is_filtered(chosen: Home) -> bool:
    """Whether a person looks for something, instead of at what is theirs."""
    return bool(chosen.words or chosen.product_id or chosen.status)


def _plain(status: Status) -> str:
    return STATUSES[status].partition(" ")[2]


# --- Lists


def _section(section: Section) -> Iterator[Block]:
    if not section.rows and not section.page and not section.empty:
        return
    yield blocks.divider()
    yield blocks.header(section.title)
    if not section.rows:
        yield blocks.context(section.empty or "There is nothing more.")
    for row in section.rows:
        number = str(row.idea.number)
        open_it = blocks.button("home.open", "Open", number)
        yield blocks.section(_row(row, section.today), open_it)
    turns = []
    if section.rows and section.today is not None:
        turns.append(blocks.button("triage.open", "Answer them", "open", style="primary"))
    if section.page:
        turns.append(blocks.button("home.earlier", "Back", f"{section.name}:{section.page - 1}"))
    if section.more:
        turns.append(blocks.button("home.later", "More", f"{section.name}:{section.page + 1}"))
    if turns:
        yield blocks.actions(f"turn.{section.name}", *turns)


def _row(row: Row, today: date | None) -> str:
    idea = row.idea
    head = f"*#{idea.number}* {escaped(cut(line(idea.title), TITLE))}"
    if row.promise:
        return f"{head}\n{row.promise}"
    facts = [STATUSES[idea.status], *([row.whom] if row.whom else []), *_late(idea, today)]
    facts += _facts(row)
    return f"{head}\n{'  ·  '.join(facts)}"


def _late(idea: Idea, today: date | None) -> Iterator[str]:
    if today is None or idea.due_on is None:
        return
    days = (today - idea.due_on).days
    if days > 0:
        yield f":red_circle: *{counted(days, 'day')} late*, was due {day(idea.due_on)}"
    else:
        yield "due today" if days == 0 else f"due {day(idea.due_on)}"


def _facts(row: Row) -> Iterator[str]:
    if row.turn is not None:
        place, of = row.turn
        yield f"{ordinal(place)} of {of} waiting"
    reason = reason_of(row.decision) if row.decision is not None else ""
    if reason:
        yield escaped(reason)
    if row.returns:
        yield f"looked at again {comes_back(row.returns)}"
    if row.release is not None and row.idea.status in (Status.PLANNED, Status.IN_PROGRESS):
        yield release(row.release)


def release(planned: Release, today: date | None = None) -> str:
    """A release and the day it is due, or was before `today`."""
    when = planned.release_date
    past = when is not None and today is not None and when < today
    due = f", {'was due' if past else 'due'} {day(when)}" if when else ""
    return f"{escaped(cut(line(planned.name), 60))}{due}"


def opened(dossier: Dossier) -> Form:
    """One idea over the Home."""
    title = f"Idea #{dossier.idea.number}"
    return Form("home.opened", title, other_card(dossier).blocks, close="Close")


# --- Health


def _health(health: Health) -> Iterator[Block]:
    yield blocks.divider()
    yield blocks.header("Health")
    yield blocks.section("\n".join(_vitals(health)))
    for dead in health.dead:
        what = WORDS.get(dead.what.partition(".")[0], "Something")
        error = escaped(cut(line(dead.error), 300))
        words = f"*{what} was given up*  ·  `{escaped(dead.what)}`\n{error}"
        yield blocks.section(words)
        yield blocks.actions(
            f"dead.{dead.id}",
            blocks.button("home.again", "Send again", str(dead.id)),
            blocks.button("home.drop", "Drop", str(dead.id), confirm=DROP),
        )
    rest = health.dead_in_all - len(health.dead)
    if rest > 0:
        yield blocks.context(f"And {counted(rest, 'older one')} after these.")


WORDS = {
    "tell": "A word to somebody",
    "card": "A card in a triage channel",
    "checkin": "A question to an owner",
    "digest": "A word on a digest",
    "idea": "A word to a requester",
    "issue": "A change in Jira",
    "jira": "A reading of Jira",
    "people": "A look at who is who",
    "post": "A digest",
    "product": "A greeting",
    "reminders": "A reminder",
}
"""What a delivery is, by the file that declares it."""
DROP = blocks.confirm(
    "Drop it?", "It is never sent. What it was about stays as it is.", "Drop", "Keep it"
)


def _vitals(health: Health) -> Iterator[str]:
    waits = f", the oldest for {_span(health.lag)}" if health.owed and health.lag >= 60 else ""
    owed = counted(health.owed, "delivery", "deliveries")
    yield f"{_sign(health.lag < LAG)} {owed} on the way{waits}"
    yield f"{_sign(not health.dead_in_all)} {health.dead_in_all or 'Nothing'} given up"
    for reading in health.readings:
        yield _reading(reading)
    if health.homeless:
        wait = "waits" if health.homeless == 1 else "wait"
        yield f":warning: {counted(health.homeless, 'idea')} {wait} for a product: `/product`"


def _reading(reading: Reading) -> str:
    name = f"Jira {escaped(reading.project)}"
    if reading.error:
        return f":warning: {name}: {escaped(cut(line(reading.error), 200))}"
    if reading.good_at is None:
        return f":hourglass_flowing_sand: {name} is being read for the first time"
    behind = f", {_span(reading.lag)} ago" if reading.lag >= LAG else ""
    return f"{_sign(reading.lag < LAG)} {name} was last read {moment(reading.good_at)}{behind}"


def _sign(well: bool) -> str:
    return ":white_check_mark:" if well else ":warning:"


def _span(seconds: int) -> str:
    minutes = seconds // 60
    return counted(minutes, "minute") if minutes < 120 else counted(minutes // 60, "hour")
