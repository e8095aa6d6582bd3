"""How the week ahead looks: what people can take on, and what they have."""

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

from bot.domain.calendar import DAY, week_ahead
from bot.domain.capacity import WORKING_WEEK, Load, TeamLoad
from bot.domain.digests import Capacity
from bot.message import Block, Message
from bot.views import blocks, charts, pages
from bot.views.backdrop import NAME, Backdrop, shown, stretch
from bot.views.jira import Jira
from bot.views.loads import against, busy, excess, measure, nothing_told, untold, verdict
from bot.views.text import amount, counted, day, line
from bot.words import Unit

TEAMS = 8
NAMED = 5
"""So many teams, and people of each, are shown in the channel."""
SEPARATOR = "  ·  "
SPARED = 2
"""A line that leaves out so few would take as much room as they do."""
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

    def tell(jira: Jira) -> list[Block]:
        return _list(teams, backdrop, jira)

    frame = pages.Frame(headline(teams), ahead(figures, backdrop), notes(teams))
    picture = charts.capacity(teams, backdrop)
    return [pages.root(frame, tell, backdrop, picture), *_thread(teams, backdrop)]


def ahead(figures: Capacity, backdrop: Backdrop) -> Block:
    """The dateline: capacity is that of the week ahead."""
    week = stretch(week_ahead(figures.facts.as_of, figures.facts.zone), backdrop.zone)
    return backdrop.dateline("Capacity", f"the week ahead, {week}", figures.facts.at)


def notes(teams: Sequence[TeamLoad]) -> list[str]:
    """What the figures count, and why some cannot be compared."""
    said = []
    if all(team.unit is Unit.ITEMS for team in teams):
        estimated = any(t.unestimated < t.committed + t.unassigned for t in teams)
        said.append(BY_ITEMS if estimated else NONE_ESTIMATED)
    if all(team.available is None for team in teams):
        apart = {team.apart for team in teams if team.apart}
        said += [APART.format(unit) for unit in sorted(apart)] or [UNTOLD]
    return said


# --- What there is to say


def headline(teams: Sequence[TeamLoad]) -> str:
    """The verdict: of the only team in its figures, of several how many have too much."""
    if len(teams) == 1:
        return _of_team(teams[0])
    found = [excess(team) for team in teams]
    over = sum(one is not None and one > 0 for one in found)
    room = sum(one is not None and one < 0 for one in found)
    blank = found.count(None)
    if blank == len(teams):
        return f"{blank} teams, no weekly figures yet"
    said = [f"{over or 'None'} of {len(teams)} teams {_have(over)} too much"]
    said += [f"{room} {_have(room)} room"] if room else []
    said += [f"{blank} {_have(blank)} no weekly figures"] if blank else []
    return ", ".join(said)


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _of_team(team: TeamLoad) -> str:
    committed = measure(team.committed, team.unit)
    if team.available is None:
        return f"{committed} committed, {nothing_told(team)}"
    if people := untold(team):
        return f"{committed} committed, {amount(team.holds or 0)} available; {people}"
    said = verdict(team.holds or 0, team.committed, team.unit)
    if team.sprint is not None:
        said += f" in {line(team.sprint.name)}"
    over = sum((excess(load) or 0) > 0 for load in team.people)
    if over and len(team.people) > 1:
        said += f", {counted(over, 'person', 'people')} {_have(over)} too much"
    return f"{said[:1].upper()}{said[1:]}"


# --- The list


def _list(teams: Sequence[TeamLoad], backdrop: Backdrop, jira: Jira) -> list[Block]:
    parts = [block for team in teams[:TEAMS] for block in _team(team, backdrop, jira, _most(team))]
    more = len(teams) - TEAMS
    if more > 0:
        parts.append(blocks.section(f"… and {counted(more, 'more team')} in the thread"))
    return parts


def _most(team: TeamLoad) -> int:
    """How many people of a team are shown in the channel."""
    number = len(busy(team))
    return number if number <= NAMED + SPARED else NAMED


