"""What people are told of ideas they asked for or support."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain.triggers import Condition
from bot.message import Block, Message
from bot.models import Comment, Decision, Idea
from bot.tracked import Version
from bot.views import blocks
from bot.views.decisions import RULINGS, TITLES
from bot.views.text import (
    counted,
    cut,
    day,
    escaped,
    line,
    link,
    listed,
    person,
    quotations,
    quoted,
)
from bot.views.triggers import comes_back
from bot.words import Verdict

MOST_IDEAS = 10
"""Ideas told of in one message; more than these fit on no screen."""
MOST_CHANGES = 3
"""Changes to one idea told together: the newest."""


class Reader(Struct, frozen=True):
    """Who is told, and whether others read it too."""

    user: str
    in_thread: bool = False


class News(Struct, frozen=True):
    """One change, as one person is told of it."""

    idea: Idea
    reader: Reader
    sign: str
    sentence: str
    headline: str = ""
    """The notification, where the sentence is too long for one."""
    body: tuple[Block, ...] = ()


def told(news: News) -> Message:
    """One change, in a message of its own."""
    head = f"{news.sign} {_of_whom(news)} {_title(news.idea)}\n{news.sentence}"
    text = f"{_of_whom(news, bold=False)} {news.headline or news.sentence}"
    return Message(text, (blocks.section(head), *news.body))


def together(news: Sequence[News]) -> Message:
    """Several small changes in one message, those to one idea beside each other."""
    by_idea: dict[int, list[News]] = {}
    for one in news:
        by_idea.setdefault(one.idea.number, []).append(one)
    text = f"{counted(len(by_idea), 'idea')} you asked for or support moved on"
    shown = [blocks.section(f"*{text}*")]
    for several in list(by_idea.values())[:MOST_IDEAS]:
        sentences = "\n".join(f"{one.sign} {one.sentence}" for one in several[-MOST_CHANGES:])
        shown.append(blocks.section(f"{_short(several[0])}\n{sentences}"))
    if len(by_idea) > MOST_IDEAS:
        shown.append(blocks.context(f"And {len(by_idea) - MOST_IDEAS} more: see the Home tab."))
    return Message(text, tuple(shown))


def _of_whom(news: News, *, bold: bool = True) -> str:
    own = news.idea.requester == news.reader.user
    number = f"*#{news.idea.number}*" if bold else f"#{news.idea.number}"
    if not own:
        return f"An idea you support, {number}" + ("" if bold else ",")
    addressed = f"{person(news.reader.user)}, your" if news.reader.in_thread else "Your"
    return f"{addressed} idea {number}"


def _title(idea: Idea) -> str:
    return escaped(line(idea.title))


def _short(news: News) -> str:
    own = news.idea.requester == news.reader.user
    role = "" if own else "  ·  you support it"
    return f"*#{news.idea.number}* {escaped(cut(line(news.idea.title), 80))}{role}"


def decided(idea: Idea, reader: Reader, decision: Decision, returns: Sequence[Condition]) -> News:
    """The answer, as it was given."""
    said = f"{person(decision.by)} answered: {RULINGS[decision.verdict]}"
    body = [blocks.section(part) for part in quotations(decision.answer)]
    if returns:
        body.append(blocks.context(f"It comes back for another look {comes_back(returns)}."))
    if decision.verdict == Verdict.NEEDS_INFO:
        add = blocks.button("idea.edit", "Add to it", str(idea.number))
        body.append(blocks.actions("reply", add))
    headline = f"was answered: {TITLES[decision.verdict]}"
    return News(idea, reader, ":envelope_with_arrow:", said, headline, tuple(body))


def begun(idea: Idea, reader: Reader, key: str, url: str | None) -> News:
    """Work on it has begun."""
    sentence = f"Work on it has begun ({link(url, key)})."
    return News(idea, reader, ":hammer_and_wrench:", sentence, "is being worked on")


def planned(idea: Idea, reader: Reader, version: Version) -> News:
    """It is planned for a release."""
    when = f", due {day(version.release_date)}" if version.release_date else ""
    sentence = f"It is planned for {escaped(version.name)}{when}."
    return News(idea, reader, ":calendar:", sentence, "is planned for a release")


def shipped(idea: Idea, reader: Reader, version: Version | None) -> News:
    """It is out."""
    where = f" with {escaped(version.name)}" if version else ""
    thanks = "asking" if idea.requester == reader.user else "your support"
    sentence = f"It has shipped{where}. Thank you for {thanks}!"
    return News(idea, reader, ":rocket:", sentence, "has shipped")


def discussed(idea: Idea, reader: Reader, said: Sequence[Comment]) -> News:
    """People talk about it in the thread it came from; the last one's words begin."""
    last = said[-1]
    authors = listed([person(user) for user in dict.fromkeys(one.author for one in said)], "and")
    where = link(idea.permalink, "its thread")
    sentence = f"{authors} discussed it in {where}:\n{quoted(line(last.text), 200)}"
    return News(idea, reader, ":speech_balloon:", sentence, "is being discussed")


def merged(idea: Idea, reader: Reader, into: int, earlier: str = "") -> News:
    """Its people go on behind another idea that asks for the same; `earlier` is the answer that
    one has already."""
    sentence = (
        f"It asks for the same as *#{into}*, so the two go on as one: you stand behind #{into} "
        f"now and hear what becomes of it. `/idea #{into}` shows it."
    )
    body = (blocks.context(f"#{into} has an answer. {earlier}"),) if earlier else ()
    return News(idea, reader, ":link:", sentence, f"goes on as #{into}", body)


def unmerged(idea: Idea, reader: Reader, out_of: int) -> News:
    """It stands for itself again."""
    sentence = f"It was taken out of *#{out_of}* again and gets an answer of its own."
    return News(idea, reader, ":scissors:", sentence, f"stands apart from #{out_of} again")
