"""Every change of an issue, with the history and the event that Jira makes of it."""

from collections.abc import Iterator, Mapping, Sequence

from bot.sandbox.jira import standard
from bot.sandbox.jira.entities import Field, Issue, Project
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import API, Json, JsonValue, as_wiki, epoch_ms

ITEM_NAMES = {
    "fixVersions": "Fix Version",
    "versions": "Version",
    "components": "Component",
    "parent": "IssueParentAssociation",
}
"""Fields that histories call by another name than their id or title."""
SILENT = frozenset({"resolutiondate", "issuelinks"})
"""Fields whose change leaves no item of its own."""


def change(
    site: Site,
    issue: Issue,
    values: Mapping[str, JsonValue],
    author: Json | None = None,
    *,
    items: Sequence[Json] = (),
    key: str | None = None,
) -> Json | None:
    """Set `values` and write one history; its JSON, or None when nothing differs.

    `items` are what values alone do not say, such as links; `key` is the new key of a move.
    """
    made = [*_all_items(site, issue, values), *items]
    if key:
        made.append(item("Key", "Key", was=(None, issue.key), now=(None, key)))
    if not made:
        return None
    site.remember(issue, issue.document)
    issue.fields = {**issue.fields, **values, "updated": site.stamp()}
    if key:
        issue.key = key
        site.ids_by_key[key] = issue.id
    history = _history(site, author, made)
    issue.histories.append(history)
    site.stubs.refresh(issue)
    announce_update(site, issue, history)
    return history


def touch(site: Site, issue: Issue) -> None:
    """Move `updated` without a history, as a comment does."""
    site.remember(issue, issue.document)
    issue.fields = {**issue.fields, "updated": site.stamp()}


def add_issue(
    site: Site, project: Project, values: Mapping[str, JsonValue], author: Json | None = None
) -> Issue:
    """A new issue in the first status, with `values`; its creation leaves no history."""
    creator = author or site.users[site.api_user]
    number = str(site.number("issue"))
    project.last_number += 1
    key = f"{project.key}-{project.last_number}"
    fields = {**_blank(site, project), **values}
    fields |= {"creator": creator, "created": site.stamp(), "updated": site.stamp()}
    fields["reporter"] = fields["reporter"] or creator
    issue = Issue(number, key, fields)
    site.remember(issue, None)
    site.issues[number] = issue
    site.ids_by_key[key] = number
    if parent := _parent_of(site, issue):
        parent.fields = {
            **parent.fields,
            "subtasks": [*parent.fields.get("subtasks", []), site.stubs.of(issue)],
        }
    site.emit("jira:issue_created", event(site, issue, creator, "issue_created"))
    return issue


