"""What people are told, within Slack's limits and in the right voice."""

from datetime import date
from typing import Any

import pytest

from bot.domain.triggers import Condition
from bot.message import Message
from bot.models import Decision, Idea
from bot.tracked import Version
from bot.views import told as views
from bot.views.told import News, Reader
from bot.words import TriggerKind, Verdict
from tests.slack_limits import check_message
from tests.world import START

WORST = ("&<>`*|" * 1000)[:3000]
TODAY = date(2026, 11, 23)
LATER = (Condition(TriggerKind.DATE, "2026-12-01"),)
ASKER, SUPPORTER = Reader("U1"), Reader("U2")


def idea(title: str = WORST[:150]) -> Idea:
    return Idea(
        id=1,
        workspace_id=1,
        number=142,
        request="r1",
        title=title,
        requester="U1",
        filed_by="U1",
        decisions=3,
        created_at=START,
        updated_at=START,
    )


def replace(about: Idea, number: int) -> Idea:
    about.number = number
    return about


def decision(verdict: Verdict, **values: Any) -> Decision:
    given = {"reason": None, "answer": WORST, "note": WORST, "by": "U3", "at": START}
    return Decision(workspace_id=1, idea_id=1, number=4, verdict=verdict, **given | values)


def version() -> Version:
    return Version("1", WORST[:100], None, TODAY, released=False, archived=False, project="A")


def every(reader: Reader, about: Idea) -> list[News]:
    return [
        *(views.decided(about, reader, decision(verdict), LATER) for verdict in Verdict),
        views.begun(about, reader, "A-1", "https://jira.example.com/browse/A-1"),
        views.planned(about, reader, version()),
        views.shipped(about, reader, version()),
        views.shipped(about, reader, None),
        views.merged(about, reader, 7),
        views.unmerged(about, reader, 7),
    ]


def faults(message: Message) -> list[str]:
    return check_message([dict(b) for b in message.blocks], message.text)


@pytest.mark.parametrize("reader", [ASKER, SUPPORTER, Reader("U1", in_thread=True)])
def test_every_word_is_within_the_limits(reader: Reader) -> None:
    for news in every(reader, idea()):
        assert [] == faults(views.told(news))
    many = [replace(idea(), number) for number in range(100, 120)]
    small = [news for about in many for news in every(reader, about) if not news.body]
    message = views.together(small * 2)
    assert [] == faults(message)
    assert "And 10 more" in str(message.blocks)


def test_who_asked_and_who_supports_are_spoken_to_differently() -> None:
    about = idea("Export reports")
    for mine, theirs in zip(every(ASKER, about), every(SUPPORTER, about), strict=True):
        assert views.told(mine).text.startswith("Your idea #142 ")
        assert views.told(theirs).text.startswith("An idea you support, #142, ")


def test_in_a_thread_whose_idea_it_is_is_said_by_name() -> None:
    told = views.told(views.shipped(idea("Export"), Reader("U1", in_thread=True), None))
    assert "<@U1>, your idea *#142* Export" in str(told.blocks)


def test_the_requester_reads_the_whole_answer_and_never_the_note() -> None:
    said = "word " * 590
    given = decision(Verdict.NO, answer=said, note="Only for the team.")
    blocks = views.told(views.decided(idea(), ASKER, given, ())).blocks
    parts = [block["text"] for block in blocks if block["type"] == "section"]
    found = "".join(str(part["text"]) for part in parts if isinstance(part, dict))
    assert said.replace(" ", "").strip() in found.replace("> ", "").replace(" ", "")
    assert "Only for the team." not in found


def test_only_a_question_can_be_added_to() -> None:
    asked = views.decided(idea(), ASKER, decision(Verdict.NEEDS_INFO), ())
    answered = views.decided(idea(), ASKER, decision(Verdict.NO), ())
    assert ("idea.edit" in str(asked.body), "idea.edit" in str(answered.body)) == (True, False)


def test_what_is_told_together_says_how_much_it_is() -> None:
    about = idea("Export")
    other = replace(idea("Dark mode"), 7)
    message = views.together(
        [
            views.planned(about, SUPPORTER, version()),
            views.begun(other, ASKER, "A-1", None),
            views.begun(about, SUPPORTER, "A-2", None),
        ]
    )
    assert "2 ideas you asked for or support moved on" == message.text
    assert 1 == str(message.blocks).count("*#142* Export  ·  you support it")
