"""The queue and its forms within Slack's limits, whatever people typed."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.decisions import Reasons
from bot.domain.evidence import Evidence
from bot.domain.queue import Waiting
from bot.views import reminders, several
from bot.views import triage as views
from bot.views.answer_form import Setting
from bot.views.evidence import Voice
from bot.views.modals import modal
from bot.views.similar import Likeness
from bot.words import Importance, TriggerKind, Verdict
from tests.slack_limits import check_message, check_modal
from tests.views.test_ideas import LONGEST, WORST, full, product
from tests.world import START

TODAY = date(2026, 11, 23)
BEHIND = Evidence(12345, 999, {"USD": 10**14, "EUR": 10**12}, {Importance.MUST_HAVE: 1000})
PASSED = list(range(10**6, 10**6 + 150))


def waiting(number: int = 142) -> Waiting:
    title = (WORST * 30)[:150]
    return Waiting(number, title, f"U{number}", 2, START, 3, TODAY, BEHIND)


def test_the_fullest_turn_is_a_view_slack_takes() -> None:
    said = [Voice("U1", "U2", LONGEST, START, WORST * 10, Importance.MUST_HAVE)] * 3
    dossier = replace(full(), voices=said, evidence=BEHIND)
    others = [product(n) for n in range(150)]
    like = [Likeness(full().idea, 9, None, full().decision, TODAY, full().returns)] * 3
    card = "https://sample.slack.com/" + "a" * 99
    turn = views.Turn(dossier, waiting(), 300, 250, others, card, like)
    assert [] == check_modal(dict(modal(views.queue_form(turn, PASSED, "Saved."))))


@pytest.mark.parametrize(("passed", "snoozed"), [(0, 0), (3, 0), (0, 2), (150, 99)])
def test_an_empty_queue_is_a_view_slack_takes(passed: int, snoozed: int) -> None:
    assert [] == check_modal(dict(modal(views.nothing_left(passed, snoozed, "Saved."))))


@pytest.mark.parametrize("verdict", ["", *Verdict])
def test_the_form_for_several_is_a_view_slack_takes(verdict: str) -> None:
    queue = [waiting(n) for n in range(300)]
    returns = tuple(kind.value for kind in TriggerKind)
    picked: dict[str, Any] = {"ideas": ("all", "7"), "verdict": verdict, "returns": returns}
    origin = {"view": "V" * 20, "skipped": PASSED}
    setting = Setting(Reasons(), TODAY, origin=origin)
    form = several.form(queue, picked, setting, queue)
    assert [] == check_modal(dict(modal(form)))
    assert "*300 ideas* will be answered. 300 people who asked" in str(form.blocks[-1])
    snooze = views.snooze_form(142, (WORST * 30)[:150], origin, TODAY)
    assert [] == check_modal(dict(modal(snooze)))


def test_what_is_told_afterwards_is_within_the_limits() -> None:
    ideas = [(full().idea, "https://sample.slack.com/a")] * 200
    for message in (
        several.answered(100, list(range(100))),
        reminders.due(product(), ideas),
        reminders.late(product(), ideas, ["U1"] * 20),
    ):
        assert [] == check_message([dict(b) for b in message.blocks], message.text)
