"""The order of the queue."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evidence import Evidence
from bot.domain.queue import Waiting, first_unskipped, lateness, ordered

START = datetime(2026, 11, 23, tzinfo=UTC)


def waiting(number: int, late: int = 0, people: int = 1, customers: int = 0) -> Waiting:
    at = START + timedelta(minutes=number)
    return Waiting(number, "Sample", "U1", 0, at, late, None, Evidence(people, customers))


def test_the_latest_come_first_then_the_weightiest_then_the_oldest() -> None:
    queue = [waiting(1), waiting(2, people=5), waiting(3, late=2), waiting(4, customers=1)]
    assert [3, 4, 2, 1] == [one.number for one in ordered(queue)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(0, 2))))
def test_nothing_is_lost_and_nothing_less_urgent_comes_before(parts: list[tuple[int, ...]]) -> None:
    queue = [waiting(number, *part) for number, part in enumerate(parts)]
    found = ordered(reversed(queue))
    assert sorted(one.number for one in found) == [one.number for one in queue]
    for one, other in pairwise(found):
        assert (one.late, one.weight, -one.number) > (other.late, other.weight, -other.number)


def test_what_was_skipped_is_passed() -> None:
    queue = [waiting(1), waiting(2)]
    assert queue[1] == first_unskipped(queue, [1])
    assert first_unskipped(queue, [1, 2]) is None


def test_only_what_is_past_its_day_is_late() -> None:
    today = date(2026, 11, 23)
    assert [0, 0, 3] == [lateness(d, today) for d in (None, today, today - timedelta(days=3))]
