"""Filing an idea, by text and by form, whatever the text; seeing, editing and withdrawing it."""

from typing import Any

import pytest

from bot.models import Idea
from bot.sandbox.slack import Message, View, shown
from bot.words import Status
from tests.world import World

LINES = "".join(f"Line {n} of what I need. " for n in range(440))
LONG = f"Export reports as CSV\n{LINES[:9975]}end."
HOSTILE = "Hi <!channel>, read <http://evil.example|docs> & ask <@U0NOBODY> or *us* `now`"
SCRIPTS = {
    "arabic": "تصدير التقارير كملف",
    "chinese": "将报告导出为表格",
    "devanagari": "रिपोर्ट निर्यात करें",
    "hebrew": "ייצוא דוחות",
    "thai": "ส่งออกรายงาน",
    "emoji": "🎉📈",
    "emoji code": ":tada: :chart_with_upwards_trend:",
    "combining": "ex́port ŕeports",
    "astral": "𝔈𝔵𝔭𝔬𝔯𝔱",
}


async def ideas(world: World) -> list[Idea]:
    return await world.stored(lambda s: s.ideas.of_requester(world.requester.id, 100))


async def idea(world: World) -> Idea:
    found = await ideas(world)
    assert 1 == len(found)
    return found[0]


async def form(world: World, command: str = "/idea") -> View:
    """The form an empty command opens."""
    await world.slack.command(world.requester, world.intake, command)
    await world.app.shell.settled()
    view = world.slack.open_view(world.requester)
    assert view is not None
    return view


async def pressed(world: World, message: Message, action: str) -> View:
    """The form a click of the requester opens."""
    await world.slack.click(world.requester, message, action)
    await world.app.shell.settled()
    view = world.slack.open_view(world.requester)
    assert view is not None
    return view


def initial(view: View, *names: str) -> str:
    """What stands in these inputs, joined."""
    values = {b["block_id"]: b["element"].get("initial_value", "") for b in view.blocks}
    return "".join(values.get(name, "") for name in names)


def texts(part: Any) -> list[str]:
    """Every formatted text in a payload, and the fallback text."""
    if isinstance(part, list):
        return [text for item in part for text in texts(item)]
    if not isinstance(part, dict):
        return []
    found = [part["text"]] if part.get("type") in (None, "mrkdwn") and "text" in part else []
    return [t for t in found if isinstance(t, str)] + [t for v in part.values() for t in texts(v)]


def said(world: World) -> list[str]:
    """Every formatted text the bot ever sent or answered."""
    acknowledged = [ack.body for envelope in world.slack.sent for ack in envelope.acks]
    return texts([*(call.arguments for call in world.slack.calls), *acknowledged])


# --- By text


async def test_text_is_stored_and_acknowledged_with_its_number(world: World) -> None:
    await world.product()
    answer = await world.idea("Export reports as CSV")
    assert "stored as *#1*" in shown(answer.reply)
    assert "Export reports as CSV" in shown(answer.reply)
    assert world.requester.id == answer.reply.ephemeral_for


async def test_the_triage_channel_gets_one_card(world: World) -> None:
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    assert "New" in shown(world.card(1))
    assert 1 == len(world.slack.messages(world.triage))


async def test_ten_thousand_characters_are_all_there_again(world: World) -> None:
    await world.product()
    answer = await world.idea(LONG)
    await world.settle()
    found = await idea(world)
    assert LONG == f"{found.title}\n{found.problem}"
    words = shown(answer.reply).replace("\n> ", "").replace("> ", "")
    assert found.problem in words
    assert "`/idea #1` shows all of it" in shown(world.card(1))

    view = await pressed(world, answer.reply, "idea.edit")
    parts = ["problem", *(f"problem_{n}" for n in range(2, 11))]
    assert found.problem == initial(view, *parts)
    await world.slack.submit(world.requester, view)
    assert LONG == f"{(await idea(world)).title}\n{(await idea(world)).problem}"


async def test_one_line_of_ten_thousand_characters_is_cut_only_as_a_title(world: World) -> None:
    words = "word " * 2000
    await world.idea(words)
    found = await idea(world)
    assert words.strip() == found.problem
    assert found.title.endswith("…")


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS.keys())
async def test_any_script_is_stored_as_typed(world: World, text: str) -> None:
    await world.product()
    answer = await world.idea(text)
    await world.settle()
    assert text == (await idea(world)).title
    assert text in shown(answer.reply)
    assert text in shown(world.card(1))


