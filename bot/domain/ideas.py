"""Ideas: how a line of text becomes one, and what may happen to it."""

import re
import unicodedata
from enum import StrEnum

from msgspec import Struct

from bot.errors import UserError
from bot.words import Status, Verdict

TITLE_LENGTH = 150
DECIDED = {Verdict.YES: Status.PLANNED, Verdict.NOT_NOW: Status.NOT_NOW}
DECIDED |= {Verdict.NO: Status.DECLINED, Verdict.NEEDS_INFO: Status.NEEDS_INFO}

WAITING = frozenset({Status.NEW, Status.UNDER_REVIEW, Status.NEEDS_INFO})
"""Not answered yet: the requester may still edit."""
ANSWERS = frozenset(DECIDED.values())

MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: ANSWERS | {Status.UNDER_REVIEW, Status.DUPLICATE, Status.WITHDRAWN},
    Status.UNDER_REVIEW: ANSWERS | {Status.DUPLICATE, Status.WITHDRAWN},
    Status.NEEDS_INFO: ANSWERS | {Status.UNDER_REVIEW, Status.DUPLICATE, Status.WITHDRAWN},
    Status.NOT_NOW: ANSWERS | {Status.UNDER_REVIEW, Status.DUPLICATE, Status.WITHDRAWN},
    Status.DECLINED: ANSWERS | {Status.UNDER_REVIEW, Status.DUPLICATE, Status.WITHDRAWN},
    Status.PLANNED: ANSWERS
    | {Status.IN_PROGRESS, Status.SHIPPED, Status.UNDER_REVIEW, Status.WITHDRAWN},
    Status.IN_PROGRESS: ANSWERS | {Status.SHIPPED, Status.UNDER_REVIEW, Status.WITHDRAWN},
    Status.SHIPPED: frozenset({Status.UNDER_REVIEW}),
    Status.DUPLICATE: frozenset({Status.UNDER_REVIEW}),
    Status.WITHDRAWN: frozenset(),
}
"""The moves an idea may make; deciding anew what was decided the same way is one of them."""


class Ask(StrEnum):
    """What a person wants of `/idea`."""

    FORM = "form"
    HELP = "help"
    MINE = "mine"
    SHOW = "show"
    FILE = "file"


class Asked(Struct, frozen=True):
    """`/idea` understood: a number to show, or the text to file."""

    ask: Ask
    number: int = 0
    text: str = ""


class Wording(Struct, frozen=True):
    """An idea's words: a title of one line, and the whole of what was said where it is longer."""

    title: str
    problem: str = ""


ISSUE_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,9}-\d{1,9}")
"""A Jira issue's key."""
NUMBERED = re.compile(r"(?:#|<#[A-Z0-9]+\|)?(\d{1,9})>?")


def understood(text: str) -> Asked:
    """The grammar of `/idea`: only a whole text of a word or a number is a subcommand.

    Slack escapes a channel named 142 as `<#C012AB3CD|142>`: that is a number too.
    """
    words = text.strip()
    match words.lower():
        case "":
            return Asked(Ask.FORM)
        case "help":
            return Asked(Ask.HELP)
        case "mine":
            return Asked(Ask.MINE)
    numbered = NUMBERED.fullmatch(words)
    if numbered and (words.startswith("<") == words.endswith(">")):
        return Asked(Ask.SHOW, number=int(numbered[1]))
    return Asked(Ask.FILE, text=words)


def worded(text: str) -> Wording:
    """Split free text: a short first line is the title, anything longer is kept whole beside it.

    Raises UserError when there is nothing to read.
    """
    words = text.strip()
    if not says_something(words):
        raise UserError("There is nothing to read in that. Write what you need in a few words.")
    first, _, rest = words.partition("\n")
    title = " ".join(first.split())
    if len(title) <= TITLE_LENGTH:
        return Wording(title, rest.strip())
    return Wording(_shortened(title), words)


def titled(title: str, problem: str) -> Wording:
    """A title and a problem entered apart. Raises UserError naming the field."""
    words = " ".join(title.split())
    if not says_something(words):
        raise UserError("Give it a title: a few words that say what you need.", "title")
    if len(words) > TITLE_LENGTH:
        raise UserError(f"Keep the title under {TITLE_LENGTH} characters.", "title")
    return Wording(words, problem.strip())


def says_something(text: str) -> bool:
    """Whether there is a letter, a digit or a symbol such as an emoji."""
    return any(unicodedata.category(character)[0] in "LNS" for character in text)


def _shortened(title: str) -> str:
    head = title[: TITLE_LENGTH - 1]
    space = head.rfind(" ")
    return (head[:space] if space > TITLE_LENGTH // 2 else head).rstrip() + "…"


def moved(current: Status, to: Status) -> Status:
    """`to`, if an idea may go there from `current`. Raises UserError."""
    if to not in MOVES[current]:
        was, will = current.replace("_", " "), to.replace("_", " ")
        raise UserError(f"This idea is {was}, so it can't become {will}.")
    return to
