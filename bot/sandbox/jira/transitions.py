"""The workflow: the steps open to an issue, and taking one."""

from bot.sandbox.jira.access import need, seen_issue
from bot.sandbox.jira.changes import change
from bot.sandbox.jira.entities import Issue, Transition
from bot.sandbox.jira.exchange import (
    NO_CONTENT,
    Answer,
    Call,
    Refusal,
    Routes,
    mapping,
    needed,
    value_list,
)
from bot.sandbox.jira.projects import field_meta
from bot.sandbox.jira.reading import Scope
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import Json
from bot.sandbox.jira.writing import off_screen_text, read_fields, refuse_faults

routes = Routes()


@routes.get("/issue/{issue}/transitions")
def list_transitions(site: Site, call: Call) -> Json:
    """The steps open to the caller from the present status."""
    issue = seen_issue(site, call)
    if not site.may("TRANSITION_ISSUES", issue.fields["project"]["key"]):
        return {"expand": "transitions", "transitions": []}
    with_fields = "transitions.fields" in value_list(call.one("expand"))
    return {
        "expand": "transitions",
        "transitions": [
            _transition_json(site, issue, step, with_fields=with_fields)
            for step in open_transitions(site, issue)
        ],
    }


def open_transitions(site: Site, issue: Issue) -> list[Transition]:
    """The steps that lead on from the status an issue is in."""
    present = issue.fields["status"]["id"]
    return [
        step
        for step in site.transitions
        if step.to != present and (not step.sources or present in step.sources)
    ]


def _transition_json(site: Site, issue: Issue, step: Transition, *, with_fields: bool) -> Json:
    shown: Json = {
        "id": step.id,
        "name": step.name,
        "to": site.statuses[step.to],
        "hasScreen": bool(step.required),
        "isGlobal": not step.sources,
        "isInitial": False,
        "isConditional": False,
    }
    if with_fields:
        project = site.projects[issue.fields["project"]["id"]]
        shown["fields"] = {
            name: field_meta(site, project, site.fields[name], needed=True)
            for name in step.required
        }
    return shown


@routes.post("/issue/{issue}/transitions")
def transition(site: Site, call: Call) -> Answer:
    """Move an issue; 400 when the screen demands a field that is not given."""
    issue = seen_issue(site, call)
    wanted = str(needed(call, "transition").get("id"))
    need(site, "TRANSITION_ISSUES", issue.fields["project"]["key"])
    step = next((s for s in open_transitions(site, issue) if s.id == wanted), None)
    if step is None:
        raise Refusal(
            400,
            f"It seems that you have tried to perform a workflow operation ({wanted}) that is not "
            "valid for the current state of this issue.",
        )
    values, errors = _transition_values(site, call, issue, step)
    refuse_faults(errors)
    change(site, issue, status_values(site, issue, step.to, values))
    return NO_CONTENT


def _transition_values(
    site: Site, call: Call, issue: Issue, step: Transition
) -> tuple[Json, dict[str, str]]:
    scope = Scope(site, site.projects[issue.fields["project"]["id"]], call.rich)
    given = mapping(call, "fields")
    values, errors = read_fields(scope, given)
    screen = {*step.required, *site.screen(issue.fields["issuetype"]["id"]), "resolution"}
    errors |= {name: off_screen_text(name) for name in given if name not in screen}
    for name in step.required:
        if not values.get(name) and not issue.fields.get(name):
            errors[name] = f"{site.fields[name].name} is required."
    return values, errors


def status_values(site: Site, issue: Issue, status_id: str, given: Json) -> Json:
    """What entering a status sets: done resolves the issue, leaving it clears that."""
    status = site.statuses[status_id]
    values = {"status": status, **given}
    done = status["statusCategory"]["key"] == "done"
    if not done:
        return values | {"resolution": None, "resolutiondate": None}
    if not issue.fields.get("resolution"):
        first = next(iter(site.resolutions.values()))
        values = {"resolution": first, "resolutiondate": site.stamp(), **values}
    return values
