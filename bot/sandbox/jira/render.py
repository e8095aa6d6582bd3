"""An issue as an answer shows it: the fields asked for, in the form of the deployment."""

import random
from dataclasses import dataclass

from bot.sandbox.jira.changes import ITEM_NAMES
from bot.sandbox.jira.entities import Document, Issue
from bot.sandbox.jira.exchange import Refusal
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import API, Json, JsonValue, as_adf, as_wiki, sprint_text

RICH = frozenset({"description", "environment"})
EXPAND = "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations"
MOST_PROPERTIES = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """What a caller wants to see of an issue."""

    fields: tuple[str, ...]
    """Field ids, `*all`, `*navigable`, or `-id` to leave one out."""
    expand: frozenset[str] = frozenset()
    properties: tuple[str, ...] = ()
    rich: bool = False
    """Rich text as documents (v3)."""
    cap: int | None = None
    """The most histories to show."""

    def __post_init__(self) -> None:
        if len(self.properties) > MOST_PROPERTIES:
            raise Refusal(400, f"No more than {MOST_PROPERTIES} properties may be asked for.")

    @property
    def bare(self) -> bool:
        """Whether the id alone was asked for."""
        return set(self.fields) == {"id"} and not self.expand and not self.properties


def issue_json(site: Site, issue: Issue, document: Document, choice: Choice) -> Json:
    """The issue as answered; `document` is the issue as the caller's source knows it."""
    if choice.bare:
        return {"id": document.id}
    shown: Json = {
        "expand": EXPAND,
        "id": document.id,
        "self": f"{API}/issue/{document.id}",
        "key": document.key,
    }
    fields = _fields(site, issue, document, choice)
    if fields or set(choice.fields) - {"id", "key"}:
        shown["fields"] = fields
    if choice.properties:
        held = issue.properties
        shown["properties"] = {name: held[name] for name in choice.properties if name in held}
    if "changelog" in choice.expand:
        shown["changelog"] = _changelog(site, issue, choice.cap)
    if "names" in choice.expand:
        shown["names"] = {f: site.fields[f].name for f in fields if f in site.fields}
    return shown


def _fields(site: Site, issue: Issue, document: Document, choice: Choice) -> Json:
    held = document.fields
    if issue.comments or "comment" in choice.fields:
        held = {**held, "comment": comments_page(issue, rich=choice.rich)}
    left_out = {name[1:] for name in choice.fields if name.startswith("-")}
    everything = {"*all", "*navigable"} & set(choice.fields) or len(left_out) == len(choice.fields)
    wanted = held.keys() - left_out if everything else held.keys() & set(choice.fields)
    return field_values(site, {n: held[n] for n in held if n in wanted}, rich=choice.rich)


def field_values(site: Site, fields: Json, *, rich: bool) -> Json:
    """Stored values in the form of the deployment; rich text as documents on demand."""
    return {name: _value(site, name, value, rich=rich) for name, value in fields.items()}


def _value(site: Site, name: str, value: JsonValue, *, rich: bool) -> JsonValue:
    if name in RICH:
        return as_adf(value) if rich else as_wiki(value)
    field = site.fields.get(name)
    if not site.cloud and value and field and field.custom.endswith("gh-sprint"):
        return [sprint_text(s) if isinstance(s, dict) else s for s in value]
    return value


def comments_page(issue: Issue, *, rich: bool) -> Json:
    """The comments of an issue as its field `comment` and the resource show them."""
    shape = as_adf if rich else as_wiki
    shown = [{**comment, "body": shape(comment["body"])} for comment in issue.comments]
    return {"comments": shown, "startAt": 0, "maxResults": len(shown), "total": len(shown)}


def _changelog(site: Site, issue: Issue, cap: int | None) -> Json:
    newest_first = histories(site, issue)[::-1][:cap]
    shown = newest_first if site.cloud else newest_first[::-1]
    if site.weather.shuffle_changelog:
        random.Random(issue.id).shuffle(shown)  # noqa: S311
    return {
        "startAt": 0,
        "maxResults": len(shown),
        "total": len(issue.histories),
        "histories": shown,
    }


def histories(site: Site, issue: Issue) -> list[Json]:
    """The histories of an issue, the oldest first; without `fieldId` where there is none."""
    if site.cloud and not site.weather.drop_field_id:
        return issue.histories
    return [{**h, "items": [_without_id(i) for i in h["items"]]} for h in issue.histories]


def _without_id(item: Json) -> Json:
    return {name: value for name, value in item.items() if name != "fieldId"}


def item_field_ids(item: Json) -> set[str]:
    """The ids by which `changelog/bulkfetch` filters an item."""
    named = {field for field, name in ITEM_NAMES.items() if name == item["field"]}
    return {item["fieldId"]} if "fieldId" in item else named & {"parent"}