async def test_hostile_text_means_nothing_to_slack_anywhere(world: World) -> None:
    await world.product(name="App <!here> & Co")
    answer = await world.idea(f"{HOSTILE}\n{HOSTILE}")
    await world.settle()
    assert HOSTILE == (await idea(world)).title
    view = await pressed(world, answer.reply, "idea.edit")
    assert HOSTILE == initial(view, "title")
    await world.slack.submit(world.requester, view)
    await world.idea("mine")
    await world.slack.command(world.other_pm, world.intake, "/idea", "#1")
    await world.decide(1, "no", reason="low_reach", answer=HOSTILE, note=HOSTILE)
    await world.settle()
    assert "Hi <!channel>, read <http://evil.example|docs>" in world.told(world.requester)[-1]
    for text in said(world):
        assert "<!channel>" not in text
        assert "<!here>" not in text
        assert "evil.example|" not in text.replace("&lt;http://evil.example|docs&gt;", "")
        assert "<@U0NOBODY>" not in text


async def test_control_and_direction_characters_are_not_shown(world: World) -> None:
    await world.product()
    await world.idea("Ex\x00port\x07 \u202egpj.exe\u2066 reports")
    await world.settle()
    assert "*#1* Export gpj.exe reports" in shown(world.card(1))


@pytest.mark.parametrize("text", ["???", "--"])
async def test_what_nobody_can_read_is_handed_back(world: World, text: str) -> None:
    answer = await world.idea(text)
    assert "nothing to read" in shown(answer.reply)
    assert [] == await ideas(world)


async def test_a_reference_is_stored_by_the_name_that_was_typed(world: World) -> None:
    text = f"Ask @{world.pm.name} in #{world.triage.name} about https://example.com/a?b=1&c=2"
    await world.idea(text)
    assert text == (await idea(world)).title


# --- The grammar


async def test_help_shows_what_one_can_type(world: World) -> None:
    answer = await world.idea("help")
    assert "/idea mine" in shown(answer.reply)


async def test_mine_lists_only_my_own_newest_first(world: World) -> None:
    await world.product()
    await world.idea("First wish")
    await world.idea("Not yours", by=world.other_pm)
    await world.idea("Second wish")
    lines = shown((await world.idea("Mine")).reply)
    assert lines.index("Second wish") < lines.index("First wish")
    assert "Not yours" not in lines


@pytest.mark.parametrize("text", ["1", "#1", " 1 "])
async def test_a_number_shows_that_idea(world: World, text: str) -> None:
    await world.idea("First wish")
    assert "First wish" in shown((await world.idea(text)).reply)
    assert 1 == len(await ideas(world))


async def test_a_number_that_is_a_channels_name_too_shows_that_idea(world: World) -> None:
    world.slack.add_channel("1", [world.requester])
    await world.idea("First wish")
    assert "First wish" in shown((await world.idea("#1")).reply)


async def test_a_number_nobody_has_is_said(world: World) -> None:
    answer = await world.idea("#9")
    assert ["There is no idea #9. `/idea mine` lists yours."] == shown(answer.reply).split("\n")


@pytest.mark.parametrize("text", ["mine please", "142 users want dark mode", "help me", "#1 wish"])
async def test_anything_longer_is_an_idea(world: World, text: str) -> None:
    await world.idea(text)
    assert text == (await idea(world)).title


# --- Once


async def test_a_command_delivered_three_times_files_one_idea(world: World) -> None:
    await world.product()
    answer = await world.idea("Export reports as CSV")
    second, third = await world.slack.redeliver(), await world.slack.redeliver()
    assert answer.payload == second.payload == third.payload
    assert 1 == len(await ideas(world))


async def test_a_list_delivered_twice_is_shown_twice(world: World) -> None:
    await world.idea("Export reports as CSV")
    answer = await world.idea("mine")
    assert answer.payload == (await world.slack.redeliver()).payload


async def test_a_submission_delivered_twice_files_one_idea(world: World) -> None:
    view = await form(world)
    await world.slack.submit(world.requester, view, {"title": "Export reports"})
    again = await world.slack.redeliver()
    assert {} == again.payload
    assert 1 == len(await ideas(world))


# --- By form


async def test_a_form_is_stored_and_acknowledged_by_dm(world: World) -> None:
    await world.product()
    view = await form(world)
    entered = {"title": "Export reports", "problem": "I copy them.", "importance": "must_have"}
    answer = await world.slack.submit(world.requester, view, entered)
    assert answer.ok
    assert answer.view is None
    await world.settle()
    found = await idea(world)
    assert ("Export reports", "I copy them.") == (found.title, found.problem)
    assert "stored as *#1*" in world.told(world.requester)[0]
    assert "Must have" in shown(world.card(1))


async def test_a_refused_form_is_corrected_and_sent_under_the_same_id(world: World) -> None:
    view = await form(world)
    refused = await world.slack.submit(world.requester, view, {"title": "  ", "problem": "Long."})
    assert ["title"] == list(refused.errors)
    assert view is refused.view
    again = await world.slack.redeliver()
    assert refused.payload == again.payload
    accepted = await world.slack.submit(world.requester, view, {"title": "Export reports"})
    assert accepted.view is None
    found = await idea(world)
    assert ("Export reports", "Long.") == (found.title, found.problem)


