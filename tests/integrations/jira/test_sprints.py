"""Sprint values of both deployments."""

from datetime import UTC, datetime

import pytest

from bot.tracked import Sprint
from integrations.jira.sprints import sprints_from_json

START = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
END = datetime(2024, 3, 18, 9, 0, tzinfo=UTC)


def test_cloud_lists_objects() -> None:
    raw = {
        "id": 7,
        "name": "Sprint 7",
        "state": "closed",
        "boardId": 3,
        "goal": "",
        "startDate": "2024-03-04T09:00:00.000Z",
        "endDate": "2024-03-18T09:00:00.000Z",
        "completeDate": "2024-03-18T10:00:00.000Z",
    }
    completed = END.replace(hour=10)
    assert (Sprint(7, "Sprint 7", "closed", 3, START, END, completed),) == sprints_from_json([raw])


def test_a_future_sprint_has_no_dates() -> None:
    raw = {"id": 8, "name": "Next", "state": "future", "originBoardId": 3}
    assert (Sprint(8, "Next", "future", 3, None, None, None),) == sprints_from_json([raw])


def test_data_center_prints_java_objects_whose_names_hold_commas() -> None:
    printed = (
        "com.atlassian.greenhopper.service.sprint.Sprint@1a2b[id=7,rapidViewId=3,state=ACTIVE,"
        "name=Sprint 7, round two [late],startDate=2024-03-04T10:00:00.000+01:00,"
        "endDate=2024-03-18T09:00:00.000Z,completeDate=<null>,sequence=7,goal=Ship it, all]"
    )
    expected = Sprint(7, "Sprint 7, round two [late]", "active", 3, START, END, None)
    assert (expected,) == sprints_from_json([printed])


def test_a_printed_sprint_may_have_no_board() -> None:
    printed = "Sprint@1[id=9,rapidViewId=<null>,state=FUTURE,name=Loose,startDate=<null>]"
    assert (Sprint(9, "Loose", "future", None, None, None, None),) == sprints_from_json([printed])


def test_no_value_is_no_sprint() -> None:
    assert () == sprints_from_json(None)


def test_a_text_that_is_no_sprint_is_refused() -> None:
    with pytest.raises(ValueError, match="not a sprint"):
        sprints_from_json(["something else"])
