"""Cards, lists and forms of ideas within Slack's limits, whatever people typed."""

from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.ideas import TITLE_LENGTH
from bot.domain.triggers import Condition
from bot.message import Message
from bot.models import Decision, Idea, Product
from bot.views import cards
from bot.views import idea_forms as forms
from bot.views import ideas as views
from bot.views.dossier import Dossier, WorkLine
from bot.views.modals import modal
from bot.views.similar import Likeness, glance
from bot.words import Importance, Priority, Status, TriggerKind, Verdict
from tests.slack_limits import check_message, check_modal
from tests.world import START

WORST = "&<>`*|"
ADDRESS = "https://example.slack.com/archives/C012AB3CD/p1795420800000006?thread=1"
LONGEST = (WORST * 5000)[:10_000]


def idea(**values: Any) -> Idea:
    given: dict[str, Any] = {
        "id": 1,
        "workspace_id": 1,
        "number": 142,
        "request": "r1",
        "title": (WORST * 100)[:TITLE_LENGTH],
        "problem": LONGEST,
        "requester": "U012AB3CD",
        "filed_by": "U012AB3CD",
        "priority": Priority.HIGH,
        "created_at": START,
        "updated_at": START,
    }
    return Idea(**given | values)


def product(number: int = 1) -> Product:
    name = (WORST * 20)[:75]
    return Product(id=number, workspace_id=1, key="APP", name=name, created_at=START)


def full(**values: Any) -> Dossier:
    decision = Decision(
        workspace_id=1,
        idea_id=1,
        number=1,
        verdict=Verdict.NO,
        reason="already_exists",
        answer=LONGEST[:3000],
        note=LONGEST[:3000],
        by="U012AB3CD",
        at=START,
    )
    work = [WorkLine(f"A-{n}", "https://jira.example.com/browse/A", WORST) for n in range(3)]
    return Dossier(
        idea(**values),
        product(),
        decision,
        (Condition(TriggerKind.DATE, "2027-01-01"),),
        work,
        trouble=LONGEST[:500],
        importance=Importance.MUST_HAVE,
        came_back=LONGEST[:500],
    )


def sound(message: Message) -> list[str]:
    return check_message([dict(block) for block in message.blocks], message.text)


@pytest.mark.parametrize("status", Status)
def test_every_card_in_every_status_is_within_the_limits(status: Status) -> None:
    dossier, products = full(status=status), [product(n) for n in range(100)]
    linked = replace(dossier, address="https://shortlist.example.com/i/142")
    answer = full().decision
    assert answer is not None
    answer.reason_label = WORST * 12
    like = Likeness(idea(status=Status.DECLINED), 7, None, answer, START.date(), address=ADDRESS)
    for message in (
        cards.triage_card(linked, glance([like] * 3)),
        cards.own_card(dossier, products, views.filed_intro(dossier.idea, product(), [], True)),
        cards.own_card(full(status=status, product_id=None), products),
        cards.other_card(dossier),
    ):
        assert [] == sound(message)


def test_a_triage_card_shows_a_glance_and_says_where_the_rest_is() -> None:
    long = cards.triage_card(Dossier(idea(problem="word " * 200)))
    assert "`/idea #142` shows all of it." in str(long.blocks)
    short = cards.triage_card(Dossier(idea(problem="word " * 20)))
    assert "shows all of it" not in str(short.blocks)


def test_a_triage_card_shows_its_address_where_there_is_one() -> None:
    known = Dossier(idea())
    assert "|link>" not in str(cards.triage_card(known).blocks)
    linked = replace(known, address="https://shortlist.example.com/i/142")
    assert "<https://shortlist.example.com/i/142|link>" in str(cards.triage_card(linked).blocks)


def test_a_card_carries_the_number_of_the_last_decision() -> None:
    assert "'value': '142:7'" in str(cards.triage_card(Dossier(idea(decisions=7))).blocks)


@pytest.mark.parametrize(
    ("status", "edit", "withdraw"),
    [
        (Status.NEW, True, True),
        (Status.NEEDS_INFO, True, True),
        (Status.PLANNED, False, True),
        (Status.SHIPPED, False, False),
        (Status.WITHDRAWN, False, False),
        (Status.DUPLICATE, False, False),
    ],
)
def test_the_requester_is_offered_what_they_may_do(
    status: Status, edit: bool, withdraw: bool
) -> None:
    found = str(cards.own_card(Dossier(idea(status=status)), []).blocks)
    assert (edit, withdraw) == ("idea.edit" in found, "idea.withdraw" in found)


def test_a_list_of_ideas_is_within_the_limits() -> None:
    message = views.mine([full() for _ in range(10)], more=True, user="U1")
    assert [] == sound(message)
    assert "Your 10 newest ideas" == message.text
    assert [] == sound(views.mine([], more=False, user="U1"))


def test_the_edit_form_holds_all_of_ten_thousand_characters() -> None:
    view = modal(forms.edit_form(full(), [product()], ("idea.edit", "142")))
    assert [] == check_modal(view)
    parts = forms.problem_parts(LONGEST)
    assert LONGEST == "".join(parts.values())
    assert ["problem", "problem_2", "problem_3", "problem_4"] == list(parts)


@pytest.mark.parametrize("kept", [{}, {"title": "x" * 300, "problem": "y", "product": "1"}])
def test_the_form_of_a_new_idea_is_a_view_slack_takes(kept: dict[str, str]) -> None:
    form = forms.idea_form(kept, [product(n) for n in range(150)], {"channel": "C1"})
    assert [] == check_modal(modal(form))


def test_a_kept_draft_is_shown_on_one_line() -> None:
    message = views.kept_draft(f"{LONGEST}\nmore", "7")
    assert [] == sound(message)
    assert "\n" not in message.text


def test_an_idea_without_a_product_says_who_can_set_one_up() -> None:
    assert "<@U1>, <@U2> can do it" in views.filed_intro(idea(), None, ["U1", "U2"], False)
    assert "Whoever runs this bot" in views.filed_intro(idea(), None, [], False)