# --- Which product


async def test_the_intake_channels_product_takes_it(world: World) -> None:
    await world.product()
    await world.stored(lambda s: s.products.add(_other(world), [world.other_pm.id]))
    answer = await world.idea("Export reports as CSV")
    assert "The Sample App team" in shown(answer.reply)


async def test_of_several_products_the_requester_chooses(world: World) -> None:
    product = await world.product()
    await world.stored(lambda s: s.products.add(_other(world), [world.other_pm.id]))
    answer = await world.slack.command(world.requester, world.digests, "/idea", "Export reports")
    assert "Which product is it for?" in shown(answer.reply)
    await world.settle()
    assert [] == world.slack.messages(world.triage)
    await world.slack.click(world.requester, answer.reply, "idea.product", "Sample App")
    await world.settle()
    assert product == (await idea(world)).product_id
    assert "Export reports" in shown(world.card(1))
    assert "Which product" not in shown(answer.reply)


def _other(world: World) -> Any:
    from bot.models import Product

    return Product(
        workspace_id=world.workspace,
        key="WEB",
        name="Sample Web",
        intake_channel=world.triage.id,
        created_at=world.clock.now(),
    )


# --- Changing


async def test_an_idea_can_be_edited_until_it_is_decided(world: World) -> None:
    await world.product()
    answer = await world.idea("Export reports as CSV")
    await world.settle()
    view = await pressed(world, answer.reply, "idea.edit")
    await world.slack.submit(world.requester, view, {"title": "Export reports as PDF"})
    await world.settle()
    assert "Export reports as PDF" in shown(world.card(1))

    await world.slack.click(world.requester, answer.reply, "idea.edit")
    await world.app.shell.settled()
    late = world.slack.open_view(world.requester)
    assert late is not None
    await world.decide(1, "no", reason="low_reach")
    refused = await world.slack.submit(world.requester, late, {"title": "Export all"})
    assert "can't be edited any more" in refused.errors["title"]
    assert late is refused.view
    assert "Export reports as PDF" == (await idea(world)).title


async def test_the_edit_of_an_answered_idea_is_refused_at_the_click(world: World) -> None:
    await world.product()
    answer = await world.idea("Export reports as CSV")
    await world.settle()
    await world.decide(1, "no", reason="low_reach")
    await world.slack.click(world.requester, answer.reply, "idea.edit")
    await world.app.shell.settled()
    assert world.slack.open_view(world.requester) is None
    assert "can't be edited any more" in shown(world.slack.ephemerals(world.requester)[-1])


@pytest.mark.parametrize("verdict", [None, "yes", "not_now", "no", "needs_info"])
async def test_an_idea_can_be_withdrawn_at_any_time(world: World, verdict: str | None) -> None:
    await world.product()
    answer = await world.idea("Export reports as CSV")
    await world.settle()
    if verdict:
        reason = {"not_now": "no_capacity", "no": "low_reach"}.get(verdict)
        values: dict[str, Any] = {"reason": reason} if reason else {}
        await world.decide(1, verdict, **values)
        await world.settle()
    await world.slack.click(world.requester, answer.reply, "idea.withdraw")
    await world.settle()
    assert Status.WITHDRAWN == (await idea(world)).status
    assert "Withdrawn" in shown(answer.reply)
    assert "[Yes]" not in shown(world.card(1))
    assert "[Withdraw]" not in shown((await world.idea("#1")).reply)


async def test_a_shipped_idea_can_no_longer_be_withdrawn(world: World) -> None:
    answer = await world.idea("Export reports as CSV")

    def ship(store: Any) -> None:
        found = store.ideas.numbered(1)
        found.status = Status.SHIPPED
        store.ideas.add(found)

    await world.stored(ship)
    await world.slack.click(world.requester, answer.reply, "idea.withdraw")
    await world.app.shell.settled()
    assert Status.SHIPPED == (await idea(world)).status
    assert "is shipped" in shown(world.slack.ephemerals(world.requester)[-1])


async def test_adding_what_was_asked_for_returns_it_to_the_pm(world: World) -> None:
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    await world.decide(1, "needs_info", answer="Which reports?")
    await world.settle()
    dm = world.slack.direct_messages(world.requester)[-1]
    assert "Which reports?" in shown(dm)
    view = await pressed(world, dm, "idea.edit")
    await world.slack.submit(world.requester, view, {"problem": "All monthly ones."})
    await world.settle()
    assert Status.UNDER_REVIEW == (await idea(world)).status
    assert "All monthly ones." in shown(world.card(1))
    assert "the requester added to it" in shown(world.slack.thread(world.card(1))[-1])
