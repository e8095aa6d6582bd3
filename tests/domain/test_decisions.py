"""What makes an answer whole."""

from datetime import date
from typing import Any

import pytest

from bot.domain import decisions
from bot.errors import UserError
from bot.words import Verdict

TODAY = date(2026, 11, 23)
LATER = date(2027, 1, 4)


def checked(**changes: Any) -> decisions.Answer:
    entered: dict[str, Any] = {
        "verdict": Verdict.NOT_NOW,
        "reason": "no_capacity",
        "answer": " Not now. ",
        "note": "",
        "return_on": LATER,
        "today": TODAY,
    }
    return decisions.checked(**entered | changes)


def test_a_whole_answer_is_taken() -> None:
    assert decisions.Answer(Verdict.NOT_NOW, "no_capacity", "Not now.", "", LATER) == checked()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("answer", {"answer": "  "}),
        ("reason", {"reason": None}),
        ("reason", {"reason": "off_strategy"}),
        ("reason", {"verdict": Verdict.NO, "reason": "no_capacity"}),
        ("note", {"reason": "dependency"}),
        ("note", {"verdict": Verdict.NO, "reason": "other_team"}),
        ("return_on", {"return_on": None}),
        ("return_on", {"return_on": TODAY}),
        ("return_on", {"return_on": date(2020, 1, 1)}),
        ("return_on", {"verdict": Verdict.NO, "reason": "low_reach", "return_on": TODAY}),
    ],
)
def test_what_is_missing_names_its_field(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(UserError) as refused:
        checked(**changes)
    assert field == refused.value.field


@pytest.mark.parametrize("verdict", [Verdict.YES, Verdict.NEEDS_INFO])
def test_yes_and_needs_info_have_no_reason(verdict: Verdict) -> None:
    assert checked(verdict=verdict, reason=None, return_on=None).reason is None


def test_a_no_may_come_back_but_need_not() -> None:
    kept = {"verdict": Verdict.NO, "reason": "low_reach"}
    assert LATER == checked(**kept).return_on
    assert checked(**kept, return_on=None).return_on is None


def test_text_changed_by_hand_is_never_replaced() -> None:
    for reason in decisions.reasons_for(Verdict.NO):
        assert decisions.is_suggested(decisions.suggested(Verdict.NO, reason.code), Verdict.NO)
    assert not decisions.is_suggested("My own words.", Verdict.NO)


def test_codes_are_unique() -> None:
    assert len(decisions.REASONS) == len(decisions.BY_CODE)
