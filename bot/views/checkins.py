"""How PMs are asked how releases look, and how what they say stands in digests."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.calendar import local
from bot.message import Block, Form, Message
from bot.models import Assessment, Product, Release
from bot.views import blocks, inputs
from bot.views.text import cut, day, escaped, line, moment, person
from bot.words import Confidence

TITLE = "How do your releases look?"
ABOUT = "Your tap stands in the next progress digest, with your name. Leave what you cannot tell."
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
MOST, NAME = 20, 60
"""So many releases are asked for in one message."""
LINE = 150


@dataclass(frozen=True, slots=True)
class Asked:
    """A release somebody answers for, and what they said of it."""

    product: Product
    release: Release
    said: Assessment | None = None
    period: str = ""
    """The week whose digests tell it."""

    @property
    def value(self) -> str:
        """What a control says that leads to it."""
        return f"{self.product.id}:{self.release.version_id}"


def question(asked: Sequence[Asked]) -> Message:
    """To a PM: each release with three buttons; a chosen one is told, and may be chosen anew."""
    shown: list[Block] = [blocks.section(f":traffic_light: *{TITLE}*\n{ABOUT}")]
    for one in asked[:MOST]:
        shown += [blocks.section(_asked(one)), blocks.actions(f"checkin.{one.value}", *_taps(one))]
    return Message(TITLE, tuple(shown))


def _asked(one: Asked) -> str:
    due = one.release.release_date
    when = f"due {day(due)}" if due else "no date"
    head = f"*{_name(one.release.name)}*  ·  {_name(one.product.name)}, {when}"
    if one.said is None:
        return head
    words = f"You said: {SIGNS[one.said.confidence]} *{WORDS[one.said.confidence].lower()}*"
    return f"{head}\n{words}, {moment(one.said.at)}{_line(one.said)}"


def _name(text: str) -> str:
    return escaped(cut(line(text), NAME))


def _line(said: Assessment) -> str:
    return f": _{escaped(line(said.line))}_" if said.line else ""


def _taps(one: Asked) -> list[Block]:
    shown = [blocks.button(f"checkin.{state}", WORDS[state], one.value) for state in Confidence]
    if one.said is not None:
        label = "Change the line" if one.said.line else "Add a line"
        shown.append(blocks.button("checkin.line", label, one.value))
    return shown


def line_form(one: Asked) -> Form:
    """The form of the line beside an answer."""
    field = inputs.Input("line", "In a line, why?", "It stands in the digest.", optional=True)
    said = one.said.line if one.said else ""
    return Form(
        "checkin.submit",
        "Add a line",
        (blocks.section(_asked(one)), inputs.text_input(field, said, most=LINE)),
        submit="Save",
        context={"release": one.value},
        again=("checkin.line", one.value),
    )


def told(said: Assessment, release: str, zone: str) -> str:
    """One answer in a digest: the release, how it looks, to whom, since when."""
    sign, words = SIGNS[said.confidence], WORDS[said.confidence].lower()
    who = f"says {person(said.user)}, {day(local(said.at, zone).date())}"
    return f"{sign} *{escaped(release)}* {words}, {who}{_line(said)}"
