"""The manifest holds what is declared, and what Slack's schema asks for."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.cli.manifest import manifest, scopes
from bot.discover import Registry, discover, registry
from bot.feature import Context, Feature
from bot.message import SILENT, Reply
from bot.request import Kind, Request

URL = "https://shortlist.example"


def handler(request: Request, context: Context) -> Reply:
    return SILENT


def rich() -> Registry:
    """Everything declared today, with a shortcut and an event beside it."""
    found, more = discover(), Feature("Sample", scopes=("reactions:read",))
    more.shortcut("sample.keep", "Keep as an idea")(handler)
    more.event("team_join")(handler)
    more.event("message", "message.mpim")(handler)
    return registry({**found.features, "sample": more}, found.jobs)


@pytest.mark.parametrize("url", [None, URL], ids=["socket", "http"])
@pytest.mark.parametrize("declared", [discover, rich])
def test_slacks_schema_accepts_it(test_data: Path, declared: Any, url: str | None) -> None:
    schema = json.loads((test_data / "slack" / "manifest.schema.2.0.0.json").read_text())
    made = json.loads(json.dumps(manifest(declared(), url)))
    assert [] == [f"{e.json_path}: {e.message}" for e in Draft7Validator(schema).iter_errors(made)]


@pytest.mark.parametrize("url", [None, URL], ids=["socket", "http"])
def test_it_holds_everything_declared(url: str | None) -> None:
    found = rich()
    made = manifest(found, url)
    commands = {one["command"]: one for one in made["features"]["slash_commands"]}
    assert {entry.name for entry in found.of_kind(Kind.COMMAND)} == commands.keys()
    assert all(one["should_escape"] for one in commands.values())
    assert all(one["description"] and one["usage_hint"] for one in commands.values())
    assert "sample.keep" in [one["callback_id"] for one in made["features"]["shortcuts"]]
    events = made["settings"]["event_subscriptions"]["bot_events"]
    declared = {name for entry in found.of_kind(Kind.EVENT) for name in entry.subscriptions}
    assert declared == {*events} > {"team_join", "message.mpim"}
    assert "message" not in events
    declared = {scope for feature in found.features.values() for scope in feature.scopes}
    assert sorted(declared) == made["oauth_config"]["scopes"]["bot"] == scopes(found)
    assert (url is None) == made["settings"]["socket_mode_enabled"]


def test_over_http_every_address_is_the_same() -> None:
    made = manifest(rich(), URL)
    address = f"{URL}/slack/events"
    assert {address} == {one["url"] for one in made["features"]["slash_commands"]}
    assert address == made["settings"]["interactivity"]["request_url"]
    assert address == made["settings"]["interactivity"]["message_menu_options_url"]
    assert address == made["settings"]["event_subscriptions"]["request_url"]


def test_over_socket_mode_there_is_no_address() -> None:
    assert "https://" not in json.dumps(manifest(rich()))


@pytest.mark.parametrize("scope", ["commands", "chat:write", "im:write", "channels:history"])
def test_it_asks_for_what_the_calls_need(scope: str) -> None:
    assert scope in scopes(discover())


@pytest.mark.parametrize(
    ("links", "domains"),
    [(URL, ["shortlist.example"]), ("https://site.example/jira", ["site.example"]), (None, None)],
)
def test_links_unfold_for_one_domain(links: str | None, domains: list[str] | None) -> None:
    assert domains == manifest(discover(), None, links)["features"].get("unfurl_domains")


def test_the_home_tab_is_shown_because_a_feature_draws_it() -> None:
    without = registry({}, {})
    shown = [manifest(found)["features"]["app_home"] for found in (discover(), without)]
    assert [True, False] == [home["home_tab_enabled"] for home in shown]
