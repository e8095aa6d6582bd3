"""How the week ahead looks: what people can take on, and what they have."""

from collections.abc import Sequence

from bot.domain.calendar import DAY, week_ahead
from bot.domain.capacity import WORKING_WEEK, Load, TeamLoad
from bot.domain.digests import Capacity
from bot.message import Block, Message
from bot.views import blocks, charts, pages
from bot.views.backdrop import NAME, TITLE, Backdrop, shown, stretch
from bot.views.jira import Jira
from bot.views.text import amount, counted, day, escaped, line
from bot.words import Unit

TEAMS = 8
NAMED = 5
"""So many teams, and people of each, are shown in the channel."""
UNTOLD = (
    "Nobody has told me yet what a full week holds for each person, so there is nothing to "
    "compare with."
)
APART = "The weekly figures are in {}, and nothing is estimated, so they cannot be compared."
BY_ITEMS = "Counted in items."
NONE_ESTIMATED = "Counted in items, since none is estimated."


def capacity(figures: Capacity, backdrop: Backdrop) -> list[Message]:
    """The week ahead, team by team; nothing when nobody has or can take anything."""
    teams = [team for team in figures.teams if team.committed or team.unassigned or team.available]
    if not teams:
        return []
    headline = _headline(teams)

    def draw(jira: Jira) -> list[Block]:
        week = week_ahead(figures.facts.as_of, figures.facts.zone)
        return [
            blocks.header(headline),
            backdrop.dateline("Capacity", f"the week ahead, {stretch(week, backdrop.zone)}"),
            *_list(teams, backdrop, jira),
            *backdrop.small_print(*_notes(teams)),
        ]

    text = f"{shown(backdrop.product, TITLE)}: {escaped(headline)}"
    picture = charts.capacity(teams, backdrop)
    return [pages.root(text, draw, backdrop.jira, picture), *_thread(teams, backdrop)]


def _notes(teams: Sequence[TeamLoad]) -> list[str]:
    notes = []
    if all(team.unit is Unit.ITEMS for team in teams):
        estimated = any(t.unestimated < t.committed + t.unassigned for t in teams)
        notes.append(BY_ITEMS if estimated else NONE_ESTIMATED)
    if all(team.available is None for team in teams):
        apart = {team.apart for team in teams if team.apart}
        notes += [APART.format(unit) for unit in sorted(apart)] or [UNTOLD]
    return notes


# --- What there is to say


def _headline(teams: Sequence[TeamLoad]) -> str:
    if len(teams) == 1:
        return _of_team(teams[0])
    if all(team.available is None for team in teams):
        return f"{len(teams)} teams, no weekly figures yet"
    verdicts = [_excess(team.holds, team.committed) for team in teams]
    over = sum(excess is not None and excess > 0 for excess in verdicts)
    room = sum(excess is not None and excess < 0 for excess in verdicts)
    have = "has" if over == 1 else "have"
    return f"{over or 'None'} of {len(teams)} teams {have} too much, {room} with room"


def _of_team(team: TeamLoad) -> str:
    committed = measure(team.committed, team.unit)
    if team.available is None:
        return f"{committed} committed, {nothing_told(team)}"
    holds = amount(team.holds or 0)
    if untold := _untold(team):
        return f"{committed} committed, {holds} available without {untold}"
    said = _verdict(team.holds or 0, team.committed, team.unit)
    if team.sprint is not None:
        said += f" in {line(team.sprint.name)}"
    over = sum((_excess(load.holds, load.committed) or 0) > 0 for load in team.people)
    people = counted(over, "person", "people")
    against = f"{amount(team.committed)} committed, {holds} available"
    return f"{said[:1].upper()}{said[1:]}: {against}" + (f"; {people} over" if over else "")


def nothing_told(team: TeamLoad) -> str:
    """Why there is nothing to weigh a team's work against."""
    return "not estimated" if team.apart else "no weekly figures yet"


def _untold(team: TeamLoad) -> str:
    """How many have work but no weekly figure, so that the team's sums do not compare."""
    number = sum(load.available is None and load.committed > 0 for load in team.people)
    return counted(number, "person", "people") if number else ""


def _verdict(available: float, committed: float, unit: Unit | None = None) -> str:
    """What the one leaves of the other, in words, with the unit if given."""
    excess = committed - available
    size = amount(abs(excess))
    if size == "0":
        return "just full"
    words = measure(abs(excess), unit) if unit else size
    return f"{words} too many" if excess > 0 else f"room for {words}"


