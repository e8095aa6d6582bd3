"""The figures of a report, against counting by hand."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reporting import Answered, First, Report, months, named, products, reasons, segments
from bot.words import Verdict

AT = datetime(2026, 11, 23, tzinfo=UTC)


def answer(verdict: Verdict, reason: str = "", month: str = "2026-11", *segs: str) -> Answered:
    return Answered(1, "Sample", "Sample App", verdict, reason, AT, month, segs)


REPORT = Report(
    ("2026-10", "2026-11"),
    [
        answer(Verdict.NO, "Low reach", "2026-10", "Large", "Small"),
        answer(Verdict.NO, "Off strategy"),
        answer(Verdict.NOT_NOW, "Low reach", "2026-11", "Large"),
        answer(Verdict.YES),
        answer(Verdict.NEEDS_INFO),
    ],
    [First(0, False), First(2, False), First(9, True)],
)


def test_only_noes_are_counted_by_their_names() -> None:
    assert [("Low reach", 2), ("Off strategy", 1)] == REPORT.by(reasons)
    assert [("Low reach", 1)] == REPORT.by(reasons, Verdict.NOT_NOW)
    assert [("Sample App", 3)] == REPORT.by(products)
    assert [("Large", 2), ("No customer", 1), ("Small", 1)] == REPORT.by(segments)
    assert ([1, 1], [0, 1]) == (REPORT.by_month(Verdict.NO), REPORT.by_month(Verdict.NOT_NOW))


def test_waiting_is_told_by_nearest_rank() -> None:
    assert (2, 9, 2 / 3) == (REPORT.waited(50), REPORT.waited(85), REPORT.in_time)
    nothing = Report((), [])
    assert (None, None, None) == (nothing.waited(50), nothing.waited(85), nothing.in_time)


def test_segments_without_a_name_are_not_no_customer() -> None:
    assert ("Large", "No segment") == named({7: ["", "Large"]}, 7)
    assert () == named({}, 7)


def test_months_reach_over_the_turn_of_the_year() -> None:
    assert ("2025-12", "2026-01", "2026-02") == months(date(2026, 2, 28), 3)


@given(st.lists(st.integers(0, 50), min_size=1))
def test_at_least_so_many_waited_no_longer(waited: list[int]) -> None:
    report = Report((), [], [First(days, days > 5) for days in waited])
    for percent in (50, 85):
        found = report.waited(percent)
        assert found in waited
        assert found is not None
        assert percent * len(waited) <= 100 * sum(days <= found for days in waited)
        assert percent * len(waited) > 100 * sum(days < found for days in waited)
