"""Issues: create, read, edit, delete."""

from collections.abc import Mapping

from bot.sandbox.jira.access import need, seen_issue
from bot.sandbox.jira.changes import add_issue, change, delete
from bot.sandbox.jira.entities import Issue
from bot.sandbox.jira.exchange import (
    NO_CONTENT,
    Answer,
    Call,
    Refusal,
    Routes,
    needed,
)
from bot.sandbox.jira.projects import creation_project
from bot.sandbox.jira.reading import Scope
from bot.sandbox.jira.render import Choice, issue_json
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import API, Json, JsonValue
from bot.sandbox.jira.writing import edited_values, off_screen, read_fields, refuse_faults

routes = Routes()


def choice_of(call: Call, fields: tuple[str, ...], cap: int | None) -> Choice:
    """What the query of a call asks to see."""
    return Choice(
        fields=fields,
        expand=frozenset(call.many("expand")),
        properties=tuple(call.many("properties")),
        rich=call.rich,
        cap=cap,
    )


@routes.get("/issue/{issue}")
def read_issue(site: Site, call: Call) -> Json:
    """The issue as it is now, whatever the index knows."""
    issue = seen_issue(site, call)
    asked = tuple(call.many("fields")) or ("*all",)
    choice = choice_of(call, asked, expand_cap(site, site.weather.cap_expand_changelog))
    return _shown(site, issue, choice)


def expand_cap(site: Site, cap: int | None) -> int | None:
    """How many histories an expanded changelog has; Data Center shows all."""
    return cap if site.cloud else None


def _shown(site: Site, issue: Issue, choice: Choice) -> Json:
    document = issue.document
    if document is None:
        raise Refusal(404, "Issue does not exist or you do not have permission to see it.")
    return issue_json(site, issue, document, choice)


@routes.post("/issue")
def create(site: Site, call: Call) -> Answer:
    """A new issue; refuses fields that are not on the create screen."""
    given = needed(call, "fields")
    project = creation_project(site, call, given.get("project"))
    need(site, "CREATE_ISSUES", project.key)
    scope = Scope(site, project, call.rich)
    values, errors = read_fields(scope, {k: v for k, v in given.items() if k != "project"})
    kind = values.get("issuetype")
    if kind is None:
        errors["issuetype"] = errors.get("issuetype", "Specify an issue type")
    else:
        errors |= off_screen(site, kind["id"], given) | _missing(site, kind, given)
    refuse_faults(errors)
    properties = _properties(call)
    issue = add_issue(site, project, values)
    issue.properties |= properties
    return Answer(201, {"id": issue.id, "key": issue.key, "self": f"{API}/issue/{issue.id}"})


def _missing(site: Site, kind: Json, given: Mapping[str, JsonValue]) -> dict[str, str]:
    errors = {
        name: f"{site.fields[name].name} is required."
        for name in site.required[kind["id"]]
        if not given.get(name)
    }
    if not given.get("summary"):
        errors["summary"] = "You must specify a summary of the issue."
    if kind["subtask"] and not given.get("parent"):
        errors["parent"] = "Issue type is a sub-task but parent issue key or id not specified."
    return errors


def _properties(call: Call) -> dict[str, JsonValue]:
    given = call.body.get("properties") or []
    if any(not isinstance(p, dict) or "key" not in p or "value" not in p for p in given):
        raise Refusal(400, "Each property needs a key and a value.")
    return {p["key"]: p["value"] for p in given}


@routes.put("/issue/{issue}")
def edit(site: Site, call: Call) -> Answer:
    """Set fields, the last writer winning; `returnIssue` answers the issue on Cloud."""
    issue = seen_issue(site, call)
    need(site, "EDIT_ISSUES", issue.fields["project"]["key"])
    if not isinstance(call.body, dict):
        raise Refusal(400, "The body is not a JSON object.")
    if not call.flag("notifyUsers", default=True):
        need(site, "ADMINISTER_PROJECTS", issue.fields["project"]["key"])
    change(site, issue, edited_values(site, call, issue))
    issue.properties |= _properties(call)
    if site.cloud and call.flag("returnIssue", default=False):
        return Answer(200, _shown(site, issue, choice_of(call, ("*all",), None)))
    return NO_CONTENT


@routes.delete("/issue/{issue}")
def remove(site: Site, call: Call) -> Answer:
    """Delete an issue; sub-tasks only when the query says so."""
    issue = seen_issue(site, call)
    need(site, "DELETE_ISSUES", issue.fields["project"]["key"])
    subtasks = [site.issues[s["id"]] for s in issue.fields.get("subtasks") or []]
    if subtasks and not call.flag("deleteSubtasks", default=False):
        raise Refusal(400, "The issue has sub-tasks; deleteSubtasks must be true to delete it.")
    for gone in [*subtasks, issue]:
        delete(site, gone)
    return NO_CONTENT
