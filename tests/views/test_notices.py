"""What is said when something went wrong: exact, escaped, and with the text handed back."""

import pytest

from bot.message import Form
from bot.views import blocks, notices
from bot.views.modals import modal
from tests.slack_limits import check_message, check_modal

TEXTS = {
    "short": "Export reports",
    "long": "word " * 2000,
    "entities": "&<>" * 3333,
    "mentions": "<!channel> <@U1> `code` ```" * 300,
    "lines": "a\n" * 5000,
    "spaces": "a" + " " * 6000 + "b",
    "emoji": "🎉" * 5000,
}


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS.keys())
def test_ten_thousand_characters_come_back_as_they_were_typed(words: str) -> None:
    message = notices.not_stored(notices.SLOW, words)
    parts = [block["text"] for block in message.blocks[1:]]
    found = "".join(part["text"] for part in parts if isinstance(part, dict))
    assert words.strip().replace(" ", "") == found.replace(" ", "")
    assert {"plain_text"} == {part["type"] for part in parts if isinstance(part, dict)}
    assert [] == check_message(_list(message.blocks), message.text)


def test_words_that_the_sentence_holds_are_not_repeated() -> None:
    why = "There is no idea #9."
    assert notices.told(why) == notices.not_stored(why, "#9")
    assert notices.told(why) == notices.not_stored(why, "")


def test_a_fault_says_what_is_kept_only_if_it_is() -> None:
    assert "Your text is kept." in notices.fault("abc", kept=True)
    assert "Your text is kept." not in notices.fault("abc", kept=False)
    assert notices.fault("abc", kept=False).endswith(": abc.")


def test_a_form_that_did_not_open_is_a_button_away() -> None:
    form = Form("idea.submit", "New idea", (), again=("idea.form", "form"))
    message = notices.open_form(form)
    assert "idea.form" in str(message.blocks)
    assert [] == check_message(_list(message.blocks), message.text)


def test_a_form_without_a_way_back_asks_to_press_again() -> None:
    message = notices.open_form(Form("sample.form", "Sample <!here>", ()))
    assert "press again" in message.text
    assert "<!here>" not in message.text


@pytest.mark.parametrize(
    "form",
    [
        notices.sheet("sample", "A title far longer than Slack shows", "Text."),
        notices.over("sample", notices.told("Not while it rains.")),
        Form("sample", "Sample", (blocks.section("Text"),), context={"number": 1}, remember=True),
    ],
    ids=["sheet", "over", "remembered"],
)
def test_every_form_is_a_view_slack_takes(form: Form) -> None:
    assert [] == check_modal(modal(form))


def _list(found: tuple[object, ...]) -> list[dict[str, object]]:
    return [block for block in found if isinstance(block, dict)]
