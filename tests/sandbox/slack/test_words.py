"""What a person reads."""

from bot.sandbox.slack import Json, Message, View, shown
from bot.sandbox.slack.state import Values


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def message(*blocks: Json, text: str = "Fallback") -> Message:
    return Message("1.000000", "C1", "U1", text, list(blocks))


def test_a_text_is_read_with_its_references_resolved() -> None:
    said = message(text="<@U1> &amp; <@U2|second>: <https://a.example|link> <#C1|ideas> <!here>")
    assert "@first & @second: link #ideas @here" == shown(said, {"U1": "first"})


def test_blocks_are_read_line_by_line() -> None:
    button = {"type": "button", "action_id": "a", "text": plain("Support")}
    menu = {"type": "overflow", "action_id": "o", "options": [{"text": plain("Merge")}]}
    picture = {"type": "image", "alt_text": "Throughput", "image_url": "https://a.example"}
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [rich, rich]}
    card = message(
        {"type": "header", "text": plain("#142 Dark mode")},
        {"type": "section", "text": plain("At night"), "fields": [plain("a"), plain("b")]},
        {"type": "divider"},
        {"type": "context", "elements": [picture, plain("3 supporters")]},
        {"type": "rich_text", "elements": [rich, listed]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": str(n)} for n in (1, 2)]]},
        {"type": "actions", "elements": [button, menu]},
        picture,
    )
    assert (
        "#142 Dark mode\nAt night\na\nb\n---\n(Throughput) 3 supporters\nfirst\n- first\n- first\n"
        "1 | 2\n[Support] [Merge]\n(Throughput)"
    ) == shown(card)


def test_a_form_is_read_with_what_stands_in_its_fields() -> None:
    def entry(name: str, element: Json, **more: object) -> Json:
        label = plain(name)
        return {
            "type": "input",
            "block_id": name,
            "label": label,
            "element": {"action_id": "v", **element},
            **more,
        }

    one, other = ({"text": plain(word), "value": word} for word in ("low", "high"))
    content = {
        "type": "modal",
        "title": plain("New idea"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": [
            entry("Title", {"type": "plain_text_input"}),
            entry("Problem", {"type": "plain_text_input"}, optional=True, hint=plain("Why?")),
            entry("Need", {"type": "radio_buttons", "options": [one, other]}),
            entry("Who", {"type": "users_select", "placeholder": plain("Choose")}),
            entry("Size", {"type": "static_select", "options": [one], "initial_option": one}),
        ],
    }
    typed: Values = {
        "Title": {"v": {"type": "plain_text_input", "value": "Dark mode"}},
        "Need": {"v": {"type": "radio_buttons", "selected_option": other}},
    }
    view = View("V1", "U1", content, "1.a", "V1", typed=typed)
    assert (
        "New idea\nTitle: Dark mode\nProblem (optional): ___\nWhy?\nNeed: ( ) low (x) high\n"
        "Who: [Choose v]\nSize: [low v]\n[Send] [Cancel]"
    ) == shown(view)
