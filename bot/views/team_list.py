"""How a product's teams look: each with its people, or folded where they are many."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from bot.domain import holidays
from bot.message import Block, Form
from bot.models import Absence, Product, Team, Teammate
from bot.views import blocks
from bot.views.backdrop import NAME, shown
from bot.views.text import amount, counted, day, days, escaped, person

LIST = "capacity.list"
LONG, TEAMS = 20, 60
"""So many people are read at once, and so many teams; a modal holds 100 blocks."""
AWAY = 3
"""So many stretches are told beside a person."""
NOTED = 100
"""Characters of a note."""


class Row(Struct, frozen=True):
    """A person as the list shows them to one reader."""

    mate: Teammate
    name: str
    """In Jira, or what is known; empty for what the Slack name says."""
    absences: Sequence[Absence]
    place: holidays.Place | None
    own: bool = False
    in_jira: bool = True
    """Whether their items can be found."""


class Group(Struct, frozen=True):
    """A team as the list shows it."""

    team: Team
    rows: Sequence[Row]


class Opened(NamedTuple):
    """The part of a long list that is open: a team, from one of its people on."""

    team: int | None = None
    start: int = 0


ALL = Opened()


def overview(
    product: Product, groups: Sequence[Group], said: str = "", part: Opened = ALL, *, edits: bool
) -> Form:
    """A product's teams; `edits`: the reader may change them.

    Where all their people are too many to read, each team is a line with a way to its people.
    """
    parts: list[Block] = [blocks.section(said)] if said else []
    parts.append(blocks.context(_purpose(product)))
    folds = len(groups) > 1 and sum(len(group.rows) for group in groups) > LONG
    chosen = [group for group in groups if group.team.id == part.team]
    shown = chosen if folds and chosen else groups
    for group in shown[:TEAMS]:
        closed = folds and not chosen
        parts += _folded(group, edits) if closed else _whole(group, part.start, edits)
    if folds and chosen:
        parts.append(blocks.actions("back", _button("All teams", product, ALL)))
    if not groups:
        parts.append(blocks.section("There is no team yet."))
    if len(shown) > TEAMS:
        parts.append(blocks.context(f"… and {counted(len(shown) - TEAMS, 'more team')}."))
    own = any(row.own for group in groups for row in group.rows)
    return Form(
        LIST,
        "Capacity",
        (*parts, *_actions(product, groups, own=own, edits=edits)),
        close="Close",
        context={"product": product.id, "part": list(part)},
    )


def _folded(group: Group, edits: bool) -> list[Block]:
    """A team in a line, and its reader beneath where they are in it."""
    team, own = group.team, [row for row in group.rows if row.own]
    facts = _team(group)
    strangers = sum(not row.in_jira for row in group.rows)
    if edits and strangers:
        facts += f"\n:warning: {counted(strangers, 'person', 'people')} not found in Jira"
    button = _button("People", team.product_id, Opened(team.id))
    return [blocks.section(facts, button), *(_row(row, team, edits=False) for row in own)]


def _whole(group: Group, start: int, edits: bool) -> list[Block]:
    """A team with as many of its people as are read at once."""
    team, start = group.team, start if start < len(group.rows) else 0
    rows = group.rows[start : start + LONG]
    shown = [blocks.section(_team(group), _edit(team, edits))]
    shown += [_row(row, team, edits) for row in rows]
    ways = []
    if start:
        ways.append(_button("Earlier", team.product_id, Opened(team.id, max(start - LONG, 0))))
    if start + LONG < len(group.rows):
        ways.append(_button("More people", team.product_id, Opened(team.id, start + LONG)))
    return [*shown, *([blocks.actions(f"more.{team.id}", *ways)] if ways else [])]


def _button(label: str, product: Product | int, part: Opened) -> Block:
    number = product.id if isinstance(product, Product) else product
    return blocks.button("capacity.open", label, f"{number}:{part.team or ''}:{part.start}")


def _purpose(product: Product) -> str:
    off = "days away (and holidays, once `/product` names a country)"
    if product.country:
        off = f"days away and holidays of {_place(product.country, product.subdivision)}"
    return (
        f"*{escaped(product.name)}*  ·  what a full week holds, less {off}, is set against what is "
        "committed in the weekly capacity digest."
    )


def told_line(said: str) -> str:
    """The line over a list that was just changed."""
    return f":white_check_mark: {said}"


def _place(country: str | None, subdivision: str | None) -> str:
    code = "-".join(part for part in (country, subdivision) if part)
    found = holidays.place(code) if code else None
    return escaped(found.name if found else code)


def _team(group: Group) -> str:
    told = [row.mate.weekly for row in group.rows if row.mate.weekly is not None]
    facts = [counted(len(group.rows), "person", "people")]
    if told:
        facts.append(f"{amount(sum(told))} {group.team.unit} a full week")
    if group.team.board is not None:
        facts.append(f"board {group.team.board}")
    return f"*{shown(group.team.name, NAME)}*\n{'  ·  '.join(facts)}"


def _edit(team: Team, edits: bool) -> Block | None:
    return (
        blocks.button("capacity.team", "Change", f"{team.product_id}:{team.id}") if edits else None
    )


def _row(row: Row, team: Team, edits: bool) -> Block:
    facts = [_weekly(row.mate, team)]
    if row.place:
        facts.append(f"holidays of {escaped(row.place.name)}")
    if edits and not row.in_jira:
        facts.append(":warning: not found in Jira: say who it is there")
    head = f"{named(row)}  ·  {'  ·  '.join(facts)}"
    told = [away(one, notes=edits or row.own) for one in row.absences[:AWAY]]
    if len(row.absences) > AWAY:
        told.append(f"{len(row.absences) - AWAY} more times")
    text = f"{head}\nAway {', '.join(told)}" if told else head
    return blocks.section(text, _tend(row, edits))


def _tend(row: Row, edits: bool) -> Block | None:
    if edits:
        return blocks.button("capacity.person", "Change", f":{row.mate.id}")
    return blocks.button("away.open", "Days away", str(row.mate.id)) if row.own else None


def named(row: Row) -> str:
    """A person, by the name the reader knows."""
    if row.mate.user is None:
        return f"{shown(row.name, NAME)} (in Jira)"
    return person(row.mate.user)


def _weekly(mate: Teammate, team: Team) -> str:
    if mate.weekly is None:
        return "no weekly figure yet"
    return f"{amount(mate.weekly)} {team.unit} a week"


def away(absence: Absence, *, notes: bool) -> str:
    """When somebody is away, and why for those who may know."""
    told = _stretch(absence.first, absence.last)
    return f"{told} ({shown(absence.note, NOTED)})" if notes and absence.note else told


def _stretch(first: date, last: date) -> str:
    return day(first) if first == last else days(first, last)


def _actions(product: Product, groups: Sequence[Group], *, own: bool, edits: bool) -> list[Block]:
    number = str(product.id)
    offered = []
    if edits and groups:
        offered.append(blocks.button("capacity.person", "Add a person", f"{number}:"))
    if edits:
        offered.append(blocks.button("capacity.team", "Add a team", f"{number}:"))
    if groups and (edits or own):
        offered.append(blocks.button("away.file", "Days away from a calendar", number))
    return [blocks.actions("capacity", *offered)] if offered else []
