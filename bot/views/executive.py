"""The digests for executives: how things stand, in a few words and one chart, without a thread."""

from collections import Counter
from collections.abc import Sequence

from bot.domain import health
from bot.domain.blockers import Kind, Novelty
from bot.domain.calendar import local, week_ahead
from bot.domain.capacity import TeamLoad
from bot.domain.digests import Blockers, Capacity, Progress
from bot.domain.health import InitiativeHealth, Pulse, ReleaseHealth, Standing
from bot.message import Block, Message
from bot.views import blocks, charts, pages, releases
from bot.views.backdrop import NAME, TITLE, Backdrop, shown, stretch
from bot.views.blockers import awake
from bot.views.capacity import nothing_told
from bot.views.checkins import seen_by_owners
from bot.views.jira import Jira
from bot.views.text import amount, counted, day, escaped

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
PULSES = {
    Pulse.HELD_UP: (":large_yellow_circle:", "held up"),
    Pulse.STILL: (":white_circle:", "standing still"),
    Pulse.MOVING: (":large_green_circle:", "moving"),
    Pulse.FINISHED: (":white_check_mark:", "finished"),
}


def progress(figures: Progress, backdrop: Backdrop) -> list[Message]:
    """The week in health; nothing where nothing is under way and nothing was shipped."""
    known, epics = health.of_releases(figures), health.of_initiatives(figures)
    if not (known or epics or figures.shipped or backdrop.words):
        return []
    headline = _headline(known, epics, figures)

    def draw(jira: Jira) -> list[Block]:
        return [
            blocks.header(headline),
            backdrop.dateline("Progress", stretch(figures.facts.window, backdrop.zone)),
            *pages.sections(_releases(known, backdrop, jira)),
            *pages.sections(_initiatives(epics, backdrop, jira)),
            *pages.sections(seen_by_owners(backdrop, jira)),
            *backdrop.small_print(*releases.notes(figures)),
        ]

    text = f"{shown(backdrop.product, TITLE)}: {escaped(headline)}"
    picture = charts.burn_up(figures, backdrop) or charts.throughput(figures)
    return [pages.root(text, draw, backdrop.jira, picture)]


def _headline(
    known: Sequence[ReleaseHealth], epics: Sequence[InitiativeHealth], figures: Progress
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
    return ", ".join([*said, f"{len(figures.shipped) or 'nothing'} shipped"]).capitalize()


def _releases(known: Sequence[ReleaseHealth], backdrop: Backdrop, jira: Jira) -> list[str]:
    rows = [_release(one, backdrop, jira) for one in known[:SHOWN]]
    return ["*Releases*", *rows, *_more(known, "release")] if rows else []


def _more(found: Sequence[object], what: str) -> list[str]:
    more = len(found) - SHOWN
    return [f"… and {counted(more, f'more {what}')}"] if more > 0 else []


def _release(one: ReleaseHealth, backdrop: Backdrop, jira: Jira) -> str:
    name = escaped(backdrop.version(one.version))
    said = [f"{SIGNS[one.standing]} *{name}* {WORDS[one.standing]}"]
    if one.due:
        said.append(f"{'was due' if one.standing is Standing.LATE else 'due'} {day(one.due)}")
    if one.likely and one.left:
        said.append(f"forecast {day(one.likely)} (85%)")
    if one.left:
        said.append(jira.search(one.left, f"{len(one.left)} left"))
    if one.shipped:
        said.append(jira.search(one.shipped, f"{len(one.shipped)} shipped"))
    return ", ".join(said)


def _initiatives(epics: Sequence[InitiativeHealth], backdrop: Backdrop, jira: Jira) -> list[str]:
    rows = [_initiative(one, backdrop, jira) for one in epics[:SHOWN]]
    return ["*Initiatives*", *rows, *_more(epics, "initiative")] if rows else []


def _initiative(one: InitiativeHealth, backdrop: Backdrop, jira: Jira) -> str:
    sign, word = PULSES[one.pulse]
    said = [f"{sign} {jira.item(one.key)}  *{backdrop.title(one.key)}* {word}"]
    if one.pulse is Pulse.STILL:
        said[0] += f" since {day(local(one.moved, backdrop.zone).date())}"
    if one.left:
        said.append(jira.search(one.left, f"{len(one.left)} left"))
    if one.shipped:
        said.append(jira.search(one.shipped, f"{len(one.shipped)} shipped"))
    if one.held_up:
        said.append(jira.search(one.held_up, f"{len(one.held_up)} held up"))
    return ", ".join(said)


# --- Blockers and capacity


def blockers(figures: Blockers, backdrop: Backdrop) -> list[Message]:
    """How much is held up, and why; nothing when nothing is and nothing was."""
    figures, asleep = awake(figures, backdrop)
    if not figures.blockers and not figures.cleared:
        return []
    headline = _held_up(figures, len(asleep))

    def draw(jira: Jira) -> list[Block]:
        return [
            blocks.header(headline),
            backdrop.dateline("Blockers", f"as of {day(figures.facts.as_of)}"),
            *pages.sections(_kinds(figures, jira)),
            *backdrop.small_print(),
        ]

    text = f"{shown(backdrop.product, TITLE)}: {escaped(headline)}"
    return [pages.root(text, draw, backdrop.jira, charts.ages(figures.facts))]


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
    """Each team's week in a line; nothing when none has or can take anything."""
    teams = [team for team in figures.teams if team.committed or team.available]
    if not teams:
        return []
    headline = _loaded(teams)

    def draw(_jira: Jira) -> list[Block]:
        week = week_ahead(figures.facts.as_of, figures.facts.zone)
        return [
            blocks.header(headline),
            backdrop.dateline("Capacity", f"the week ahead, {stretch(week, backdrop.zone)}"),
            *pages.sections(_team(team) for team in teams),
            *backdrop.small_print(),
        ]

    text = f"{shown(backdrop.product, TITLE)}: {escaped(headline)}"
    return [pages.root(text, draw, backdrop.jira, charts.capacity(teams, backdrop))]


def _loaded(teams: Sequence[TeamLoad]) -> str:
    if all(team.available is None for team in teams):
        taken = sum(team.committed for team in teams)
        return f"{amount(taken)} {teams[0].unit} taken on, {nothing_told(teams[0])}"
    over = sum(_excess(team) > 0 for team in teams)
    if len(teams) == 1:
        span = "the week ahead" if teams[0].in_sprint is None else "the sprint"
        return f"Too much for {span}" if over else f"{span[:1].upper()}{span[1:]} can be done"
    return f"{over or 'None'} of {len(teams)} teams with too much to do"


def _excess(team: TeamLoad) -> float:
    return team.committed - team.holds if team.holds is not None else 0.0


def _team(team: TeamLoad) -> str:
    name, committed = shown(team.team, NAME), f"{amount(team.committed)} {team.unit}"
    if team.holds is None:
        return f":white_circle: *{name}*: {committed} taken on, {nothing_told(team)}"
    excess, of = _excess(team), f"{committed} taken on of {amount(team.holds)}"
    if excess > 0:
        return f":red_circle: *{name}*: {of}, {amount(excess)} too many"
    return f":large_green_circle: *{name}*: {of}, room for {amount(-excess)}"
