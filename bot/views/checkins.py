"""How owners are asked how things look, and how what they say stands in digests."""

from collections import Counter
from collections.abc import Collection, Sequence

from msgspec import Struct

from bot.domain.calendar import local
from bot.domain.checkins import About, Subject, subject
from bot.message import Block, Form, Message
from bot.models import Assessment, Product, Release
from bot.tracked import Glance
from bot.views import blocks, inputs
from bot.views.backdrop import NAME as PART
from bot.views.backdrop import Backdrop, shown
from bot.views.jira import Jira
from bot.views.text import cut, day, escaped, line, listed, moment, person, short_day
from bot.words import Confidence

TITLE = "How do your {} look?"
ABOUT = "Your tap stands in the next progress digest, with your name. Skip what you cannot tell."
AT_EASE = "Owners see their work on track"
"""A headline where there is nothing else to tell."""
WORDS = {
    Confidence.ON_TRACK: "On track",
    Confidence.AT_RISK: "At risk",
    Confidence.OFF_TRACK: "Off track",
}
SIGNS = {
    Confidence.ON_TRACK: ":large_green_circle:",
    Confidence.AT_RISK: ":large_yellow_circle:",
    Confidence.OFF_TRACK: ":red_circle:",
}
MOST, NAME = 10, 60
"""So many are asked for in one message."""
LINE, ROWS = 150, 20


class Asked(Struct, frozen=True):
    """A release or an initiative that somebody owns, and what they said of it."""

    product: Product
    subject: str
    thing: Release | Glance
    said: Assessment | None = None
    period: str = ""
    """The week whose digests tell it."""

    @property
    def value(self) -> str:
        """What a control says that leads to it."""
        return f"{self.product.id}:{self.subject}"

    @property
    def account(self) -> str | None:
        """Whose it is in Jira."""
        return self.thing.assignee if isinstance(self.thing, Glance) else self.thing.driver


def question(asked: Sequence[Asked], jira: str | None) -> Message:
    """To an owner: each with three buttons; a chosen one is told, and may be chosen anew."""
    title = _title(asked)
    parts: list[Block] = [blocks.section(f":traffic_light: *{title}*\n{ABOUT}")]
    for one in asked[:MOST]:
        words = blocks.section(_asked(one, Jira(jira)))
        parts += [words, blocks.actions(f"checkin.{one.value}", *_taps(one))]
    return Message(title, tuple(parts))


def _title(asked: Sequence[Asked]) -> str:
    releases = any(isinstance(one.thing, Release) for one in asked)
    initiatives = any(isinstance(one.thing, Glance) for one in asked)
    kinds = ["releases"] * releases + ["initiatives"] * initiatives
    return TITLE.format(listed(kinds, "and") or "releases")


def _asked(one: Asked, jira: Jira) -> str:
    thing, of = one.thing, _name(one.product.name)
    if isinstance(thing, Release):
        due = f"due {day(thing.release_date)}" if thing.release_date else "no date"
        head = f"*{_name(thing.name)}*  ·  {of}, {due}"
    else:
        head = f"{jira.item(thing.key)}  *{_name(thing.summary)}*  ·  {of}"
    if one.said is None:
        return head
    words = f"You said: {SIGNS[one.said.confidence]} *{WORDS[one.said.confidence].lower()}*"
    return f"{head}\n{words}, {moment(one.said.at)}{_line(one.said)}"


def _name(text: str) -> str:
    return escaped(cut(line(text), NAME))


def _line(said: Assessment) -> str:
    return f": _{escaped(line(said.line))}_" if said.line else ""


def _taps(one: Asked) -> list[Block]:
    taps = [blocks.button(f"checkin.{state}", WORDS[state], one.value) for state in Confidence]
    if one.said is not None:
        label = "Change the line" if one.said.line else "Add a line"
        taps.append(blocks.button("checkin.line", label, one.value))
    return taps


def line_form(one: Asked, jira: str | None) -> Form:
    """The form of the line beside an answer."""
    field = inputs.Input("line", "In a line, why?", "It stands in the digest.", optional=True)
    said = one.said.line if one.said else ""
    return Form(
        "checkin.submit",
        "Add a line",
        (blocks.section(_asked(one, Jira(jira))), inputs.text_input(field, said, most=LINE)),
        submit="Save",
        context={"about": one.value},
        again=("checkin.line", one.value),
    )


def seen_by_owners(backdrop: Backdrop, jira: Jira, told: Collection[str] = ()) -> list[str]:
    """How releases and initiatives look to those who own them, the worst first: who says so, and
    when. Those `told` already are left out."""
    found = [said for said in _worst(backdrop.words) if said.subject not in told]
    rows = [_told(said, backdrop, jira) for said in found[:ROWS]]
    return ["*As their owners see it*", *rows] if rows else []


def beneath(of: Subject, backdrop: Backdrop) -> list[str]:
    """The same of one release or initiative, beneath its row."""
    found = [said for said in _worst(backdrop.words) if said.subject == str(of)]
    return [f"> {SIGNS[said.confidence]} {_said(said, backdrop)}" for said in found]


def in_short(words: Sequence[Assessment]) -> list[str]:
    """What a headline says of worried owners; nothing where none is."""
    counts = Counter(said.confidence for said in words)
    worries = (Confidence.OFF_TRACK, Confidence.AT_RISK)
    said = [f"{counts[state]} {WORDS[state].lower()}" for state in worries if counts[state]]
    return [f"owners see {' and '.join(said)}"] if said else []


def _worst(words: Sequence[Assessment]) -> list[Assessment]:
    return sorted(words, key=lambda said: -list(Confidence).index(said.confidence))


def _told(said: Assessment, backdrop: Backdrop, jira: Jira) -> str:
    about, found = subject(said.subject)
    if about is About.RELEASE:
        name = f"*{shown(backdrop.version(found), PART)}*"
    else:
        key = backdrop.initiatives.get(found, "")
        name = f"{jira.item(key)}  *{backdrop.title(key)}*"
    return f"{SIGNS[said.confidence]} {name} {_said(said, backdrop)}"


def _said(said: Assessment, backdrop: Backdrop) -> str:
    on = short_day(local(said.at, backdrop.zone).date())
    words = WORDS[said.confidence].lower()
    return f"{words}, says {person(said.user)}, {on}{_line(said)}"
