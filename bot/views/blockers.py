"""How what is held up looks: the ten that matter most, then the rest."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from bot.domain.blockers import Blocked, Novelty
from bot.domain.calendar import instant
from bot.domain.digests import Blockers
from bot.message import Block, Message
from bot.views import blocks, charts, pages
from bot.views.backdrop import LISTED, NAME, TITLE, Backdrop, listing, shown
from bot.views.jira import Jira
from bot.views.text import counted, cut, day, line, person
from bot.views.why import Words

NAMED = 10
"""So many are shown in the channel."""
ACT = ("In the thread: ask whoever can end one, or snooze it.",)
NOVELTIES = {Novelty.NEW: "New", Novelty.STILL: "Still there"}


def blockers(figures: Blockers, backdrop: Backdrop) -> list[Message]:
    """What is held up, new first, then longest; nothing when nothing is and nothing was.

    What is snoozed is left out, and counted.
    """
    figures, asleep = awake(figures, backdrop)
    if not figures.blockers and not figures.cleared:
        return []
    ordered = sorted(figures.blockers, key=lambda found: _urgency(found, backdrop.zone))
    usual = Words(figures.facts, backdrop, Jira(None)).usual(ordered[:NAMED])
    notes = [*usual, *(ACT if ordered else ())]

    def tell(jira: Jira) -> list[Block]:
        words = Words(figures.facts, backdrop, jira)
        return [*_list(figures, ordered, words, jira), *_asleep(asleep, jira)]

    frame = pages.Frame(_headline(figures, len(asleep)), as_of(figures, backdrop), notes)
    thread = [
        *_controls(figures, ordered[:NAMED], backdrop),
        *_thread(figures, ordered, backdrop),
        *_put_off(figures, asleep, backdrop),
    ]
    return [pages.root(frame, tell, backdrop, charts.ages(figures.facts)), *thread]


def as_of(figures: Blockers, backdrop: Backdrop) -> Block:
    """The dateline: what is held up is so as of a day."""
    when = f"as of {day(figures.facts.as_of)}"
    return backdrop.dateline("Blockers", when, figures.facts.at)


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


def _list(figures: Blockers, ordered: Sequence[Blocked], words: Words, jira: Jira) -> list[Block]:
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
        why = f"Until {day(one.until)}, says {person(one.by)}: {shown(one.reason, TITLE)}"
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