def _blank(site: Site, project: Project) -> Json:
    blank: Json = {field.id: [] if field.many else None for field in site.fields.values()}
    del blank["comment"]
    first = site.statuses[site.transitions[0].to]
    middle = project.priorities[len(project.priorities) // 2]
    return blank | {
        "project": project.json,
        "status": first,
        "priority": site.priorities[middle],
        standard.RANK: f"0|i{site.number('rank'):05d}:",
    }


def _parent_of(site: Site, issue: Issue) -> Issue | None:
    parent = issue.fields["parent"]
    if parent and issue.fields["issuetype"]["subtask"]:
        return site.issue(parent["id"])
    return None


def delete(site: Site, issue: Issue, author: Json | None = None) -> None:
    """Take the issue and its links away; a lagging index keeps showing it."""
    payload = event(site, issue, author or site.users[site.api_user], "issue_deleted")
    for other in site.issues.values():
        _forget(other, issue.id)
    site.remember(issue, issue.document)
    issue.deleted = True
    del site.issues[issue.id]
    site.ids_by_key = {k: number for k, number in site.ids_by_key.items() if number != issue.id}
    if site.weather.index_lag > 0:
        site.gone.append(issue)
    site.emit("jira:issue_deleted", payload)


def _forget(other: Issue, gone: str) -> None:
    links = other.fields.get("issuelinks") or []
    kept = [link for link in links if other_end(link)["id"] != gone]
    subtasks = [s for s in other.fields.get("subtasks") or [] if s["id"] != gone]
    if len(kept) < len(links) or len(subtasks) < len(other.fields.get("subtasks") or []):
        other.fields = {**other.fields, "issuelinks": kept, "subtasks": subtasks}


def other_end(link: Json) -> Json:
    """The stub of the issue that a link of an issue leads to."""
    end: Json = link.get("outwardIssue") or link["inwardIssue"]
    return end


# Histories


def item(
    field: str,
    field_id: str | None,
    *,
    was: tuple[str | None, str | None] = (None, None),
    now: tuple[str | None, str | None] = (None, None),
) -> Json:
    """One item of a history; `was` and `now` are (id, text)."""
    made: Json = {"field": field, "fieldtype": "jira"}
    if field_id:
        made["fieldId"] = field_id
    made |= {"from": was[0], "fromString": was[1], "to": now[0], "toString": now[1]}
    return made


def _all_items(site: Site, issue: Issue, values: Mapping[str, JsonValue]) -> Iterator[Json]:
    for field_id, new in values.items():
        old = issue.fields.get(field_id)
        if field_id not in SILENT and old != new:
            yield from _items(site.fields[field_id], old, new)


def _items(field: Field, old: JsonValue, new: JsonValue) -> Iterator[Json]:
    name = field.name if field.custom else ITEM_NAMES.get(field.id, field.id)
    field_id = None if field.id == "parent" else field.id
    if field.many and field.kind in ("version", "component"):
        yield from _set_items(name, field.id, old or [], new or [])
        return
    made = item(name, field_id, was=_sides(field, old), now=_sides(field, new))
    yield made | {"fieldtype": "custom"} if field.custom else made


def _set_items(name: str, field_id: str, old: list[Json], new: list[Json]) -> Iterator[Json]:
    held, kept = {e["id"] for e in old}, {e["id"] for e in new}
    for entity in old:
        if entity["id"] not in kept:
            yield item(name, field_id, was=(entity["id"], entity["name"]))
    for entity in new:
        if entity["id"] not in held:
            yield item(name, field_id, now=(entity["id"], entity["name"]))


def _sides(field: Field, value: JsonValue) -> tuple[str | None, str | None]:
    if field.many:
        return _sides_of_list(field, value or [])
    if value is None:
        return None, None
    if isinstance(value, dict) and "displayName" in value:
        return value.get("accountId") or value["name"], value["displayName"]
    if isinstance(value, dict) and "id" in value:
        return value["id"], value.get("key") or value.get("name") or value["value"]
    if isinstance(value, float) and value.is_integer():
        return None, str(int(value))
    return None, str(as_wiki(value))


def _sides_of_list(field: Field, values: list[JsonValue]) -> tuple[str | None, str | None]:
    if field.kind == "option":
        ids = ", ".join(option["id"] for option in values)
        return (f"[{ids}]" if ids else ""), ", ".join(option["value"] for option in values)
    if field.kind == "json":
        ids = ", ".join(str(sprint["id"]) for sprint in values)
        return ids, ", ".join(sprint["name"] for sprint in values)
    return None, " ".join(str(value) for value in values)


def _history(site: Site, author: Json | None, items: list[Json]) -> Json:
    return {
        "id": str(site.number("history")),
        "author": author or site.users[site.api_user],
        "created": site.stamp(),
        "items": items,
    }


# Events


def event(site: Site, issue: Issue, user: Json, kind: str) -> Json:
    """The payload of a webhook about an issue.

    https://developer.atlassian.com/server/jira/platform/webhooks/
    """
    return {
        "timestamp": epoch_ms(site.now()),
        "issue_event_type_name": kind,
        "user": user,
        "issue": {
            "id": issue.id,
            "self": f"{API}/issue/{issue.id}",
            "key": issue.key,
            "fields": issue.fields,
        },
    }


def announce_update(site: Site, issue: Issue, history: Json) -> None:
    """Tell the listeners of one history."""
    payload = event(site, issue, history["author"], "issue_generic")
    payload["changelog"] = {"id": history["id"], "items": history["items"]}
    site.emit("jira:issue_updated", payload)
