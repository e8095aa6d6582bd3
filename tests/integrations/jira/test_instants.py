"""Instants and days as Jira writes them."""

from datetime import UTC, date, datetime

import pytest

from integrations.jira.instants import day_or_none, epoch_milliseconds, instant, instant_or_none

NOON = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-01T12:00:00.000+0000",
        "2024-03-01T20:00:00.000+0800",
        "2024-03-01T06:00:00.000-06:00",
        "2024-03-01T12:00:00.000Z",
        1709294400,
        1709294400000,
        "1709294400000",
    ],
)
def test_every_form_is_the_same_instant_in_utc(written: str | int) -> None:
    assert (NOON, UTC) == (instant(written), instant(written).tzinfo)


@pytest.mark.parametrize("unset", [None, "", "<null>"])
def test_an_unset_instant_is_none(unset: str | None) -> None:
    assert instant_or_none(unset) is None


def test_text_that_is_no_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="soon"):
        instant("soon")


@pytest.mark.parametrize("written", ["2024-03-01", "2024-03-01T00:00:00.000Z", 1709294400000])
def test_a_day_keeps_its_date(written: str | int) -> None:
    assert date(2024, 3, 1) == day_or_none(written)


def test_an_unset_day_is_none() -> None:
    assert (None, None) == (day_or_none(None), day_or_none(""))


def test_milliseconds_are_cut_not_rounded() -> None:
    assert 1709294400999 == epoch_milliseconds(NOON.replace(microsecond=999_999))
