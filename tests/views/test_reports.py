"""The report within Slack's limits, and cells that no spreadsheet computes."""

import csv
from io import StringIO

import pytest

from bot.domain.reporting import Answered, First, Report, months
from bot.views import reports as views
from bot.views.sheets import cell
from bot.words import Verdict
from tests.slack_limits import check_message
from tests.views.test_decisions import TODAY
from tests.world import START

WORST = ("&<>`*|" * 100)[:150]
SPAN = months(TODAY)


def report(number: int = 500) -> Report:
    answers = [
        Answered(
            n,
            f"=cmd|{WORST}",
            WORST[:75],
            Verdict.NO if n % 3 else Verdict.NOT_NOW,
            f"{n % 20} {WORST[:58]}",
            START,
            SPAN[n % 12],
            (f"{n % 30} {WORST}",),
        )
        for n in range(number)
    ]
    return Report(SPAN, answers, [First(n % 9, n % 9 > 5) for n in range(number)])


@pytest.mark.parametrize("number", [0, 1, 500])
def test_the_message_is_within_the_limits(number: int) -> None:
    charts = [("F1", "By reason" + WORST * 3), ("F2", "By month")]
    message = views.message(report(number), [WORST[:75]] * 50, charts if number else [])
    assert [] == check_message([dict(b) for b in message.blocks], message.text)


def test_charts_say_in_words_what_they_show() -> None:
    by_reason, by_month = views.pictures(report())
    assert 8 == len(by_reason.y_ticks)
    assert "0 &<>" in by_reason.alt
    assert 12 == len(by_month.x_ticks)
    assert "Nov 2026" in by_month.alt
    assert [] == views.pictures(report(0))


def test_the_sheet_has_every_idea_and_no_formula() -> None:
    rows = list(csv.reader(StringIO(views.as_csv(report(3)).decode("utf-8-sig"))))
    assert list(views.HEAD) == rows[0]
    assert 3 == len([row for row in rows[1:] if row and row[1].startswith("'=cmd|")])
    assert ["Median, business days", "1"] in rows


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_formula_is_defused(text: str) -> None:
    assert f"'{text}" == cell(text)
    assert "fine = text" == cell("fine = text")
    assert (7, "") == (cell(7), cell(None))
