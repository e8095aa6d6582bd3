"""Products: their list, their form, what is said of them, within Slack's limits."""

from datetime import time
from typing import Any

from bot.message import Message
from bot.models import Digest, Product
from bot.views import products as views
from bot.views.modals import modal
from bot.words import DigestKind
from tests.slack_limits import check_message, check_modal
from tests.world import START

WORST = ("<!here>&`*" * 10)[:75]
MANY = [f"U{number:09d}" for number in range(50)]


def product(**values: Any) -> Product:
    given: dict[str, Any] = {
        "id": 1,
        "workspace_id": 1,
        "key": "APP",
        "name": WORST,
        "project": "SAMPLE",
        "intake_channel": "C000000001",
        "triage_channel": "C000000002",
        "zone": "Europe/Zurich",
        "created_at": START,
    }
    return Product(**given | values)


def digest() -> Digest:
    return Digest(
        id=1,
        workspace_id=1,
        product_id=1,
        kind=DigestKind.PROGRESS,
        channel="C000000003",
        weekday=4,
        at=time(16, 30),
        zone="Europe/Zurich",
    )


def sound(message: Message) -> list[str]:
    assert "<!here>" not in f"{message.text}{message.blocks}"
    return check_message([dict(block) for block in message.blocks], message.text)


def test_the_list_is_within_the_limits() -> None:
    assert [] == sound(views.overview([views.Line(product(), MANY[:3]) for _ in range(10)]))


def test_a_line_shows_where_and_by_whom() -> None:
    found = str(views.overview([views.Line(product(name="Sample App"), MANY[:2])]).blocks)
    for part in ("*Sample App*", "<@U000000000> and <@U000000001>", "<#C000000001>", "Jira SAMPLE"):
        assert part in found


def test_the_form_is_a_view_slack_takes() -> None:
    assert [] == check_modal(modal(views.product_form(None, ["U1"], None)))
    view = modal(views.product_form(product(), MANY, digest()))
    assert [] == check_modal(view)
    for part in ("16:30", "Friday", "Europe/Zurich", "C000000003"):
        assert part in str(view)


def test_what_is_said_means_nothing_to_slack() -> None:
    line = views.Line(product(), MANY)
    for message in (
        views.greeting(product(), "triage"),
        views.greeting(product(), "digest"),
        views.set_up(line, digest()),
        views.set_up(line, None),
        views.cannot_post("C000000002", "U1", "not_in_channel <!here>"),
        views.cannot_post("C000000002", "", "not_in_channel"),
    ):
        assert [] == sound(message)


def test_the_confirmation_says_when_the_digests_come() -> None:
    found = str(views.set_up(views.Line(product(), ["U1"]), digest()).blocks)
    assert "Fridays at 16:30 (Europe/Zurich) in <#C000000003>" in found
