"""What is shown of an idea, as a value, and the words for its states."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct, field

from bot.domain.evidence import Evidence
from bot.domain.triggers import Condition
from bot.models import Decision, Idea, Product
from bot.views.evidence import Voice
from bot.views.text import (
    escaped,
    line,
)
from bot.words import Importance, Priority, Status, Verdict

STATUSES = {
    Status.NEW: ":large_blue_circle: New",
    Status.UNDER_REVIEW: ":eyes: Under review",
    Status.NEEDS_INFO: ":speech_balloon: Needs info",
    Status.NOT_NOW: ":hourglass_flowing_sand: Not now",
    Status.DECLINED: ":no_entry_sign: Declined",
    Status.PLANNED: ":calendar: Planned",
    Status.IN_PROGRESS: ":hammer_and_wrench: In progress",
    Status.SHIPPED: ":rocket: Shipped",
    Status.DUPLICATE: ":link: Duplicate",
    Status.WITHDRAWN: ":wastebasket: Withdrawn",
}
PRIORITIES = {
    Priority.URGENT: "Urgent",
    Priority.HIGH: "High",
    Priority.MEDIUM: "Medium",
    Priority.LOW: "Low",
}
VERDICTS = {
    Verdict.YES: "Yes",
    Verdict.NOT_NOW: "Not now",
    Verdict.NO: "No",
    Verdict.NEEDS_INFO: "Needs info",
}


class WorkLine(Struct, frozen=True):
    """The Jira issue an idea became, as a card shows it."""

    key: str
    url: str | None
    status: str
    version: str = ""


class Remark(NamedTuple):
    """What somebody said of an idea, or of one that came together with it."""

    author: str
    text: str
    origin: int | None = None
    """The number of that other idea."""


class Dossier(Struct, frozen=True):
    """Everything a card shows of one idea."""

    idea: Idea
    product: Product | None = None
    decision: Decision | None = None
    returns: Sequence[Condition] = ()
    """What the answer waits for to come back."""
    work: Sequence[WorkLine] = ()
    trouble: str = ""
    """What the PM should know went wrong."""
    importance: Importance | None = None
    """How much it matters to the one who asked."""
    evidence: Evidence = field(default_factory=Evidence)
    """Who stands behind it and all that was merged into it."""
    voices: Sequence[Voice] = ()
    """The newest of what they said."""
    came_back: str = ""
    """Why it is in the queue again, where it came back by itself."""
    replies: int = 0
    """How many there are in the thread it came from."""
    discussion: Sequence[Remark] = ()
    """The newest of them, oldest first."""
    goes_on_as: int | None = None
    """The number of the idea it was merged into in the end."""
    address: str | None = None
    """What leads to its card, to be passed on."""


def reference(idea: Idea) -> str:
    """The idea's number and title on one line, escaped."""
    return f"*#{idea.number}* {escaped(line(idea.title))}"
