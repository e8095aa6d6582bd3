"""Filling a site from an export: one issue a line, as REST v2 shows it with its changelog."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from bot.sandbox.jira import standard
from bot.sandbox.jira.entities import Field, Issue, Project
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import ORIGIN, Json, JsonValue

GUESSED = {
    "done": "done",
    "closed": "done",
    "resolved": "done",
    "open": "new",
    "reopened": "new",
    "received": "new",
    "to do": "new",
    "backlog": "new",
}
"""The category of a status that occurs in histories alone, by its well-known name."""
CATEGORY_ORDER = ("new", "undefined", "indeterminate", "done")
UNKNOWN_TYPE = "com.atlassian.jira.plugin.system.customfieldtypes:readonlyfield"


def load(site: Site, path: Path | str) -> list[Issue]:
    """Take over every issue of a `.jsonl` or `.jsonl.gz` export, with all that it names.

    On a site without projects the types, statuses, priorities and resolutions of the export
    replace the standard ones. Links lead to this site; on Cloud each user gains an `accountId`,
    the former user name. Nothing is announced, and the index knows the issues at once.
    Raises ValueError when an id of the export is taken.
    """
    if not site.projects:
        for standard_ones in (site.types, site.statuses, site.priorities, site.resolutions):
            standard_ones.clear()
        site.transitions.clear()
    loader = _Loader(site)
    issues = [loader.issue(record) for record in _records(Path(path))]
    loader.finish(issues)
    return issues


def _records(path: Path) -> Iterator[Json]:
    raw = path.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        raw = gzip.decompress(raw)
    if origin := re.search(rb'"self": ?"(https?://[^"]*?)/rest/', raw):
        raw = raw.replace(origin[1], ORIGIN.encode())
    for line in raw.splitlines():
        if line.strip():
            yield orjson.loads(line)


def _workflow_place(entry: tuple[str, Json]) -> tuple[int, int]:
    number, status = entry
    return CATEGORY_ORDER.index(status["statusCategory"]["key"]), int(number)


def _is_sprint(value: JsonValue) -> bool:
    return isinstance(value, dict) and {"id", "name", "state"} <= value.keys()


class _Loader:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._listed: dict[str, dict[str, Json]] = {
            "status": site.statuses,
            "issuetype": site.types,
            "priority": site.priorities,
            "resolution": site.resolutions,
        }
        self._shared: dict[str, dict[str, Json]] = {}

    def issue(self, record: Json) -> Issue:
        if record["id"] in self._site.issues:
            raise ValueError(f"issue {record['id']} is on this site already")
        fields = {name: self._value(name, value) for name, value in record["fields"].items()}
        comments = (fields.pop("comment", None) or {}).get("comments", [])
        histories = record.get("changelog", {}).get("histories", [])
        for history in histories:
            if history.get("author"):
                history["author"] = self._user(history["author"])
        issue = Issue(record["id"], record["key"], fields, histories, comments=comments)
        self._site.issues[issue.id] = issue
        return issue

    def _value(self, name: str, value: JsonValue) -> JsonValue:
        if value and isinstance(value, list):
            return self._elements(name, value)
        if not isinstance(value, dict):
            return value
        if name in self._listed:
            return self._kept(name, value)
        if name == "project":
            return self._project(value)
        if name == "parent":
            return self._stub(value)
        return self._user(value) if "displayName" in value else value

    def _elements(self, name: str, values: list[JsonValue]) -> list[JsonValue]:
        if name in ("fixVersions", "versions", "components"):
            return [self._kept(name, element) for element in values]
        if name == "issuelinks":
            return [self._link(element) for element in values]
        if name == "subtasks":
            return [self._stub(element) for element in values]
        return [self._sprint(element) if _is_sprint(element) else element for element in values]

    def _sprint(self, sprint: Json) -> Json:
        shared = self._site.sprints.setdefault(sprint["id"], sprint)
        return shared if shared == sprint else sprint

    def _kept(self, kind: str, entity: Json) -> Json:
        if kind == "status":
            self._share_category(entity)
        shared = self._shared.setdefault(kind, {}).setdefault(entity["id"], entity)
        if kind in self._listed:
            self._listed[kind].setdefault(entity["id"], shared)
        return shared if shared == entity else entity

    def _share_category(self, status: Json) -> None:
        category = status["statusCategory"]
        known = self._site.categories.get(category["key"])
        if known is None or known != category:
            self._site.categories[category["key"]] = category
        status["statusCategory"] = self._site.categories[category["key"]]

    def _project(self, value: Json) -> Json:
        known = self._site.projects.get(value["id"])
        if known is None:
            known = Project({"projectTypeKey": "software", **value}, [], [])
            self._site.projects[value["id"]] = known
        elif known.key != value["key"]:
            raise ValueError(f"project {value['id']} is {known.key} on this site")
        return self._shared.setdefault("project", {}).setdefault(value["id"], value)

    def _link(self, link: Json) -> Json:
        kind = self._site.link_types.setdefault(link["type"]["id"], link["type"])
        end = "outwardIssue" if "outwardIssue" in link else "inwardIssue"
        return {**link, "type": kind, end: self._stub(link[end])}

    def _stub(self, stub: Json) -> Json:
        fields = stub.get("fields", {})
        for name in fields.keys() & self._listed.keys():
            fields[name] = fields[name] and self._kept(name, fields[name])
        return self._site.stubs.keep(stub)

    def _user(self, user: Json) -> Json:
        if self._site.cloud and "accountId" not in user:
            user = {**user, "accountId": user["name"], "accountType": "atlassian"}
        number = self._site.user_id(user)
        self._site.emails.setdefault(number, user.get("emailAddress", ""))
        return self._site.users.setdefault(number, user)

    def finish(self, issues: list[Issue]) -> None:
        self._add_statuses_of_histories(issues)
        for issue in issues:
            self._place(issue)
        self._order_schemes()
        self._add_fields(issues)
        self._skip_numbers(issues)

    def _add_statuses_of_histories(self, issues: list[Issue]) -> None:
        site, statuses = self._site, dict(self._site.statuses)
        for item in (i for issue in issues for h in issue.histories for i in h["items"]):
            if item["field"] == "status":
                for number, name in (("from", "fromString"), ("to", "toString")):
                    guess = self._guessed(item[number], item[name])
                    statuses.setdefault(item[number], guess)
        site.transitions.clear()
        site.statuses.clear()
        for number, status in sorted(statuses.items(), key=_workflow_place):
            site.add_status(number, status["name"], status["statusCategory"]["key"])
            site.statuses[number] = status

    def _guessed(self, number: str, name: str) -> Json:
        category = self._site.categories[GUESSED.get(name.lower(), "indeterminate")]
        return standard.status(number, name, category)

    def _place(self, issue: Issue) -> None:
        site, project = self._site, self._site.projects[issue.fields["project"]["id"]]
        project.last_number = max(project.last_number, int(issue.key.rpartition("-")[2]))
        site.ids_by_key[issue.key] = issue.id
        for item in (i for h in issue.histories for i in h["items"] if i["field"] == "Key"):
            site.ids_by_key.setdefault(item["fromString"], issue.id)
        for name in ("fixVersions", "versions"):
            for version in issue.fields.get(name) or []:
                owned = {**version, "projectId": int(project.id)}
                site.versions.setdefault(version["id"], owned)
        for component in issue.fields.get("components") or []:
            site.components.setdefault(component["id"], component)

    def _order_schemes(self) -> None:
        site = self._site
        for registry in (site.priorities, site.resolutions, site.types):
            for number in sorted(registry, key=int):
                registry[number] = registry.pop(number)
        for project in site.projects.values():
            project.types = project.types or list(site.types)
            project.priorities = project.priorities or list(site.priorities)

    def _add_fields(self, issues: list[Issue]) -> None:
        for name in {name for issue in issues for name in issue.fields}:
            custom = UNKNOWN_TYPE if name.startswith("customfield_") else ""
            self._site.fields.setdefault(name, Field(name, name, "any", custom=custom))

    def _skip_numbers(self, issues: list[Issue]) -> None:
        links = [link for i in issues for link in i.fields.get("issuelinks") or []]
        used = {
            "issue": [issue.id for issue in issues],
            "history": [history["id"] for issue in issues for history in issue.histories],
            "version": list(self._site.versions),
            "project": list(self._site.projects),
            "link": [link["id"] for link in links],
        }
        for kind, numbers in used.items():
            self._site.skip_numbers(kind, max((int(n) for n in numbers), default=0))
