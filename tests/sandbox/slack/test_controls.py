"""Controls: where they stand, what they hold, what Slack's client asks of them."""

import pytest

from bot.sandbox.slack import CannotAct, Json
from bot.sandbox.slack.controls import (
    Control,
    chosen,
    complaint,
    controls,
    kept,
    state_values,
    with_ids,
)
from tests.sandbox.slack.samples import CARD, TITLE, button, field, option

TEXT = {"type": "plain_text", "text": "x"}


def only(block: Json) -> Control:
    [control] = controls(with_ids([block]))
    return control


def test_controls_are_found_wherever_they_stand() -> None:
    card = {"type": "card", "actions": [button("in.card")]}
    blocks: list[Json] = [
        {"type": "section", "text": TEXT, "accessory": button("in.section")},
        {"type": "carousel", "elements": [card]},
        {"type": "container", "child_blocks": CARD},
        {"type": "context", "elements": [TEXT]},
        TITLE,
    ]
    found = [control.action_id for control in controls(with_ids(blocks))]
    assert ["in.section", "in.card", "idea.support", "title.value"] == found


def test_ids_left_out_are_made_up_and_never_those_of_before() -> None:
    bare: list[Json] = [{"type": "actions", "elements": [{"type": "button", "text": TEXT}]}]
    first = with_ids(bare)
    second = with_ids(bare, before=first)
    assert "b0000" == first[0]["block_id"]
    assert "b0001" == second[0]["block_id"]
    assert "b0000-0" == first[0]["elements"][0]["action_id"]
    assert "block_id" not in bare[0]


def test_what_was_typed_survives_where_the_control_stays_the_same() -> None:
    held = {"v": {"type": "plain_text_input", "value": "typed"}}
    typed = {"title": {"title.value": held["v"]}, "gone": held}
    other = field("title", {"type": "email_text_input"})
    assert {"title": {"title.value": held["v"]}} == kept(typed, [TITLE])
    assert {} == kept(typed, [other])


def test_an_untouched_control_holds_its_initial_value_or_nothing() -> None:
    boxes = field("tags", {"type": "checkboxes", "options": [option("a")]})
    assert {
        "title": {"title.value": {"type": "plain_text_input", "value": "Draft"}},
        "tags": {"tags.value": {"type": "checkboxes", "selected_options": []}},
    } == state_values([TITLE, boxes], {})


def test_options_are_chosen_by_value_label_or_from_groups() -> None:
    groups = [{"label": TEXT, "options": [option("a"), option("b")]}]
    menu = only(field("m", {"type": "static_select", "option_groups": groups}))
    for wanted in ("b", "B", option("b")):
        assert option("b") == chosen(menu, wanted)["selected_option"]
    with pytest.raises(CannotAct, match="offers"):
        chosen(menu, "c")


def test_nothing_can_be_emptied_in() -> None:
    text, many = only(TITLE), only(field("m", {"type": "multi_users_select"}))
    assert {"type": "plain_text_input", "value": None} == chosen(text, "")
    assert {"type": "multi_users_select", "selected_users": []} == chosen(many, None)
    rich = chosen(only(field("r", {"type": "rich_text_input"})), "words")["rich_text_value"]
    assert "words" == rich["elements"][0]["elements"][0]["text"]
    with pytest.raises(CannotAct, match="nothing can be put into it"):
        chosen(only(CARD[0]), "x")


@pytest.mark.parametrize(
    ("element", "value", "expected"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab", "needs 3 characters"),
        ({"type": "plain_text_input"}, "x" * 3001, "takes 3000 characters at most"),
        ({"type": "plain_text_input", "max_length": 5}, "abcde", None),
        ({"type": "url_text_input"}, "example.com", "does not take 'example.com'"),
        ({"type": "datepicker"}, "tomorrow", "does not take 'tomorrow'"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["a", "b"], "takes at most 1"),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", None),
        ({"type": "number_input", "min_value": "2"}, "1", "does not go to 1"),
        ({"type": "timepicker"}, None, "is required"),
    ],
)
def test_what_slacks_client_asks_for(element: Json, value: object, expected: str | None) -> None:
    control = only(field("f", element))
    assert expected == complaint(control, chosen(control, value))


def test_an_optional_field_may_stay_empty() -> None:
    control = only(field("f", {"type": "plain_text_input"}, optional=True))
    assert complaint(control, chosen(control, "")) is None
