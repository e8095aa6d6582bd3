"""What is declared is found; gaps and doubles are refused."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.discover import DeclarationError, discover, registry
from bot.feature import Context, Feature
from bot.job import Every, Job
from bot.message import SILENT, Reply
from bot.request import Kind, Request
from tests.world import START


def handler(request: Request, context: Context) -> Reply:
    return SILENT


def nothing(payload: Mapping[str, Any], context: Context) -> None:
    return None


def act(context: Context) -> None:
    return None


def feature(kind: str, name: str) -> Feature:
    made = Feature("Sample")
    getattr(made, kind)(name, *(["Sample"] if kind == "shortcut" else []))(handler)
    return made


def test_every_file_is_found() -> None:
    found = discover()
    assert {"idea", "decide", "product", "card", "tell", "plan"} <= found.features.keys()
    assert {"progress", "blockers", "capacity", "returns"} <= found.jobs.keys()
    assert found.entry(Kind.COMMAND, "/idea") is not None
    assert found.entry(Kind.COMMAND, "/other") is None


def test_entries_of_a_kind_come_by_name() -> None:
    names = [entry.name for entry in discover().of_kind(Kind.COMMAND)]
    assert sorted(names) == names
    assert {"/idea", "/product"} <= set(names)


def test_the_same_name_twice_is_refused() -> None:
    one, other = feature("command", "/sample"), feature("command", "/sample")
    with pytest.raises(DeclarationError, match="declared twice"):
        registry({"one": one, "other": other}, {})


def test_the_same_effect_in_two_files_is_refused() -> None:
    one, other = Feature("One"), Feature("Other")
    for owner in (one, other):
        owner.effect("sample.effect")(nothing)
    with pytest.raises(DeclarationError, match="declared twice"):
        registry({"one": one, "other": other}, {})


def test_an_effect_of_a_job_and_a_feature_is_refused() -> None:
    one = Feature("One")
    job = Job("Sample", Every(START - START), act=act)
    for owner in (one, job):
        owner.effect("sample.effect")(nothing)
    with pytest.raises(DeclarationError, match="declared twice"):
        registry({"one": one}, {"job": job})


@pytest.mark.parametrize("kind", ["button", "form", "closed", "options", "shortcut"])
def test_a_name_that_leads_to_another_file_is_refused(kind: str) -> None:
    with pytest.raises(DeclarationError, match=r"name it sample\.\*"):
        registry({"sample": feature(kind, "other.verb")}, {})
    registry({"sample": feature(kind, "sample.verb")}, {})


def test_what_slack_names_may_stand_anywhere() -> None:
    registry({"sample": feature("command", "/other")}, {})
    registry({"sample": feature("event", "app_home_opened")}, {})


def test_one_name_may_be_a_form_and_its_closing() -> None:
    made = feature("form", "sample.submit")
    made.closed("sample.submit")(handler)
    assert 2 == len(registry({"sample": made}, {}).entries)


def test_one_event_may_be_handled_by_several_files() -> None:
    seen: list[str] = []

    def noting(name: str, *subscriptions: str) -> Feature:
        made = Feature(name)

        @made.event("message", *subscriptions)
        def handle(request: Request, context: Context) -> Reply:
            seen.append(name)
            return SILENT

        return made

    one, other = (
        noting("one", "message.channels"),
        noting("other", "message.channels", "message.im"),
    )
    entry = registry({"one": one, "other": other}, {}).entry(Kind.EVENT, "message")
    assert entry is not None
    nobody: Any = None
    assert SILENT == entry.handler(nobody, nobody)
    assert ["one", "other"] == seen
    assert ("message.channels", "message.im") == entry.subscriptions
