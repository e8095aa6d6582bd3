"""The digests for executives: how things stand, in a few words and one chart, without a thread."""

from collections import Counter
from collections.abc import Sequence

from bot.domain import health
from bot.domain.blockers import Kind, Novelty
from bot.domain.calendar import local
from bot.domain.capacity import TeamLoad
from bot.domain.checkins import About, Subject
from bot.domain.digests import Blockers, Capacity, Progress
from bot.domain.health import InitiativeHealth, Pulse, ReleaseHealth, Standing
from bot.message import Block, Message
from bot.views import capacity as load
from bot.views import charts, pages, releases, week
from bot.views.backdrop import NAME, Backdrop, shown
from bot.views.blockers import as_of, awake
from bot.views.checkins import beneath, in_short, seen_by_owners
from bot.views.jira import Jira
from bot.views.loads import excess, untold
from bot.views.text import counted, day

SHOWN = 5
"""So many releases and initiatives are named."""
SIGNS = {
    Standing.LATE: ":red_circle:",
    Standing.AT_RISK: ":large_yellow_circle:",
    Standing.ON_TRACK: ":large_green_circle:",
    Standing.READY: ":large_green_circle:",
    Standing.UNKNOWN: ":white_circle:",
    Standing.UNDATED: ":white_circle:",
}
WORDS = {
    Standing.LATE: "late",
    Standing.AT_RISK: "at risk",
    Standing.ON_TRACK: "on track",
    Standing.READY: "done, not out yet",
    Standing.UNKNOWN: "no forecast",
    Standing.UNDATED: "no date",
}
HELD_UP = {
    Kind.FLAGGED: "flagged as an impediment",
    Kind.LINKED: "blocked by other work",
    Kind.BLOCKED_STATUS: "in a blocked status",
    Kind.AGING: "longer in a step than usual",
    Kind.UNOWNED: "in progress without an owner",
    Kind.OVERDUE_RELEASE: "in a release that is overdue",
}
SEVERAL = "An item may be held up in several ways."
PULSES = {
    Pulse.HELD_UP: (":large_yellow_circle:", "held up"),
    Pulse.STILL: (":white_circle:", "standing still"),
    Pulse.MOVING: (":large_green_circle:", "moving"),
    Pulse.FINISHED: (":white_check_mark:", "finished"),
}


def progress(figures: Progress, backdrop: Backdrop) -> list[Message]:
    """The week in health; nothing where nothing is under way and nothing was shipped, or nothing
    moved and no release has a day that comes nearer."""
    known, epics = health.of_releases(figures), health.of_initiatives(figures)
    told = any(one.due for one in known) or week.is_moved(figures) or week.unread(figures, backdrop)
    if not (backdrop.words or (told and (known or epics or figures.shipped))):
        return []
    headline = _headline(known, epics, figures, backdrop)
    beneath_ = _told(known, epics, backdrop)

    def tell(jira: Jira) -> list[Block]:
        return [
            *pages.sections(_releases(known, backdrop, jira)),
            *pages.sections(_initiatives(epics, backdrop, jira)),
            *pages.sections(seen_by_owners(backdrop, jira, beneath_)),
        ]

    frame = pages.Frame(
        headline, backdrop.week("Progress", figures.facts.window), releases.notes(figures)
    )
    picture = charts.burn_up(figures, backdrop) or charts.throughput(figures)
    return [pages.root(frame, tell, backdrop, picture)]


def _headline(
    known: Sequence[ReleaseHealth],
    epics: Sequence[InitiativeHealth],
    figures: Progress,
    backdrop: Backdrop,
) -> str:
    counts = Counter(one.standing for one in known)
    told = [s for s in (Standing.LATE, Standing.AT_RISK, Standing.ON_TRACK) if counts[s]]
    said = [f"{counts[s]} {WORDS[s]}" for s in told]
    if said:
        first = counts[told[0]]
        said[0] = f"{counted(first, 'release')} {WORDS[told[0]]}"
    stuck = sum(one.pulse is Pulse.HELD_UP for one in epics)
    if stuck:
        said.append(f"{counted(stuck, 'initiative')} held up")
    said += in_short(backdrop.words)
    shipped = counted(len(figures.shipped), "item") if figures.shipped else "nothing"
    words = ", ".join([*said, f"{shipped} shipped"])
    return f"{words[:1].upper()}{words[1:]}"


def _told(
    known: Sequence[ReleaseHealth], epics: Sequence[InitiativeHealth], backdrop: Backdrop
) -> set[str]:
    """Whose owners' words stand beneath their rows."""
    releases_ = {str(Subject(About.RELEASE, one.version)) for one in known[:SHOWN]}
    keys = {one.key for one in epics[:SHOWN]}
    ids = [issue for issue, key in backdrop.initiatives.items() if key in keys]
    return releases_ | {str(Subject(About.INITIATIVE, issue)) for issue in ids}


def _releases(known: Sequence[ReleaseHealth], backdrop: Backdrop, jira: Jira) -> list[str]:
    rows = [_release(one, backdrop, jira) for one in known[:SHOWN]]
    return ["*Releases*", *rows, *_more(known, "release")] if rows else []


