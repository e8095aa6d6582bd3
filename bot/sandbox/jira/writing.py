"""Many field values of a request at once, and what is wrong with them."""

from collections.abc import Mapping

from bot.sandbox.jira.entities import Field, Issue
from bot.sandbox.jira.exchange import Call, Refusal, mapping
from bot.sandbox.jira.reading import Invalid, Scope, apply, read
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import Json, JsonValue

FIXED = frozenset({"project", "issuetype"})
"""Given once, at creation."""


def read_fields(scope: Scope, given: Mapping[str, JsonValue]) -> tuple[Json, dict[str, str]]:
    """The values that can be stored, and what is wrong with the others."""
    values: Json = {}
    errors: dict[str, str] = {}
    for name, value in given.items():
        field = scope.site.fields.get(name)
        try:
            values[name] = read(scope, _known(name, field), value)
        except Invalid as invalid:
            errors[name] = str(invalid)
    return values, errors


def _known(name: str, field: Field | None) -> Field:
    if field is None:
        raise Invalid(off_screen_text(name))
    return field


def off_screen(site: Site, type_id: str, given: Mapping[str, JsonValue]) -> dict[str, str]:
    """The fields of `given` that the screen of an issue type does not have."""
    screen = {*site.screen(type_id), *FIXED}
    return {name: off_screen_text(name) for name in given if name not in screen}


def off_screen_text(name: str) -> str:
    """What Jira says of a field that a screen does not have."""
    return f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."


def edited_values(site: Site, call: Call, issue: Issue) -> Json:
    """What `fields` and `update` of a body make of an issue; 400 names every fault."""
    project = site.projects[issue.fields["project"]["id"]]
    scope = Scope(site, project, call.rich)
    fields, update = mapping(call, "fields"), mapping(call, "update")
    values, errors = read_fields(scope, fields)
    for name, operations in update.items():
        try:
            field = _known(name, site.fields.get(name))
            values[name] = apply(scope, field, issue.fields.get(name), operations)
        except Invalid as invalid:
            errors[name] = str(invalid)
    if "project" in values:
        errors["project"] = off_screen_text("project")
    refuse_faults(errors | off_screen(site, issue.fields["issuetype"]["id"], values))
    return keep_closed_sprints(site, issue, values)


def keep_closed_sprints(site: Site, issue: Issue, values: Json) -> Json:
    """`values` with the closed sprints of the issue, which stay when it enters another."""
    for name, value in values.items():
        if site.fields[name].kind == "json":
            held = [s for s in issue.fields.get(name) or [] if s["state"] == "closed"]
            values[name] = [*held, *(s for s in value if s not in held)]
    return values


def refuse_faults(errors: Mapping[str, str]) -> None:
    """Refuse with 400 when there is any fault."""
    if errors:
        raise Refusal(400, errors=errors)
