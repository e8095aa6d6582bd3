"""The checks that tests of views lean on."""

from tests.slack_limits import check_home, check_message, check_modal

DIVIDER = {"type": "divider"}
TITLE = {"type": "plain_text", "text": "Idea"}


def test_a_sound_message_breaks_nothing() -> None:
    assert [] == check_message([DIVIDER], "A line")
    assert [] == check_message(None, "A line")


def test_a_message_needs_a_text_beside_its_blocks() -> None:
    expected = ["missing fallback text beside blocks [json-pointer:/text]"]
    assert expected == check_message([DIVIDER], None)
    assert ["missing required field: text [json-pointer:]"] == check_message([], "")


def test_a_message_keeps_to_the_recommended_length() -> None:
    assert [] == check_message([], "x" * 4_000)
    expected = ["must be less than 4001 characters [json-pointer:/text]"]
    assert expected == check_message([], "x" * 4_001)


def test_a_modal_and_a_home_are_told_apart() -> None:
    modal, home = {"type": "modal", "title": TITLE, "blocks": []}, {"type": "home", "blocks": []}
    assert ([], []) == (check_modal(modal), check_home(home))
    assert ["must be home [json-pointer:/view/type]"] == check_home(modal)
    assert ["must be modal [json-pointer:/view/type]"] == check_modal(home)


def test_a_modal_names_the_rule_and_the_place() -> None:
    title = {"type": "plain_text", "text": "x" * 25}
    expected = ["must be less than 25 characters [json-pointer:/view/title/text]"]
    assert expected == check_modal({"type": "modal", "title": title, "blocks": []})
