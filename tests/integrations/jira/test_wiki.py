"""Text from people in wiki markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.jira.wiki import has_last_line, literal, one_line, with_last_line


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, with a comma.",
        "on-call and snake_case stay",
        "Is it 1 - 2? Yes!",
        "see https://example.com/a-b_c?x=1&y=2#z (really)",
        "Größe & 大小",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert text.replace(" - ", r" \- ") == literal(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("{code}x{code}", r"\{code\}x\{code\}"),
        ("[click|https://evil.example]", r"\[click\|https://evil.example%5D"),
        ("[~admin]", r"\[\~admin\]"),
        ("*bold* _em_ -gone- +new+", r"\*bold\* \_em\_ \-gone\- \+new\+"),
        ("!http://evil.example/x.png!", r"\!http://evil.example/x.png%21"),
        ("||head||", r"\|\|head\|\|"),
        ("----", r"\-\-\-\-"),
        ("??cited??", r"\?\?cited\?\?"),
        ("h1. Big", "\u200bh1. Big"),
        (" bq. Said", "\u200b bq. Said"),
        ("# one", r"\# one"),
        ("#142 is a number", r"\#142 is a number"),
        ("back\\slash", "back&#92;slash"),
    ],
)
def test_markup_is_shown_not_done(typed: str, shown: str) -> None:
    assert shown == literal(typed)


def test_control_and_direction_signs_are_dropped() -> None:
    assert "ab\ncd" == literal("a\x00b\r\nc\u202ed")


@given(st.text(alphabet="{}[]|*_-+^~!?#\\ab \n", max_size=80))
def test_no_brace_bracket_or_bar_is_left_bare(text: str) -> None:
    shown = literal(text)
    assert all(shown[at - 1] == "\\" for at, sign in enumerate(shown) if sign in "{}[]|*^~+")


def test_a_long_description_is_cut_below_jiras_limit() -> None:
    assert len(literal("{" * 40_000)) <= 32_000
    assert literal("{" * 40_000).endswith("…")


def test_a_summary_is_one_line_of_at_most_255() -> None:
    assert "a b" == one_line(" a\n\tb ")
    assert 255 == len(one_line("x" * 300))


def test_the_mark_is_found_on_the_last_line_however_it_is_escaped() -> None:
    text = with_last_line("Words", "shortlist-1-a")
    assert "Words\n\nshortlist-1-a" == text
    assert has_last_line(text, "shortlist-1-a")
    assert has_last_line("Words\n\nshortlist\\-1\\-a \n", "shortlist-1-a")
    assert not has_last_line("shortlist-1-a\nWords", "shortlist-1-a")
    assert not has_last_line("", "shortlist-1-a")


def test_a_mark_alone_is_a_description() -> None:
    assert "shortlist-1-a" == with_last_line("", "shortlist-1-a")
