"""What makes an answer whole, and which reasons there are."""

from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain import decisions
from bot.domain.decisions import BY_CODE, Reason, Reasons
from bot.domain.triggers import Condition
from bot.errors import UserError
from bot.words import TriggerKind, Verdict

LATER = (Condition(TriggerKind.DATE, "2027-01-04"),)
FULL = BY_CODE["no_capacity"]
LOW = BY_CODE["low_reach"]


def checked(**changes: Any) -> decisions.Answer:
    entered: dict[str, Any] = {
        "verdict": Verdict.NOT_NOW,
        "reason": FULL,
        "answer": " Not now. ",
        "note": "",
        "returns": LATER,
    }
    return decisions.checked(**entered | changes)


def test_a_whole_answer_is_taken() -> None:
    assert decisions.Answer(Verdict.NOT_NOW, FULL, "Not now.", "", LATER) == checked()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("answer", {"answer": "  "}),
        ("reason", {"reason": None}),
        ("reason", {"reason": BY_CODE["off_strategy"]}),
        ("reason", {"verdict": Verdict.NO, "reason": FULL}),
        ("reason", {"reason": replace(FULL, retired=True)}),
        ("note", {"reason": BY_CODE["dependency"]}),
        ("note", {"verdict": Verdict.NO, "reason": BY_CODE["other_team"]}),
        ("returns", {"returns": ()}),
    ],
)
def test_what_is_missing_names_its_field(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(UserError) as refused:
        checked(**changes)
    assert field == refused.value.field


@pytest.mark.parametrize("verdict", [Verdict.YES, Verdict.NEEDS_INFO])
def test_yes_and_needs_info_have_no_reason(verdict: Verdict) -> None:
    assert checked(verdict=verdict, reason=None, returns=()).reason is None


def test_a_no_may_come_back_but_need_not() -> None:
    kept = {"verdict": Verdict.NO, "reason": LOW}
    assert LATER == checked(**kept).returns
    assert () == checked(**kept, returns=()).returns


def test_text_changed_by_hand_is_never_replaced() -> None:
    reasons = Reasons()
    for reason in reasons.of(Verdict.NO):
        assert reasons.is_suggested(reasons.suggested(Verdict.NO, reason.code), Verdict.NO)
    assert not reasons.is_suggested("My own words.", Verdict.NO)


def test_codes_are_unique() -> None:
    assert len(decisions.REASONS) == len(BY_CODE)


def test_a_workspace_rewords_retires_and_adds() -> None:
    own = Reason("too_odd", Verdict.NO, "Too odd", "It is too odd.")
    changed = (replace(LOW, label="Few people"), replace(BY_CODE["off_strategy"], retired=True))
    reasons = Reasons([*changed, own])
    labels = [reason.label for reason in reasons.of(Verdict.NO)]
    assert "Few people" in labels
    assert "Too odd" in labels
    assert "Off strategy" not in labels
    assert ["Off strategy"] == [r.label for r in reasons.of(Verdict.NO, retired=True)]
    assert reasons.known("off_strategy") is not None
    assert reasons.suggested(Verdict.NO, "too_odd").endswith("It is too odd.")


@pytest.mark.parametrize(
    ("field", "label", "sentence"),
    [
        ("label", " ", "It is."),
        ("label", "x" * 61, "It is."),
        ("label", "off STRATEGY", "It is."),
        ("sentence", "Too odd", " "),
    ],
)
def test_words_that_do_not_do_name_their_field(field: str, label: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        decisions.worded(LOW, label, sentence, Reasons())
    assert field == refused.value.field


def test_a_new_reason_has_a_code_of_its_own() -> None:
    reasons = Reasons()
    first = decisions.added(Verdict.NO, "Low reach!", reasons)
    assert "low_reach_2" == first.code
    assert "reason" == decisions.added(Verdict.NO, "!!!", reasons).code
    many = Reasons(Reason(f"r{n}", Verdict.NO, f"R{n}", "R.") for n in range(40))
    with pytest.raises(UserError):
        decisions.added(Verdict.NO, "One more", many)
