"""Forms of answers and the notes under a card within Slack's limits."""

from datetime import date
from typing import Any

import pytest

from bot.domain.decisions import BY_CODE, Reasons
from bot.domain.triggers import Condition
from bot.models import Decision, Idea
from bot.tracked import Version
from bot.views import answer_form
from bot.views import decisions as views
from bot.views.modals import modal
from bot.words import TriggerKind, Verdict
from tests.slack_limits import check_message, check_modal
from tests.world import START

WORST = ("&<>`*|" * 1000)[:3000]
TODAY = date(2026, 11, 23)
LATER = (Condition(TriggerKind.DATE, "2026-12-01"), Condition(TriggerKind.RELEASE, "1", WORST[:99]))
REASONS = Reasons()
ALL = tuple(kind.value for kind in TriggerKind)


def idea() -> Idea:
    return Idea(
        id=1,
        workspace_id=1,
        number=142,
        request="r1",
        title=WORST[:150],
        requester="U1",
        filed_by="U1",
        decisions=3,
        created_at=START,
        updated_at=START,
    )


def decision(verdict: Verdict, **values: Any) -> Decision:
    given = {"reason": None, "answer": WORST, "note": WORST, "by": "U1", "at": START}
    return Decision(workspace_id=1, idea_id=1, number=4, verdict=verdict, **given | values)


def form(verdict: Verdict, entered: answer_form.Entered | None = None, **values: Any) -> Any:
    known: dict[str, Any] = {"tracked": True, "versions": [version()] * 9, "others": 3} | values
    setting = answer_form.Setting(REASONS, TODAY, **known)
    return modal(answer_form.decision_form(idea(), verdict, entered or {}, setting))


CHOSEN = [(verdict, "") for verdict in Verdict] + [(r.verdict, r.code) for r in BY_CODE.values()]


@pytest.mark.parametrize(("verdict", "reason"), CHOSEN)
def test_every_form_is_a_view_slack_takes(verdict: Verdict, reason: str) -> None:
    view = form(verdict, {"reason": reason, "note": WORST} if reason else {})
    assert [] == check_modal(view)
    assert REASONS.suggested(verdict, reason or None) in str(view)


def test_a_not_now_suggests_a_day_a_quarter_ahead() -> None:
    assert "2027-02-21" in str(form(Verdict.NOT_NOW))
    assert "initial_date" not in str(form(Verdict.NO))


def test_only_what_was_chosen_asks_for_its_value() -> None:
    for kind in TriggerKind:
        view = form(Verdict.NO, {"returns": (kind.value,)})
        assert [] == check_modal(view)
        asked = [b["block_id"] for b in view["blocks"] if "return_" in b.get("block_id", "")]
        assert [f"return_{answer_form.FIELDS[kind]}"] == asked
    assert [] == check_modal(form(Verdict.NOT_NOW, {"returns": ALL}))
    assert "When a release is out" not in str(form(Verdict.NO, versions=()))


def test_who_will_read_it_is_said() -> None:
    assert "Sent to <@U1> by direct message, and to 3 supporters." in str(form(Verdict.NO))
    assert "Sent to <@U1> by direct message." in str(form(Verdict.NO, others=0))


@pytest.mark.parametrize(
    ("tracked", "linked", "asks"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_a_yes_asks_for_an_issue_where_there_is_none(
    tracked: bool, linked: bool, asks: bool
) -> None:
    assert asks == ("'tracker'" in str(form(Verdict.YES, tracked=tracked, linked=linked)))


def test_each_suggestion_has_a_field_of_its_own() -> None:
    """A field keeps what was typed while its name stays: a new suggestion needs a new one."""
    names = {str(form(Verdict.NO, {"reason": r.code})) for r in REASONS.of(Verdict.NO)}
    assert len(REASONS.of(Verdict.NO)) == len(names)
    assert ("answer.low_reach", "Words") == answer_form.entered_answer(
        {"answer.low_reach": "Words"}
    )
    assert ("answer", "") == answer_form.entered_answer({})


def test_the_notes_under_a_card_are_within_the_limits() -> None:
    for message in (
        views.returned(idea(), WORST[:500], ["U1"] * 20),
        views.trouble(idea(), WORST[:500]),
    ):
        assert [] == check_message([dict(b) for b in message.blocks], message.text)


def version() -> Version:
    return Version("1", WORST[:100], None, TODAY, released=False, archived=False, project="A")


def test_a_note_on_a_card_is_cut_at_a_border() -> None:
    ruling = views.ruling(decision(Verdict.NO, answer="No.", note="&" * 400), ())
    assert ruling.endswith("&amp;…_")


def test_who_was_faster_is_said_with_their_answer() -> None:
    words = views.overtaken(idea(), decision(Verdict.NO, answer="Not for us."), ())
    assert "Somebody was faster" in words
    assert "<@U1>" in words
    assert "changed in the meantime" in views.overtaken(idea(), None, ())


def test_a_reason_is_shown_as_it_was_called_then() -> None:
    given = decision(Verdict.NO, reason="low_reach", reason_label="Too <few>", answer="No.")
    assert "Too &lt;few&gt;" in views.ruling(given, ())
    assert "Low reach" in views.ruling(decision(Verdict.NO, reason="low_reach", answer="No."), ())


def test_what_brings_it_back_is_said() -> None:
    ruling = views.ruling(decision(Verdict.NOT_NOW, answer="No."), LATER)
    assert "back on 1 Dec 2026 or when &amp;" in ruling
