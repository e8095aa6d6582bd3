"""Words on their way to Slack: escaped, cut at borders, quoted whole."""

import html
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.text import (
    amount,
    counted,
    cut,
    cut_escaped,
    day,
    days,
    escaped,
    line,
    link,
    listed,
    moment,
    people,
    plain,
    quotations,
    quoted,
)

TEXTS = st.text(alphabet=st.sampled_from("ab &<>\n;`*é🎉\u202e"), max_size=400)
WHOLE = re.compile(r"(?:[^&<>]|&amp;|&lt;|&gt;)*", re.DOTALL)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a & b", "a &amp; b"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("<http://evil.example|docs>", "&lt;http://evil.example|docs&gt;"),
        ("&lt;", "&amp;lt;"),
        ("", ""),
    ],
)
def test_text_means_nothing_to_slack(typed: str, sent: str) -> None:
    assert sent == escaped(typed)


@pytest.mark.parametrize(
    "hidden",
    ["\x00", "\x07", "\x1b", "\x85", "\u202a", "\u202e", "\u2066", "\u2069", "\u200f", "\u061c"],
)
def test_control_and_direction_characters_are_dropped(hidden: str) -> None:
    assert "ab" == plain(f"a{hidden}b")


def test_lines_tabs_and_joined_emoji_stay() -> None:
    assert "a\n\tb 👩‍🚀" == plain("a\n\tb 👩‍🚀")
    assert "a b c" == line(" a\n\tb  c ")


@given(TEXTS, st.integers(2, 50))
def test_escaped_text_is_never_cut_inside_an_entity(text: str, most: int) -> None:
    found = cut_escaped(escaped(text), most)
    assert len(found) <= most
    assert WHOLE.fullmatch(found)


@given(TEXTS, st.integers(20, 60))
def test_quotations_hold_all_of_a_text_in_parts_that_fit(text: str, size: int) -> None:
    parts = quotations(text, size, most=1000)
    assert all(len(part) <= size and WHOLE.fullmatch(_unquoted(part)) for part in parts)
    joined = "".join(_unquoted(part).replace("\n", "") for part in parts)
    assert plain(text).replace("\n", "") == html.unescape(joined)


@given(TEXTS, st.integers(20, 60), st.integers(1, 3))
def test_more_quotations_than_fit_end_in_an_ellipsis(text: str, size: int, most: int) -> None:
    parts = quotations(text, size, most)
    assert len(parts) <= most
    assert all(len(part) <= size for part in parts)
    if len(quotations(text, size, 1000)) > most:
        assert parts[-1].endswith("…")


def _unquoted(part: str) -> str:
    rows = part.split("\n")
    assert all(row.startswith("> ") for row in rows)
    return "\n".join(row.removeprefix("> ") for row in rows)


def test_a_quotation_marks_every_row() -> None:
    assert "> a\n> &lt;b&gt;" == quoted("a\n<b>")
    assert "> ab…" == quoted("abcd", 3)


def test_a_link_shows_its_label_and_nothing_breaks_out_of_it() -> None:
    assert "<https://example.com|A-1>" == link("https://example.com", "A-1")
    assert "<https://example.com|a¦b &gt;>" == link("https://example.com", "a|b\n>")
    assert "A-1" == link(None, "A-1")


def test_people_are_listed_as_a_sentence_has_them() -> None:
    assert "" == people([])
    assert "<@U1>" == people(["U1"])
    assert "<@U1>, <@U2> or <@U3>" == people(["U1", "U2", "U3"])
    assert "a and b" == listed(["a", "b"], "and")


def test_days_and_moments_are_the_same_in_every_country() -> None:
    assert "7 Jun 2010" == day(date(2010, 6, 7))
    assert "31 May to 6 Jun 2010" == days(date(2010, 5, 31), date(2010, 6, 6))
    assert "28 Dec 2009 to 3 Jan 2010" == days(date(2009, 12, 28), date(2010, 1, 3))
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert "<!date^1795420800^{date_short_pretty} {time}|2026-11-23 08:00 UTC>" == moment(at)


def test_figures_are_as_short_as_they_can_be() -> None:
    assert ("8", "7.5") == (amount(8.0), amount(7.5))
    assert ("1 idea", "2 ideas", "0 ideas") == (
        counted(1, "idea"),
        counted(2, "idea"),
        counted(0, "idea"),
    )
    assert "2 people" == counted(2, "person", "people")
    assert ("abc", "ab…") == (cut("abc", 3), cut("abcd", 3))
