from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.jira.wire import as_adf, as_wiki, instant, is_adf, sprint_text, stamp, utc_stamp

MOMENT = datetime(2026, 7, 1, 22, 30, 5, 7_900, tzinfo=UTC)


def test_a_stamp_is_local_to_the_site_with_milliseconds_and_a_bare_offset() -> None:
    assert "2026-07-02T00:30:05.007+0200" == stamp(MOMENT, ZoneInfo("Europe/Berlin"))


def test_a_sprint_stamp_is_utc() -> None:
    assert "2026-07-01T22:30:05.007Z" == utc_stamp(MOMENT)


def test_an_instant_reads_both_forms() -> None:
    expected = datetime(2026, 7, 1, 22, 30, 5, 7_000, tzinfo=UTC)

    assert expected == instant("2026-07-02T00:30:05.007+0200") == instant(utc_stamp(MOMENT))


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        instant("2026-07-01T22:30:05")


@pytest.mark.parametrize("text", ["", "One line", "Two\nlines", "A gap\n\nbetween"])
def test_text_survives_the_way_through_a_document(text: str) -> None:
    document = as_adf(text)

    assert is_adf(document)
    assert text == as_wiki(document)


def test_a_list_in_a_document_reads_line_by_line() -> None:
    items = [
        {"type": "listItem", "content": [{"type": "paragraph", "content": [_text(word)]}]}
        for word in ("one", "two")
    ]
    document = {"type": "doc", "version": 1, "content": [{"type": "bulletList", "content": items}]}

    assert "one\ntwo" == as_wiki(document)


def _text(word: str) -> dict[str, str]:
    return {"type": "text", "text": word}


def test_data_center_shows_a_sprint_as_text() -> None:
    sprint = {"id": 7, "originBoardId": 2, "state": "active", "name": "Sample, one", "goal": ""}

    shown = sprint_text(sprint)

    assert "Sprint@7[id=7,rapidViewId=2,state=ACTIVE,name=Sample, one," in shown
    assert shown.endswith("startDate=<null>,endDate=<null>,completeDate=<null>,goal=]")