def measure(value: float, unit: Unit) -> str:
    """A quantity of work: 1 point, 7.5 hours."""
    words = amount(value)
    return f"{words} {unit.removesuffix('s') if words == '1' else unit}"


def _excess(available: float | None, committed: float) -> float | None:
    return None if available is None else committed - available


# --- The list


def _list(teams: Sequence[TeamLoad], backdrop: Backdrop, jira: Jira) -> list[Block]:
    parts = [block for team in teams[:TEAMS] for block in _team(team, backdrop, jira, NAMED)]
    more = len(teams) - TEAMS
    if more > 0:
        parts.append(blocks.section(f"… and {counted(more, 'more team')} in the thread"))
    return parts


def _team(team: TeamLoad, backdrop: Backdrop, jira: Jira, most: int) -> list[Block]:
    """A team, its people, those with the most excess first, and what nobody has."""
    loads = _busy(team)
    rows = [f"*{shown(team.team, NAME)}*: {_sum(team)}"]
    rows += [_person(load, team.unit, backdrop, jira) for load in loads[:most]]
    if len(loads) > most:
        rows.append(f"… and {len(loads) - most} more in the thread")
    return [*pages.sections(rows), *pages.sections(_loose_ends(team, jira))]


def _busy(team: TeamLoad) -> list[Load]:
    """Those who have or can take something."""
    loads = [load for load in team.people if load.committed or load.available is not None]
    return sorted(loads, key=_burden)


def _burden(load: Load) -> tuple[float, float, str]:
    excess = max(_excess(load.holds, load.committed) or 0, 0)
    return -excess, -load.committed, load.person


def _sum(team: TeamLoad) -> str:
    untold, rest = _untold(team), ""
    if team.sprint is not None and team.available is not None:
        name, end = shown(team.sprint.name, NAME), day(team.sprint.end - DAY)
        rest = f"\n{name} ends on {end}; the week ahead alone holds {amount(team.available)}"
    if team.holds is None or not untold:
        return _load(team.holds, team.committed, team.unit) + rest
    available = f"{amount(team.holds)} available without {untold}"
    return f"{measure(team.committed, team.unit)}, {available}{rest}"


def _load(available: float | None, committed: float, unit: Unit) -> str:
    if available is None:
        return measure(committed, unit)
    against = f"{amount(committed)} of {measure(available, unit)}"
    return f"{against}, {_verdict(available, committed)}"


def _person(load: Load, unit: Unit, backdrop: Backdrop, jira: Jira) -> str:
    figures = jira.search(load.items, _load(load.holds, load.committed, unit))
    said = [f"• {backdrop.person(load.person)}: {figures}"]
    if load.unestimated and unit is not Unit.ITEMS:
        said.append(f"{load.unestimated} unestimated")
    if load.days is not None and load.days < WORKING_WEEK:
        said.append(f"there {load.days} of 5 days" if load.days else "away all week")
    return ", ".join(said)


def _loose_ends(team: TeamLoad, jira: Jira) -> list[str]:
    ends = []
    if team.unestimated and team.unit is not Unit.ITEMS:
        words = f"{counted(team.unestimated, 'item')} without an estimate"
        ends.append(jira.search(team.unestimated_items, words))
    if team.unassigned:
        words = f"{counted(team.unassigned, 'item')} without an owner"
        ends.append(jira.search(team.unassigned_items, words))
    if team.velocity:
        low, high = amount(team.velocity.min), amount(team.velocity.max)
        middle = measure(team.velocity.median, team.unit)
        spread = f"{low} to {high}, median {middle}" if low != high else middle
        less = ", less than is committed"
        ends.append(f"velocity: {spread} a sprint{less if _beyond(team) else ''}")
    words = "  ·  ".join(ends)
    return [f"{words[:1].upper()}{words[1:]}"] if words else []


def _beyond(team: TeamLoad) -> bool:
    """Whether what is left of the sprint alone is more than any of the last ones completed."""
    most = team.velocity.max if team.velocity else None
    return team.sprint is not None and most is not None and team.committed > most


def _thread(teams: Sequence[TeamLoad], backdrop: Backdrop) -> list[Message]:
    """The teams that the channel does not show whole."""
    parts = [
        block
        for number, team in enumerate(teams)
        if number >= TEAMS or len(_busy(team)) > NAMED
        for block in _team(team, backdrop, Jira(backdrop.jira), len(team.people))
    ]
    return pages.pages("Everybody's week", parts)
