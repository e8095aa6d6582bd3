"""What people see of capture, within Slack's limits whatever they typed."""

import pytest

from bot.message import MessageRef
from bot.models import CaptureChannel, Comment, Customer
from bot.views import capture as views
from bot.views import cards
from bot.views import idea_forms as forms
from bot.views.dossier import Dossier, Remark
from bot.views.modals import modal
from tests.slack_limits import check_modal
from tests.views.test_ideas import LONGEST, full, idea, product, sound
from tests.world import START

AT = MessageRef("C012AB3CD", "1.000001")


def comment(number: int) -> Comment:
    return Comment(
        workspace_id=1,
        idea_id=1,
        channel="C1",
        ts=f"{number}.0",
        author="U1",
        text=LONGEST,
        at=START,
    )


def channel(emoji: str = "bulb", *, whole: bool = False) -> CaptureChannel:
    return CaptureChannel(workspace_id=1, channel="C012AB3CD", emoji=emoji, whole=whole)


@pytest.mark.parametrize("controls", [True, False])
def test_an_acknowledgement_is_one_short_reply(controls: bool) -> None:
    for dossier in (full(), full(filed_by="U2"), Dossier(idea())):
        message = views.acknowledged(dossier, [product(n) for n in range(99)], controls=controls)
        assert [] == sound(message)
        assert controls == ("idea.edit" in str(message.blocks))


def test_every_word_about_capture_is_within_the_limits() -> None:
    for message in (
        views.hint(),
        views.taken(idea()),
        *(views.lost(AT, why, "U1") for why in (views.GONE, views.UNREADABLE, LONGEST)),
        views.cannot_announce("C1", "U1"),
        *(views.announced(channel(whole=whole), product(), "U1") for whole in (True, False)),
    ):
        assert [] == sound(message)


def test_a_card_shows_the_newest_replies_on_a_line_each() -> None:
    said = [comment(n) for n in range(15)]
    newest = [Remark(one.author, one.text, origin) for origin, one in enumerate(said)]
    dossier = Dossier(idea(), replies=90, discussion=newest)
    for message in (cards.triage_card(dossier), cards.own_card(dossier, [])):
        assert [] == sound(message)
        assert "90 replies" in str(message.blocks)
        assert "(from #1)" in str(message.blocks)


def test_forms_are_views_slack_takes() -> None:
    products = [product(n) for n in range(150)]
    assert [] == check_modal(modal(views.channel_form(channel(), products)))
    assert [] == check_modal(modal(views.channel_form(channel("", whole=True), [])))
    chosen = Customer(id=1, workspace_id=1, name=LONGEST[:100], folded="x", updated_at=START)
    form = forms.idea_form({"person": "U1"}, products, {}, None, forms.Customers(chosen, any=True))
    assert [] == check_modal(modal(form))


def test_where_every_message_is_an_idea_the_way_out_is_told() -> None:
    told = views.announced(channel(whole=True), product(), "U1").blocks
    assert ":mega:" in str(told)
    assert ":bulb:" in str(views.announced(channel(), None, "U1").blocks)
