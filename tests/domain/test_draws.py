from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.draws import Draws

PERCENTS = st.sampled_from([50, 85, 95])


def by_enumeration(counts: list[int], remaining: int, percent: int) -> int:
    """Every sequence of draws, counted."""
    for days in range(1, 9):
        assume(len(counts) ** days <= 20_000)
        sequences = list(product(counts, repeat=days))
        reached = sum(sum(sequence) >= remaining for sequence in sequences)
        if reached * 100 >= percent * len(sequences):
            return days
    assume(False)
    return 0


def by_fractions(counts: list[int], remaining: int, percent: int) -> int:
    """Day by day, in fractions."""
    shares = {n: Fraction(times, len(counts)) for n, times in Counter(counts).items()}
    sums, days = {0: Fraction(1)}, 0
    while (1 - sum(sums.values())) * 100 < percent:
        following: dict[int, Fraction] = {}
        for total, chance in sums.items():
            for count, share in shares.items():
                if total + count < remaining:
                    following[total + count] = (
                        following.get(total + count, Fraction(0)) + chance * share
                    )
        sums, days = following, days + 1
    return days


def test_one_item_a_day_takes_as_many_days() -> None:
    assert [7, 7, 7] == [Draws([1] * 91).days(7, percent) for percent in (50, 85, 95)]


def test_a_day_may_close_more_than_remains() -> None:
    assert 1 == Draws([50]).days(3, 95)


def test_a_coin_every_day() -> None:
    draws = Draws([0, 1])
    assert [1, 3, 5] == [draws.days(1, percent) for percent in (50, 85, 95)]


def test_a_probability_of_exactly_p_is_enough() -> None:
    assert 1 == Draws([0] * 3 + [1] * 17).days(1, 85)
    assert 1 == Draws([0] + [1] * 19).days(1, 95)


def test_rounding_does_not_miss_a_probability_of_exactly_p() -> None:
    # Twenty days fall short and twenty do not; as floats, 20 times 1/40 is more than a half.
    assert 1 == Draws([*range(20), *[25] * 20]).days(20, 50)


def test_days_without_anything_closed_are_drawn_too() -> None:
    assert 63 == Draws([0] * 90 + [1]).days(1, 50)


def test_one_item_waits_a_geometric_time() -> None:
    answer = Draws([0] * 90 + [1]).days(1, 95)
    assert answer is not None
    assert (90 / 91) ** answer <= 0.05 < (90 / 91) ** (answer - 1)


def test_nothing_closed_has_no_answer() -> None:
    assert None is Draws([0] * 91).days(1, 50)
    assert None is Draws([]).days(1, 50)


def test_a_limit_told_before_changes_nothing() -> None:
    counts = [0, 2, 0, 5, 1]
    for remaining in (1, 12, 30):
        assert Draws(counts).days(remaining, 85) == Draws(counts, 30).days(remaining, 85)


def test_thousands_that_remain_are_told_at_once() -> None:
    days = [Draws([0, 0, 3, 5, 9, 12, 6] * 13, 20_000).days(20_000, p) for p in (50, 85, 95)]
    assert [4000, 4050, 4080] == pytest.approx(days, abs=20)


def test_answers_do_not_depend_on_the_order_of_questions() -> None:
    counts = [0, 0, 3, 1, 0, 0, 0]
    draws = Draws(counts)
    questions = [(5, 95), (40, 50), (3, 85), (40, 95), (1, 50)]
    alone = [Draws(counts).days(*question) for question in questions]
    assert alone == [draws.days(*question) for question in questions]


def test_three_hundred_items_at_one_in_twenty_days() -> None:
    answer = Draws([0] * 19 + [1]).days(300, 50)
    assert 5990 <= (answer or 0) <= 6000


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.integers(1, 5), PERCENTS)
def test_small_cases_agree_with_enumeration(
    counts: list[int], remaining: int, percent: int
) -> None:
    assume(any(counts))
    assert by_enumeration(counts, remaining, percent) == Draws(counts).days(remaining, percent)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=20), st.integers(1, 25), PERCENTS)
def test_larger_cases_agree_with_fractions(counts: list[int], remaining: int, percent: int) -> None:
    assume(any(counts))
    assert by_fractions(counts, remaining, percent) == Draws(counts).days(remaining, percent)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=91), st.integers(1, 60))
def test_more_certainty_takes_no_less_time(counts: list[int], remaining: int) -> None:
    assume(any(counts))
    draws = Draws(counts)
    days = [draws.days(remaining, percent) or 0 for percent in (50, 85, 95)]
    assert sorted(days) == days