def _more(found: Sequence[object], what: str) -> list[str]:
    more = len(found) - SHOWN
    return [f"… and {counted(more, f'more {what}')}"] if more > 0 else []


def _release(one: ReleaseHealth, backdrop: Backdrop, jira: Jira) -> str:
    name = shown(backdrop.version(one.version), NAME)
    said = [f"{SIGNS[one.standing]} *{name}* {WORDS[one.standing]}"]
    if one.due:
        said.append(f"{'was due' if one.standing is Standing.LATE else 'due'} {day(one.due)}")
    if one.likely and one.left:
        said.append(f"forecast {day(one.likely)} (85%)")
    if one.left:
        said.append(jira.search(one.left, f"{len(one.left)} left"))
    if one.shipped:
        said.append(jira.search(one.shipped, f"{len(one.shipped)} shipped"))
    words = beneath(Subject(About.RELEASE, one.version), backdrop)
    return "\n".join([", ".join(said), *words])


def _initiatives(epics: Sequence[InitiativeHealth], backdrop: Backdrop, jira: Jira) -> list[str]:
    rows = [_initiative(one, backdrop, jira) for one in epics[:SHOWN]]
    return ["*Initiatives*", *rows, *_more(epics, "initiative")] if rows else []


def _initiative(one: InitiativeHealth, backdrop: Backdrop, jira: Jira) -> str:
    sign, word = PULSES[one.pulse]
    if one.pulse is Pulse.HELD_UP:
        word = jira.search(one.held_up, f"{counted(len(one.held_up), 'item')} {word}")
    elif one.pulse is Pulse.STILL:
        word = f"{word} since {day(local(one.moved, backdrop.zone).date())}"
    said = [f"{sign} {jira.item(one.key)}  *{backdrop.title(one.key)}* {word}"]
    if one.left:
        said.append(jira.search(one.left, f"{len(one.left)} left"))
    if one.shipped:
        said.append(jira.search(one.shipped, f"{len(one.shipped)} shipped"))
    ids = [issue for issue, key in backdrop.initiatives.items() if key == one.key]
    words = [row for id_ in ids for row in beneath(Subject(About.INITIATIVE, id_), backdrop)]
    return "\n".join([", ".join(said), *words])


# --- Blockers and capacity


def blockers(figures: Blockers, backdrop: Backdrop) -> list[Message]:
    """How much is held up, and why; nothing when nothing is and nothing was."""
    figures, asleep = awake(figures, backdrop)
    if not figures.blockers and not figures.cleared:
        return []

    def tell(jira: Jira) -> list[Block]:
        return pages.sections(_kinds(figures, jira))

    notes = [SEVERAL] if any(len(found.kinds) > 1 for found in figures.blockers) else []
    frame = pages.Frame(_held_up(figures, len(asleep)), as_of(figures, backdrop), notes)
    return [pages.root(frame, tell, backdrop, charts.ages(figures.facts))]


def _held_up(figures: Blockers, asleep: int) -> str:
    number = len(figures.blockers)
    new = sum(found.state is Novelty.NEW for found in figures.blockers)
    said = [f"{counted(number, 'item')} held up" if number else "Nothing is held up"]
    if number:
        said.append(f"{new} of them new" if new else "none of them new")
    if figures.cleared:
        said.append(f"{len(figures.cleared)} cleared")
    if asleep:
        said.append(f"{asleep} snoozed")
    return ", ".join(said)


def _kinds(figures: Blockers, jira: Jira) -> list[str]:
    rows = []
    for kind, words in HELD_UP.items():
        keys = [found.item for found in figures.blockers if kind in found.kinds]
        if keys:
            rows.append(f"• {jira.search(keys, f'{len(keys)} {words}')}")
    return rows


def capacity(figures: Capacity, backdrop: Backdrop) -> list[Message]:
    """Each team's week in a line or two; nothing when none has or can take anything."""
    teams = [team for team in figures.teams if team.committed or team.available]
    if not teams:
        return []

    def tell(jira: Jira) -> list[Block]:
        return pages.sections(row for team in teams for row in _team(team, jira))

    frame = pages.Frame(load.headline(teams), load.ahead(figures, backdrop), load.notes(teams))
    return [pages.root(frame, tell, backdrop, charts.capacity(teams, backdrop))]


def _team(team: TeamLoad, jira: Jira) -> list[str]:
    """How a team's week stands, and what is not in its figures."""
    row = f"{_sign(team)} *{shown(team.team, NAME)}*: {load.summed(team, jira)}"
    ends = load.SEPARATOR.join(load.loose_ends(team, jira))
    return [row, f"> {ends}"] if ends else [row]


def _sign(team: TeamLoad) -> str:
    """Whether a team has too much, or somebody in a team that has room."""
    over = excess(team)
    if over is None or untold(team):
        return ":white_circle:"
    if over > 0:
        return ":red_circle:"
    strained = any((excess(person) or 0) > 0 for person in team.people)
    return ":large_yellow_circle:" if strained else ":large_green_circle:"
