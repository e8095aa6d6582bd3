"""What brings an answer back: never early, and each thing once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain import triggers
from bot.domain.triggers import Condition, Facts
from bot.errors import UserError
from bot.words import TriggerKind

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("condition", "before", "after"),
    [
        (triggers.dated("2026-11-24"), {}, {"today": date(2026, 11, 24)}),
        (triggers.supported("3"), {"people": 2}, {"people": 3}),
        (
            triggers.paid("500 EUR"),
            {"revenue": {"EUR": 49_999, "USD": 10**9}},
            {"revenue": {"EUR": 50_000}},
        ),
        (
            Condition(TriggerKind.RELEASE, "7", "2.0"),
            {"released": frozenset({"8"})},
            {"released": frozenset({"7"})},
        ),
        (Condition(TriggerKind.ITEM, "7"), {"done": frozenset()}, {"done": frozenset({"7"})}),
    ],
)
def test_each_holds_when_it_has_happened_and_not_before(
    condition: Condition, before: dict[str, object], after: dict[str, object]
) -> None:
    facts = Facts(TODAY)
    assert not triggers.holds(condition, replace(facts, **before))
    assert triggers.holds(condition, replace(facts, **after))
    with pytest.raises(UserError):
        triggers.must_wait(condition, replace(facts, **after))


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (triggers.dated, ""),
        (triggers.supported, "0"),
        (triggers.supported, "many"),
        (triggers.paid, "0 EUR"),
        (triggers.paid, "a lot"),
    ],
)
def test_what_is_no_condition_is_refused(read: object, text: str) -> None:
    with pytest.raises(UserError):
        read(text)  # type: ignore[operator]


@given(st.integers(1, 500), st.integers(0, 500), st.integers(-30, 30))
def test_conditions_that_must_wait_do_not_hold(number: int, people: int, days: int) -> None:
    facts = Facts(TODAY, people)
    for one in (
        triggers.supported(str(number)),
        triggers.dated((TODAY + timedelta(days=days)).isoformat()),
    ):
        if triggers.holds(one, facts):
            with pytest.raises(UserError):
                triggers.must_wait(one, facts)
        else:
            triggers.must_wait(one, facts)
