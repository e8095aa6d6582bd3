"""The list and the form of reasons within Slack's limits."""

from bot.domain.decisions import BY_CODE, OPENINGS, Reason, Reasons
from bot.views import reasons as views
from bot.views.modals import modal
from bot.words import Verdict
from tests.slack_limits import check_modal

WORST = ("&<>`*|" * 100)[:60]


def test_the_fullest_list_is_a_view_slack_takes() -> None:
    many = [
        Reason(f"r{n}", verdict, WORST, WORST * 8, note_required=True, retired=n > 31)
        for verdict in (Verdict.NO, Verdict.NOT_NOW)
        for n in range(50)
    ]
    assert [] == check_modal(dict(modal(views.listing(Reasons(many), "Saved."))))


def test_every_form_is_a_view_slack_takes() -> None:
    for reason in BY_CODE.values():
        form = views.reason_form(reason, reason.verdict, OPENINGS[reason.verdict])
        assert [] == check_modal(dict(modal(form)))
    for verdict in (Verdict.NO, Verdict.NOT_NOW):
        assert [] == check_modal(dict(modal(views.reason_form(None, verdict, OPENINGS[verdict]))))
