"""The product's bands against schemes as sites have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.priorities import to_band, to_scheme
from bot.words import Priority

DEFAULT = ["Highest", "High", "Medium", "Low", "Lowest"]
CLASSIC = ["Blocker", "Critical", "Major", "Minor", "Trivial"]
NUMBERED = ["Blocker - P1", "Critical - P2", "Major - P3", "Minor - P4", "Trivial - P5"]
OWN = ["Now", "Next", "Later"]


@pytest.mark.parametrize(
    ("scheme", "names"),
    [
        (DEFAULT, ["Highest", "High", "Medium", "Low"]),
        (CLASSIC, ["Blocker", "Critical", "Major", "Minor"]),
        (NUMBERED, ["Blocker - P1", "Critical - P2", "Major - P3", "Minor - P4"]),
        (OWN, ["Now", "Next", "Later", "Later"]),
        (["Only"], ["Only"] * 4),
    ],
)
def test_each_band_has_its_name(scheme: list[str], names: list[str]) -> None:
    assert names == [to_scheme(band, scheme) for band in Priority]


def test_without_a_scheme_there_is_no_name() -> None:
    assert to_scheme(Priority.HIGH, []) is None


def test_a_priority_the_scheme_lacks_has_no_band() -> None:
    assert to_band("Unknown", DEFAULT) is None
    assert to_band(None, DEFAULT) is None


@given(st.lists(st.text(min_size=1), min_size=1, max_size=12, unique=True))
def test_every_band_finds_a_name_of_the_scheme(scheme: list[str]) -> None:
    assert all(to_scheme(band, scheme) in scheme for band in Priority)


@pytest.mark.parametrize("scheme", [DEFAULT, CLASSIC, NUMBERED])
def test_there_and_back_is_the_same_band(scheme: list[str]) -> None:
    assert list(Priority) == [to_band(to_scheme(band, scheme), scheme) for band in Priority]
