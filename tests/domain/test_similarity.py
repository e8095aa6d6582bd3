"""What makes two texts alike, and how candidates are ranked."""

import pytest

from bot.domain.similarity import LEAST_ALIKE, Candidate, likeness, ranked, shared, telling


def test_stop_words_tell_nothing() -> None:
    assert telling("How can I export the reports, please?") == ["export", "reports"]
    assert telling("Reports and REPORTS") == ["reports"]


def test_a_text_of_stop_words_has_no_candidates() -> None:
    assert shared("How can I do this?") == []
    assert shared("") == []


def test_few_words_are_looked_for_one_by_one_and_many_two_by_two() -> None:
    assert shared("Export reports") == [("reports",), ("export",)]
    groups = shared("Export monthly reports as spreadsheet")
    assert len(groups) == 6
    assert ("spreadsheet", "monthly") in groups


def test_a_long_text_is_looked_for_by_its_longest_words() -> None:
    words = {word for group in shared(" ".join("x" * n for n in range(2, 30))) for word in group}
    assert words == {"x" * n for n in range(24, 30)}


@pytest.mark.parametrize("text", ["Export reports as CSV", "Ünïcode 導出"])
def test_nothing_is_more_like_a_text_than_itself(text: str) -> None:
    assert likeness(text, text) == 1.0
    assert 0.0 <= likeness(text, "Another text altogether") < LEAST_ALIKE


@pytest.mark.parametrize("text", ["🎉", "", "the"])
def test_what_says_nothing_is_like_nothing(text: str) -> None:
    assert likeness(text, "Export reports as CSV") < LEAST_ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Export reports as CSV", "CSV export of the reports"),
        ("A dark mode for the web app", "Dark mode"),
        ("Filter by date", "Filter the list by date range"),
    ],
)
def test_the_same_wish_is_shown(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one) >= LEAST_ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Export reports as CSV", "Import customers from CSV"),
        ("Filter by date", "Sort by date"),
        ("Search in comments", "Delete comments"),
    ],
)
def test_another_wish_is_not(one: str, other: str) -> None:
    assert likeness(one, other) < LEAST_ALIKE


def test_a_ranking_weighs_the_stores_order_and_the_likeness() -> None:
    texts = ("Delete reports", "Export reports as CSV", "Import reports", "Print")
    found = ranked("Export reports", [Candidate(n, text) for n, text in enumerate(texts)])
    rows = [row for row, _ in found]
    assert (rows[0], rows[-1]) == (1, 3)
    assert sorted(rows) == [0, 1, 2, 3]
