"""How what is held up looks: the ten that matter most, then the rest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain import releases
from bot.domain.blockers import Blocked, Kind, Novelty
from bot.domain.calendar import instant, local
from bot.domain.digests import Blockers
from bot.domain.facts import Facts
from bot.message import Block, Message
from bot.views import blocks, charts, pages
from bot.views.backdrop import LISTED, NAME, TITLE, Backdrop, listing, shown
from bot.views.jira import Jira
from bot.views.text import counted, cut, day, escaped, line, person

NAMED = 10
"""So many are shown in the channel."""
ACT = ("Ask who can end one, or snooze it: in the thread.",)
SINCE_LAST_MOVE = {Kind.AGING, Kind.BLOCKED_STATUS}
"""These begin with the last move, which is not told again."""
NOVELTIES = {Novelty.NEW: "New", Novelty.STILL: "Still there"}


def blockers(figures: Blockers, backdrop: Backdrop) -> list[Message]:
    """What is held up, new first, then longest; nothing when nothing is and nothing was.

    What is snoozed is left out, and counted.
    """
    figures, asleep = awake(figures, backdrop)
    if not figures.blockers and not figures.cleared:
        return []
    ordered = sorted(figures.blockers, key=lambda found: _urgency(found, backdrop.zone))
    headline = _headline(figures, len(asleep))

    def draw(jira: Jira) -> list[Block]:
        when = f"as of {day(figures.facts.as_of)}"
        return [
            blocks.header(headline),
            backdrop.dateline("Blockers", when),
            *_list(figures, ordered, backdrop, jira),
            *_asleep(asleep, jira),
            *backdrop.small_print(*(ACT if ordered else ())),
        ]

    text = f"{shown(backdrop.product, TITLE)}: {escaped(headline)}"
    picture = charts.ages(figures.facts)
    thread = [
        *_controls(figures, ordered[:NAMED], backdrop),
        *_thread(figures, ordered, backdrop),
        *_put_off(figures, asleep, backdrop),
    ]
    return [pages.root(text, draw, backdrop.jira, picture), *thread]


def awake(figures: Blockers, backdrop: Backdrop) -> tuple[Blockers, list[str]]:
    """The same without what is snoozed, and the keys of that."""
    snoozed = backdrop.snoozed
    asleep = [found.item for found in figures.blockers if found.item in snoozed]
    rest = [found for found in figures.blockers if found.item not in snoozed]
    return replace(figures, blockers=rest), asleep


def _urgency(found: Blocked, zone: str) -> tuple[bool, datetime]:
    return found.state is Novelty.STILL, min(
        since if isinstance(since, datetime) else instant(since, zone)
        for since in found.kinds.values()
    )


def _headline(figures: Blockers, asleep: int) -> str:
    new, still = (len(_keys(figures.blockers, state)) for state in NOVELTIES)
    said = [counted(new, "new blocker") if new else "No new blockers"]
    if still:
        said.append(f"{still} still there")
    if not figures.blockers:
        said = ["No blockers left"]
    if figures.cleared:
        said.append(f"{len(figures.cleared)} cleared")
    if asleep:
        said.append(f"{asleep} snoozed")
    return ", ".join(said)


def _keys(found: Sequence[Blocked], state: Novelty) -> list[str]:
    return [one.item for one in found if one.state is state]


def _list(
    figures: Blockers, ordered: Sequence[Blocked], backdrop: Backdrop, jira: Jira
) -> list[Block]:
    words = Words(figures.facts, backdrop, jira)
    parts = []
    for state, name in NOVELTIES.items():
        if keys := _keys(ordered, state):
            parts.append(blocks.section(f"*{jira.search(keys, f'{name} ({len(keys)})')}*"))
        named = (found for found in ordered[:NAMED] if found.state is state)
        parts += map(words.of, named)
    if len(ordered) > NAMED:
        parts.append(blocks.section(f"… and {len(ordered) - NAMED} more in the thread"))
    if figures.cleared:
        cleared = jira.search(figures.cleared, f"{len(figures.cleared)} cleared")
        parts.append(blocks.section(f"*{cleared}*, no longer held up"))
    return parts


def _asleep(keys: Sequence[str], jira: Jira) -> list[Block]:
    if not keys:
        return []
    return [blocks.section(f"*{jira.search(keys, f'{len(keys)} snoozed')}*, not counted above")]


def _put_off(figures: Blockers, asleep: Sequence[str], backdrop: Backdrop) -> list[Message]:
    """What is left out, until when, and why, each with its way back."""
    jira, shown_ = Jira(backdrop.jira), asleep[:LISTED]
    rows: list[Block] = [blocks.section(f"*Snoozed ({len(asleep)})*")] if asleep else []
    for key in shown_:
        one = backdrop.snoozed[key]
        why = f"until {day(one.until)}, {person(one.by)}: {shown(one.reason, TITLE)}"
        wake = blocks.button("snooze.rouse", "Wake it", f"{figures.facts.product}:{key}")
        rows.append(blocks.section(f"{backdrop.titled(jira, key)}\n{why}", wake))
    if len(asleep) > len(shown_):
        rows.append(blocks.context(f"… and {len(asleep) - len(shown_)} more"))
    return pages.pages("Snoozed", rows)


# --- What can be done about one


def _controls(figures: Blockers, named: Sequence[Blocked], backdrop: Backdrop) -> list[Message]:
    """Each of those that are named, with its buttons."""
    jira = Jira(backdrop.jira)
    rows: list[Block] = []
    for found in named:
        whom = cut(line(backdrop.name(found.waiting_on)), NAME) if found.waiting_on else ""
        rows.append(blocks.section(backdrop.titled(jira, found.item)))
        rows.append(controls(f"{figures.facts.product}:{found.item}", whom, jira))
    head = [blocks.section("*What can be done*")] if rows else []
    return pages.pages("What can be done", [*head, *rows])


def controls(value: str, whom: str, jira: Jira) -> Block:
    """The buttons of a blocker: ask `whom` it waits on, put it off, look at it."""
    page = jira.page(value.partition(":")[2])
    look = [blocks.link_button("blockers.look", "Open in Jira", page)] if page else []
    return blocks.actions(
        value[: blocks.NAME],
        blocks.button("blockers.ask", f"Ask {whom}" if whom else "Ask somebody …", value),
        blocks.button("snooze.open", "Snooze …", value),
        *look,
    )


def _thread(figures: Blockers, ordered: Sequence[Blocked], backdrop: Backdrop) -> list[Message]:
    jira = Jira(backdrop.jira)
    words = Words(figures.facts, backdrop, jira)
    more, last = ordered[NAMED : NAMED + LISTED], ordered[NAMED + LISTED :]
    rest = [words.of(found) for found in more]
    if last:
        link = jira.search([found.item for found in last], f"{len(last)} more")
        rest.append(blocks.section(f"… and {link}"))
    cleared = pages.sections(listing(backdrop, "Cleared", figures.cleared))
    return [*pages.pages("More blockers", rest), *pages.pages("Cleared", cleared)]


class Words:
    """What is known of items that are held up, in words."""

    def __init__(self, facts: Facts, backdrop: Backdrop, jira: Jira) -> None:
        self._facts = facts
        self._backdrop = backdrop
        self._jira = jira
        self._overdue = releases.overdue(
            facts.base.versions, facts.base.slips, facts.as_of, facts.at
        )

    def of(self, found: Blocked) -> Block:
        """The item, then why it is held up."""
        return blocks.section(f"{self._backdrop.titled(self._jira, found.item)}\n{self.why(found)}")

    def why(self, found: Blocked) -> str:
        """What holds it up, since when, who can end it, and when it last moved."""
        kinds = found.kinds.items()
        said = [self._kind(found, kind, self._day(since)) for kind, since in kinds]
        said += self._waits(found)
        if not found.kinds.keys() & SINCE_LAST_MOVE:
            said.append(f"last moved {self._day(found.last_move)}")
        why = "; ".join(said)
        return f"{why[:1].upper()}{why[1:]}"

    def _waits(self, found: Blocked) -> list[str]:
        if found.waiting_on:
            return [f"waits on {self._backdrop.person(found.waiting_on)}"]
        if Kind.UNOWNED in found.kinds:
            return []
        return ["who has that is not known" if Kind.LINKED in found.kinds else "nobody has it"]

    def _kind(self, found: Blocked, kind: Kind, since: str) -> str:
        match kind:
            case Kind.FLAGGED:
                return f"flagged since {since}"
            case Kind.LINKED:
                return f"blocked by {self._holder(found)} since {since}"
            case Kind.BLOCKED_STATUS:
                return f"in a blocked status since {since}"
            case Kind.AGING:
                return f"stuck in its status since {since}"
            case Kind.UNOWNED:
                return f"in progress without an owner since {since}"
            case Kind.OVERDUE_RELEASE:
                return f"in {self._release(found)}, which was due {since}"

    def _day(self, at: datetime | date) -> str:
        return day(local(at, self._facts.zone).date() if isinstance(at, datetime) else at)

    def _holder(self, found: Blocked) -> str:
        """The item that has blocked it longest of those that are not done."""
        facts, since = self._facts, found.kinds[Kind.LINKED]
        history = facts.by_key.get(found.item)
        if history is None:
            return "another item"
        links, known = history.blocked_by, facts.base.by_key
        blocking = (
            key
            for key in links.at(facts.at)
            if links.since(key, facts.at) == since
            and (key not in known or known[key].is_open(facts.at))
        )
        key = min(blocking, default=None)
        return self._jira.item(key) if key else "another item"

    def _release(self, found: Blocked) -> str:
        """The release that has been overdue longest."""
        facts, due = self._facts, found.kinds[Kind.OVERDUE_RELEASE]
        history = facts.by_key.get(found.item)
        held = history.versions.at(facts.at) if history else set()
        names = (self._backdrop.version(v) for v in held if self._overdue.get(v) == due)
        return escaped(min(names, default="a release"))