def _team(team: TeamLoad, backdrop: Backdrop, jira: Jira, most: int) -> list[Block]:
    """A team, its people, those with the most excess first, and what nobody has."""
    loads, usual = busy(team), _usual_days(team)
    rows = [f"*{shown(team.team, NAME)}*: {summed(team, jira)}{_rest(team)}"]
    rows += [f"{usual[1]} {_there(usual[0])}"] if usual else []
    rows += [_person(load, team, backdrop, jira) for load in loads[:most]]
    if len(loads) > most:
        rows.append(f"… and {len(loads) - most} more in the thread")
    ends = SEPARATOR.join([*loose_ends(team, jira), *_velocity(team)])
    return [
        *pages.sections(rows),
        *pages.sections([f"{ends[:1].upper()}{ends[1:]}"] if ends else []),
    ]


def _usual_days(team: TeamLoad) -> tuple[int, str] | None:
    """The working days that most of a team have alike in a week that is not whole for them, and
    whose they are: told once, not of each."""
    days = [load.days for load in busy(team) if load.days is not None]
    number, those = max(Counter(days).items(), key=itemgetter(1), default=(WORKING_WEEK, 0))
    if number == WORKING_WEEK or those < 2 or 2 * those <= len(busy(team)):
        return None
    return number, "Everybody is" if those == len(busy(team)) else "Most are"


def _there(days: int) -> str:
    return {0: "away all week", WORKING_WEEK: "there all week"}.get(
        days, f"there {days} of {WORKING_WEEK} days"
    )


def summed(team: TeamLoad, jira: Jira) -> str:
    """What a team has of what it can take on; no verdict where some have no weekly figure."""
    items = sorted({key for load in team.people for key in load.items})
    people = untold(team)
    if team.holds is None or not people:
        return jira.search(items, against(team.holds, team.committed, team.unit))
    committed = jira.search(items, measure(team.committed, team.unit))
    return f"{committed}, {amount(team.holds)} available; {people}"


def _rest(team: TeamLoad) -> str:
    """Until when the sprint runs, and what the week alone holds where that is something else."""
    if team.sprint is None or team.available is None:
        return ""
    name, end = shown(team.sprint.name, NAME), day(team.sprint.end - DAY)
    week = f"; the week ahead alone holds {amount(team.available)}"
    return f"\n{name} ends on {end}{week if team.available != team.holds else ''}"


def _person(load: Load, team: TeamLoad, backdrop: Backdrop, jira: Jira) -> str:
    figures = jira.search(load.items, against(load.holds, load.committed, team.unit))
    said = [f"• {backdrop.person(load.person)}: {figures}"]
    if load.unestimated and team.unit is not Unit.ITEMS:
        said.append(f"{load.unestimated} unestimated")
    if load.available is None and team.available is not None:
        said.append("no weekly figure yet")
    usual, _ = _usual_days(team) or (WORKING_WEEK, "")
    if load.days is not None and load.days != usual:
        said.append(_there(load.days))
    return ", ".join(said)


def loose_ends(team: TeamLoad, jira: Jira) -> list[str]:
    """What nobody has estimated or has at all."""
    ends = []
    if team.unestimated and team.unit is not Unit.ITEMS:
        words = f"{counted(team.unestimated, 'item')} without an estimate"
        ends.append(jira.search(team.unestimated_items, words))
    if team.unassigned:
        words = f"{counted(team.unassigned, 'item')} without an owner"
        ends.append(jira.search(team.unassigned_items, words))
    return ends


def _velocity(team: TeamLoad) -> list[str]:
    """What a sprint of the team usually completes."""
    if team.velocity is None:
        return []
    low, high = amount(team.velocity.min), amount(team.velocity.max)
    middle = measure(team.velocity.median, team.unit)
    spread = f"{low} to {high}, median {middle}" if low != high else middle
    return [f"velocity: {spread} a sprint{', less than is committed' if _beyond(team) else ''}"]


def _beyond(team: TeamLoad) -> bool:
    """Whether what is left of the sprint alone is more than any of the last ones completed."""
    most = team.velocity.max if team.velocity else None
    return team.sprint is not None and most is not None and team.committed > most


def _thread(teams: Sequence[TeamLoad], backdrop: Backdrop) -> list[Message]:
    """The teams that the channel does not show whole."""
    parts = [
        block
        for number, team in enumerate(teams)
        if number >= TEAMS or len(busy(team)) > _most(team)
        for block in _team(team, backdrop, Jira(backdrop.jira), len(team.people))
    ]
    return pages.pages("Everybody's week", parts)
