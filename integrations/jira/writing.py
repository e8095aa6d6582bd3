"""Changes made in Jira, each marked so that it can be found again."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.effects import CreateIssue
from bot.errors import BotError, CannotLook, Unavailable, Uncertain
from bot.tracked import IssueRef
from integrations.jira.client import Client
from integrations.jira.jql import label_name, labelled, not_before, of_project
from integrations.jira.screen import CreateScreen, create_screen
from integrations.jira.search import search_all
from integrations.jira.shapes import Json
from integrations.jira.wiki import has_last_line, literal, one_line, with_last_line

PROPERTY = "shortlist"
"""The key of the issue property that says where an issue comes from."""

CLOCK_LEEWAY = timedelta(minutes=5)
"""How far Jira's clock may be behind ours when we look for what we created."""

log = structlog.get_logger("jira")


def create_issue(
    client: Client, effect: CreateIssue, mark: str, is_late: Callable[[], bool]
) -> IssueRef:
    """Create the issue with what its create screen allows.

    Reading the screen takes its time, so it is asked once more whether it `is_late`: by then
    another may be looking for what is not there yet. Raises Unavailable, Refused or Uncertain.
    On Data Center the property is written after the create; the issue stands without it when
    that fails.
    """
    screen = create_screen(client, effect.project, effect.type)
    body: Json = {"fields": _fields(effect, screen)}
    value = {**effect.property, "mark": mark}
    if client.cloud:
        body["properties"] = [{"key": PROPERTY, "value": value}]
    if is_late():
        raise Unavailable("the time to create it ran out while its screen was read")
    made = client.write("POST", "/rest/api/2/issue", body)
    if "id" not in made or "key" not in made:
        raise Uncertain("Jira did not say which issue it created")
    ref = IssueRef(str(made["id"]), str(made["key"]))
    if not client.cloud:
        _set_property(client, ref, value)
    return ref


def _fields(effect: CreateIssue, screen: CreateScreen) -> Json:
    fields: Json = {
        "project": {"id": screen.project_id},
        "issuetype": {"id": screen.type_id},
        "summary": one_line(effect.summary),
    }
    label, description = label_name(effect.label), literal(effect.description)
    if screen.shows("labels"):
        fields["labels"] = [label, *effect.labels]
    else:
        description = with_last_line(description, label)
    if screen.shows("description"):
        fields["description"] = description
    if priority := screen.priority_id(effect.priority):
        fields["priority"] = {"id": priority}
    return fields


def _set_property(client: Client, ref: IssueRef, value: Mapping[str, object]) -> None:
    try:
        client.write("PUT", f"/rest/api/2/issue/{ref.id}/properties/{PROPERTY}", dict(value))
    except BotError as error:
        log.warning("property not written", issue=ref.key, error=str(error))


def find_issue(client: Client, effect: CreateIssue, since: datetime) -> IssueRef | None:
    """The issue an earlier try created, None without a trace; searches lag behind by minutes.

    Of several the oldest, with a warning. Raises Unavailable, or CannotLook when the create
    screen shows neither labels nor a description.
    """
    screen = create_screen(client, effect.project, effect.type)
    if screen.shows("labels"):
        jql = of_project(effect.project, labelled(effect.label))
        found = search_all(client, jql, ["labels"])
    elif screen.shows("description"):
        begun = not_before(client, "created", since - CLOCK_LEEWAY)
        recent = search_all(client, of_project(effect.project, begun), ["description"])
        found = [raw for raw in recent if _ends_in(raw, effect.label)]
    else:
        raise CannotLook(f"the create screen of {effect.project} has no field for a mark")
    return _oldest(found, effect.label)


def _ends_in(raw: Json, label: str) -> bool:
    return has_last_line(raw["fields"].get("description") or "", label)


def _oldest(found: list[Json], label: str) -> IssueRef | None:
    refs = sorted((IssueRef(str(raw["id"]), raw["key"]) for raw in found), key=lambda r: int(r.id))
    if len(refs) > 1:
        log.warning("several issues under one mark", label=label, issues=[ref.key for ref in refs])
    return refs[0] if refs else None
