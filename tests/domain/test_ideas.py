"""How text becomes an idea, and what may happen to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import ideas
from bot.domain.ideas import Ask
from bot.errors import UserError
from bot.words import Status


@pytest.mark.parametrize(
    ("text", "ask", "number"),
    [
        ("", Ask.FORM, 0),
        ("  ", Ask.FORM, 0),
        ("help", Ask.HELP, 0),
        (" HELP ", Ask.HELP, 0),
        ("mine", Ask.MINE, 0),
        ("142", Ask.SHOW, 142),
        ("#142", Ask.SHOW, 142),
        ("<#C012AB3CD|142>", Ask.SHOW, 142),
        ("<#C012AB3CD|general>", Ask.FILE, 0),
        ("142>", Ask.FILE, 0),
        ("<#C012AB3CD|142", Ask.FILE, 0),
        ("mine please", Ask.FILE, 0),
        ("help me export reports", Ask.FILE, 0),
        ("142 users want this", Ask.FILE, 0),
        ("##142", Ask.FILE, 0),
        ("1234567890", Ask.FILE, 0),
    ],
)
def test_only_a_whole_text_of_a_word_or_a_number_is_a_subcommand(
    text: str, ask: Ask, number: int
) -> None:
    asked = ideas.understood(text)
    assert (ask, number) == (asked.ask, asked.number)


@given(st.text(min_size=1, max_size=10_000))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    try:
        wording = ideas.worded(text)
    except UserError:
        return
    assert len(wording.title) <= ideas.TITLE_LENGTH
    kept = f"{wording.title}\n{wording.problem}"
    whole = wording.problem if wording.title.endswith("…") else kept
    assert text.split() == whole.split() or text.split() == wording.problem.split()


@pytest.mark.parametrize("text", ["", "   ", "...", "?!", "\n\t"])
def test_nothing_to_read_is_said(text: str) -> None:
    with pytest.raises(UserError, match="nothing to read"):
        ideas.worded(text)


@pytest.mark.parametrize("text", ["导出报告", "تصدير التقارير", "🚀🚀", "é", "7"])
def test_any_script_is_an_idea(text: str) -> None:
    assert text == ideas.worded(text).title


def test_a_long_first_line_is_shortened_at_a_word_and_kept_whole() -> None:
    text = "word " * 100
    wording = ideas.worded(text)
    assert wording.title.endswith("word…")
    assert text.strip() == wording.problem


def test_every_status_has_its_moves() -> None:
    assert set(Status) == set(ideas.MOVES)


def test_what_is_withdrawn_stays_withdrawn() -> None:
    for status in Status:
        with pytest.raises(UserError):
            ideas.moved(Status.WITHDRAWN, status)


def test_a_move_that_is_not_allowed_is_said_in_words() -> None:
    with pytest.raises(UserError, match="This idea is shipped, so it can't become withdrawn"):
        ideas.moved(Status.SHIPPED, Status.WITHDRAWN)
