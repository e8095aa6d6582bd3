"""The App Home: a person's requests, what they support, a PM's queue, an admin's health."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from bot.domain.triggers import Condition
from bot.message import Block, Form, Option, Page
from bot.models import Decision, Home, Idea, Product, Release
from bot.views import blocks, inputs
from bot.views.bot_health import Health, health
from bot.views.cards import other_card
from bot.views.decisions import reason_of
from bot.views.dossier import STATUSES, Dossier
from bot.views.text import counted, cut, day, escaped, line, ordinal
from bot.views.triggers import comes_back
from bot.words import Status

ANY = "any"
"""The choice of no filter: Slack takes no empty value."""
TITLE = 90


class Row(Struct, frozen=True):
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


class Section(Struct, frozen=True):
    """One page of a list. `name` is what its buttons turn."""

    name: str
    title: str
    rows: Sequence[Row]
    page: int = 0
    more: bool = False
    empty: str = ""
    today: date | None = None
    """The day by which lateness is told, where it is."""


class Shown(Struct, frozen=True):
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
        parts += health(shown.health)
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
