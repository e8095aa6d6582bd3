"""Reading histories backwards: what a field held before an item changed it."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from bot.sandbox.jira.changes import other_end
from bot.sandbox.jira.entities import Field, Project
from bot.sandbox.jira.standard import IMPEDIMENT
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import API, Json, JsonValue

Undo = Callable[[Site, Json, Json], Json]
"""From the site, the fields after and the item: the fields that were different before."""


def before(site: Site, fields: Json, history: Json) -> Json:
    """The fields that `history` changed, as they were before it.

    Items of custom fields without an id, and of fields not kept here, change nothing.
    """
    changed: Json = {}
    for item in reversed(history["items"]):
        name = str(item.get("fieldId") or item["field"]).lower()
        field = site.fields.get(str(item.get("fieldId")))
        if undo := _UNDO.get(name):
            changed |= undo(site, {**fields, **changed}, item)
        elif field and field.custom:
            changed |= _custom(site, field, item)
    return changed


def _custom(site: Site, field: Field, item: Json) -> Json:
    text = item["fromString"]
    if field.kind == "number":
        return {field.id: float(text) if text else None}
    if field.kind == "option":
        return {field.id: [IMPEDIMENT] if text else []}
    if field.kind == "json":
        return {field.id: _sprints(site, item["from"] or "", text or "")}
    return {}


def _sprints(site: Site, ids: str, text: str) -> list[Json]:
    numbers, names = [int(number) for number in re.findall(r"\d+", ids)], text.split(", ")
    if len(names) != len(numbers):
        names = [f"Sprint {number}" for number in numbers]
    return [
        site.sprints.get(number, {"id": number, "name": name, "state": "closed"})
        for number, name in zip(numbers, names, strict=True)
    ]


def _entity(field: str, registry: str, site: Site, _fields: Json, item: Json) -> Json:
    known: Mapping[str, Json] = getattr(site, registry)
    return {field: _named(known, item["from"], item["fromString"])}


def _named(known: Mapping[str, Json], number: str | None, name: str | None) -> Json | None:
    if number is None and name is None:
        return None
    return known.get(str(number)) or {"id": number, "name": name}


def _resolution(site: Site, fields: Json, item: Json) -> Json:
    earlier = _entity("resolution", "resolutions", site, fields, item)
    if earlier["resolution"] is None or item["to"] is None:
        earlier["resolutiondate"] = None
    return earlier


def _user(field: str, site: Site, _fields: Json, item: Json) -> Json:
    if item["from"] is None:
        return {field: None}
    stranger = {"name": item["from"], "displayName": item["fromString"], "active": True}
    return {field: site.users.get(item["from"], stranger)}


def _set(field: str, registry: str, site: Site, fields: Json, item: Json) -> Json:
    known: Mapping[str, Json] = getattr(site, registry)
    kept = [entity for entity in fields.get(field) or [] if entity["id"] != item["to"]]
    gone = _named(known, item["from"], item["fromString"])
    return {field: [*kept, gone] if gone else kept}


def _text(field: str, _site: Site, _fields: Json, item: Json) -> Json:
    return {field: item["fromString"]}


def _labels(_site: Site, _fields: Json, item: Json) -> Json:
    return {"labels": (item["fromString"] or "").split()}


def _due(_site: Site, _fields: Json, item: Json) -> Json:
    text = item["from"] or item["fromString"]
    return {"duedate": text and text[:10]}


def _parent(site: Site, _fields: Json, item: Json) -> Json:
    if item["from"] is None:
        return {"parent": None}
    return {"parent": _stub(site, str(item["from"]), item["fromString"])}


def _link(site: Site, fields: Json, item: Json) -> Json:
    held: list[Json] = list(fields.get("issuelinks") or [])
    if item["to"]:
        held = [link for link in held if not _is_link(site, link, item["to"], item["toString"])]
    if item["from"] and (gone := _lost_link(site, item["from"], item["fromString"])):
        held.append(gone)
    return {"issuelinks": held}


def _is_link(site: Site, link: Json, key: str, text: str) -> bool:
    end = other_end(link)
    same_issue = end["key"] == key or site.ids_by_key.get(key) == end["id"]
    return same_issue and text.startswith(f"This issue {_says(link)} ")


def _says(link: Json) -> JsonValue:
    return link["type"]["outward" if "outwardIssue" in link else "inward"]


def _lost_link(site: Site, key: str, text: str) -> Json | None:
    said = text.removeprefix("This issue ").removesuffix(f" {key}")
    for kind in site.link_types.values():
        for end in ("outward", "inward"):
            if kind[end] == said:
                number = str(site.number("link"))
                head = {"id": number, "self": f"{API}/issueLink/{number}", "type": kind}
                return {**head, f"{end}Issue": _stub(site, site.ids_by_key.get(key, ""), key)}
    return None


def _stub(site: Site, number: str, key: str) -> Json:
    if issue := site.issues.get(number):
        return site.stubs.of(issue)
    return {"id": number or "0", "key": key, "self": f"{API}/issue/{number}", "fields": {}}


def _project(site: Site, _fields: Json, item: Json) -> Json:
    number = str(item["from"])
    if number not in site.projects:
        json = {"self": f"{API}/project/{number}", "id": number, "key": number}
        json |= {"name": item["fromString"], "projectTypeKey": "software"}
        site.projects[number] = Project(json, list(site.types), list(site.priorities))
    return {"project": site.projects[number].json}


_issue_type = partial(_entity, "issuetype", "types")
_fix_version = partial(_set, "fixVersions", "versions")
_affected = partial(_set, "versions", "versions")
_component = partial(_set, "components", "components")

_UNDO: dict[str, Undo] = {
    "status": partial(_entity, "status", "statuses"),
    "priority": partial(_entity, "priority", "priorities"),
    "issuetype": _issue_type,
    "issue type": _issue_type,
    "type": _issue_type,
    "resolution": _resolution,
    "assignee": partial(_user, "assignee"),
    "reporter": partial(_user, "reporter"),
    "fixversions": _fix_version,
    "fix version": _fix_version,
    "versions": _affected,
    "version": _affected,
    "components": _component,
    "component": _component,
    "labels": _labels,
    "summary": partial(_text, "summary"),
    "duedate": _due,
    "parent": _parent,
    "issueparentassociation": _parent,
    "issuelinks": _link,
    "link": _link,
    "project": _project,
}
