"""What is seen of a blocker beyond its digest: the question, the answer, the snooze."""

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from bot.domain.blockers import Blocked
from bot.domain.facts import Facts
from bot.message import Block, Form, Message, Option
from bot.models import Question, Snooze
from bot.tracked import Issue
from bot.views import blocks, inputs
from bot.views.backdrop import NAME, TITLE, Backdrop, shown
from bot.views.jira import Jira
from bot.views.text import channel, day, escaped, line, person, quoted
from bot.views.why import Words

ANSWER = 1000
QUOTED = 2000
"""Characters of an answer that are shown: one given as a reply may be longer."""
REASON = 200
SAME = "same"
"""The tick that says who somebody in Jira is."""


class Item(Struct, frozen=True):
    """A blocker in words. Both are formatted."""

    product: str
    title: str
    why: str
    page: str | None

    @property
    def text(self) -> str:
        """The item, then what holds it up."""
        return f"{self.title}\n{self.why}"


def item(facts: Facts, found: Blocked, issue: Issue, backdrop: Backdrop) -> Item:
    """What holds an item up; where only its age does, the step it stands in."""
    jira = Jira(backdrop.jira)
    words = Words(facts, backdrop, jira).why(found)
    if not found.kinds:
        status = shown(issue.status.name, NAME)
        words = f"Its status is {status}; {words[:1].lower()}{words[1:]}"
    title = backdrop.titled(jira, found.item)
    return Item(shown(backdrop.product, NAME), title, words, jira.page(found.item))


def _named(issue: Issue) -> Block:
    return blocks.section(f"*{escaped(issue.key)}*  {shown(issue.summary, TITLE)}")


# --- Whom to ask


def whom_form(issue: Issue, account: str, context: Mapping[str, object], *, ties: bool) -> Form:
    """The choice of a person, where nobody knows who it is in Slack.

    `account` is the name in Jira, empty for nobody; `ties`: this person may say who that is.
    """
    name = line(account)
    hint = f"I don't know who {name} is in Slack." if name else "Nobody has it."
    parts = [
        _named(issue),
        inputs.person_input(inputs.Input("person", "Whom shall I ask?", hint[:150])),
    ]
    if name and ties:
        same = Option(SAME, f"This is {name}: ask them at once from now on")
        field = inputs.Input("tie", "Remember", optional=True)
        parts.append(inputs.ticks(field, [same]))
    return Form("blockers.whom", "Ask about a blocker", tuple(parts), submit="Ask", context=context)


# --- The question and its answer


def asked(question: Question, about: Item) -> Message:
    """The DM to whoever may end it; once answered, with the answer in place of the button."""
    head = f"{person(question.by)} asks about a blocker of *{about.product}*:"
    shown_: list[Block] = [blocks.section(f"{head}\n{about.text}")]
    look = [blocks.link_button("blockers.look", "Open in Jira", about.page)] if about.page else []
    place = channel(question.channel)
    if question.answered_at is not None:
        shown_.append(
            blocks.section(f"You answered in {place}:\n{quoted(question.answer, QUOTED)}")
        )
        if look:
            shown_.append(blocks.actions("question", *look))
        return Message("You answered", tuple(shown_))
    shown_.append(blocks.section("*What does it need to go on, and when will it?*"))
    button = blocks.button("blockers.answer", "Answer", str(question.id), style="primary")
    shown_.append(blocks.actions("question", button, *look))
    shown_.append(blocks.context(f"Or reply in this thread. I take your answer to {place}, once."))
    return Message("What does it need to go on?", tuple(shown_))


def answer_form(issue: Issue, number: int) -> Form:
    """The form of an answer."""
    field = inputs.Input("answer", "What does it need to go on, and when will it?")
    return Form(
        "blockers.reply",
        "Answer",
        (_named(issue), inputs.text_input(field, lines=True, most=ANSWER)),
        submit="Send",
        context={"question": number},
        again=("blockers.answer", str(number)),
    )


def answered(question: Question, about: Item) -> Message:
    """The answer, in the digest's thread."""
    who = f"{person(question.asked)}, asked by {person(question.by)}"
    if question.asked == question.by:
        who = person(question.asked)
    text = f"{about.title}\n{who}:\n{quoted(question.answer, QUOTED)}"
    return Message("An answer about a blocker", (blocks.section(text),))


def asking(whom: str, issue: Issue) -> str:
    """What the person who pressed the button is told."""
    return f"I asked {person(whom)} about {escaped(issue.key)}. The answer comes into this thread."


def already(question: Question, issue: Issue) -> str:
    """Somebody else pressed it before."""
    by, whom = person(question.by), person(question.asked)
    said = f"{by} asked {whom} about {escaped(issue.key)} on {day(question.at.date())}."
    if question.answered_at is None:
        return f"{said} No answer yet; it comes into this thread."
    return f"{said} The answer:\n{quoted(question.answer, QUOTED)}"


def unreached(whom: str, issue: Issue) -> Message:
    """The DM to the asker when nobody got the question."""
    text = (
        f"I could not reach {person(whom)} about {escaped(issue.key)}. "
        "You may ask somebody else: press the button again."
    )
    return Message(text, (blocks.section(text),))


# --- Putting it off


def snooze_form(issue: Issue, today: date, context: Mapping[str, object]) -> Form:
    """Until when, and why."""
    until = inputs.Input("until", "Until", "From that day on the digest tells of it again.")
    why = inputs.Input("reason", "Why can it wait?")
    parts = (
        _named(issue),
        inputs.date_input(until, today + timedelta(days=14)),
        inputs.text_input(why, most=REASON, placeholder="The supplier delivers on the 3rd"),
    )
    return Form("snooze.until", "Snooze a blocker", parts, submit="Snooze", context=context)


def put_off(snooze: Snooze, issue: Issue, value: str) -> Message:
    """The line in the digest's thread, with the way back."""
    text = (
        f":zzz: {person(snooze.by)} snoozed *{escaped(issue.key)}* until {day(snooze.until)}: "
        f"{shown(snooze.reason, REASON)}"
    )
    wake = blocks.button("snooze.wake", "Wake it", value)
    return Message(text, (blocks.section(text, wake),))


def awake(issue: Issue, by: str) -> Message:
    """The same line, once it was taken back."""
    text = f"{person(by)} woke *{escaped(issue.key)}*: the next digest tells of it again."
    return Message(text, (blocks.section(text),))
