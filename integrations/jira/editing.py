"""Changes of an issue that is there: one field at a time, and comments."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.statuses import NOT_DELIVERED
from bot.effects import AddComment, SetField
from bot.errors import Refused, Uncertain
from bot.tracked import Issue, IssueRef
from bot.words import SyncedField
from integrations.jira.client import Client
from integrations.jira.instants import instant
from integrations.jira.jql import issue_name, label_name
from integrations.jira.paging import items_of
from integrations.jira.reading import read_issue
from integrations.jira.screen import id_named, priorities
from integrations.jira.shapes import Json
from integrations.jira.wiki import has_last_line, literal, one_line, with_last_line

CLOCK_LEEWAY = timedelta(minutes=5)
"""How far Jira's clock may be behind ours when we look for a comment of ours."""


def set_field(client: Client, effect: SetField, by_hand: Mapping[str, str]) -> Issue:
    """Set a field unless it holds the value already or changed since it was seen; then read it.

    Jira's edits know no condition: between our reading and our writing a moment is left.
    """
    path = f"/rest/api/2/issue/{issue_name(effect.issue)}"
    raw = client.read(path, {"fields": "priority,summary,labels,status,project,fixVersions"})
    if effect.field is SyncedField.STATUS:
        _step(client, path, raw["fields"]["status"], effect)
    elif _held(raw["fields"], effect) == effect.seen != effect.value:
        client.write("PUT", path, _edit(client, raw["fields"], effect))
    return read_issue(client, effect.issue, by_hand)


def _held(fields: Json, effect: SetField) -> str:
    """What the issue holds now, in the words of `seen`."""
    if effect.field is SyncedField.PRIORITY:
        return str((fields.get("priority") or {}).get("name") or "")
    if effect.field is SyncedField.SUMMARY:
        return str(fields.get("summary") or "")
    if effect.field is SyncedField.VERSION:
        return ",".join(sorted(str(one["id"]) for one in fields.get("fixVersions") or ()))
    return effect.value if effect.value in (fields.get("labels") or ()) else ""


def _edit(client: Client, fields: Json, effect: SetField) -> Json:
    if effect.field is SyncedField.PRIORITY:
        return {"fields": {"priority": {"id": _priority(client, fields, effect.value)}}}
    if effect.field is SyncedField.SUMMARY:
        return {"fields": {"summary": one_line(effect.value)}}
    if effect.field is SyncedField.VERSION:
        return {"fields": {"fixVersions": [{"id": one} for one in effect.value.split(",") if one]}}
    return {"update": {"labels": [{"add": label_name(effect.value)}]}}


def _priority(client: Client, fields: Json, name: str) -> str:
    offered = priorities(client, fields["project"]["key"])
    wanted = id_named(offered, name)
    if wanted is None:
        names = ", ".join(priority["name"] for priority in offered)
        raise Refused("no_such_priority", f"{name!r} is none of {names}")
    return wanted


# --- Statuses


def _step(client: Client, path: str, status: Json, effect: SetField) -> None:
    """Take a step to a status of the category, by what it means, never by its name."""
    if str(status["id"]) != effect.seen or _category(status) == effect.value:
        return
    asked = {"expand": "transitions.fields"}
    steps = client.read(f"{path}/transitions", asked).get("transitions") or []
    leading = [step for step in steps if _category(step["to"]) == effect.value]
    if not leading:
        raise Refused("no_step", "No step of the workflow leads there from its present status.")
    step = min(leading, key=lambda step: len(_demanded(step)))
    body: Json = {"transition": {"id": step["id"]}}
    if fields := _filled(step):
        body["fields"] = fields
    client.write("POST", f"{path}/transitions", body)


def _category(status: Json) -> str:
    return str((status.get("statusCategory") or {}).get("key") or "")


def _demanded(step: Json) -> dict[str, Json]:
    """The fields the step's screen demands."""
    fields = (step.get("fields") or {}).items()
    return {name: f for name, f in fields if f.get("required") and not f.get("hasDefaultValue")}


def _filled(step: Json) -> Json:
    """What the screen demands, as far as we can know it: how an unwanted issue is resolved."""
    demanded = _demanded(step)
    offered = (demanded.pop("resolution", None) or {}).get("allowedValues") or []
    if demanded:
        names = ", ".join(str(field.get("name") or name) for name, field in demanded.items())
        raise Refused("screen_asks", f"The step to {step['to']['name']} asks for {names}.")
    fitting = next((value for value in offered if value["name"] in NOT_DELIVERED), None)
    chosen = fitting or next(iter(offered), None)
    return {"resolution": {"id": str(chosen["id"])}} if chosen else {}


# --- Comments


def add_comment(client: Client, effect: AddComment, mark: str) -> IssueRef:
    """Add a comment whose last line is the mark. Raises Unavailable, Refused or Uncertain."""
    path = f"/rest/api/2/issue/{issue_name(effect.issue)}"
    body = with_last_line(literal(effect.text), mark_line(mark))
    made = client.write("POST", f"{path}/comment", {"body": body})
    if "id" not in made:
        raise Uncertain("Jira did not say which comment it added")
    return IssueRef(str(made["id"]), effect.issue)


def find_comment(client: Client, effect: AddComment, mark: str, since: datetime) -> IssueRef | None:
    """The comment an earlier try added, None without a trace."""
    path = f"/rest/api/2/issue/{issue_name(effect.issue)}/comment"
    for raw in items_of(client, path):
        recent = instant(raw["created"]) >= since - CLOCK_LEEWAY
        if recent and has_last_line(str(raw.get("body") or ""), mark_line(mark)):
            return IssueRef(str(raw["id"]), effect.issue)
    return None


def mark_line(mark: str) -> str:
    """A delivery's mark as it stands in a comment: letters and digits, which no markup changes."""
    return "shortlist" + "".join(c for c in mark if c.isalnum())
