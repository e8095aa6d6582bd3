"""Field values as callers write them, turned into what the site stores."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.sandbox.jira.entities import Field, Project
from bot.sandbox.jira.standard import IMPEDIMENT
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import Json, JsonValue, is_adf

LONGEST_SUMMARY = 255
LONGEST_TEXT = 32767


class Invalid(ValueError):
    """A value that a field does not take; the text is what Jira says of it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a value is written: on which site, in which project, through v3 or not."""

    site: Site
    project: Project
    rich: bool


def read(scope: Scope, field: Field, value: JsonValue) -> JsonValue:
    """The stored form of `value`; Invalid when the field does not take it."""
    if field.many:
        if not isinstance(value, list) and field.kind != "json":
            raise Invalid("data was not an array")
        if field.kind == "json":
            return _sprints(scope, value)
        return [_READERS[field.kind](scope, element) for element in value]
    if field.id in _OWN_READERS:
        return _OWN_READERS[field.id](scope, value)
    return None if value is None else _READERS.get(field.kind, _any)(scope, value)


def apply(scope: Scope, field: Field, held: JsonValue, operations: JsonValue) -> JsonValue:
    """`held` after the operations of `update`: set, add and remove."""
    if not isinstance(operations, list) or not all(isinstance(o, dict) for o in operations):
        raise Invalid("Operations must be an array of objects")
    for operation in operations:
        for verb, value in operation.items():
            if verb == "set":
                held = read(scope, field, value)
            elif verb in ("add", "remove") and field.many:
                held = _with(held or [], read(scope, field, [value]), verb)
            else:
                raise Invalid(f"Field does not support update '{verb}'")
    return held


def _with(held: list[JsonValue], given: list[JsonValue], verb: str) -> list[JsonValue]:
    kept = [value for value in held if value not in given]
    if verb == "remove":
        return kept
    return held + [value for value in given if value not in held]


def find(registry: Mapping[JsonValue, Json], value: JsonValue, *identities: str) -> Json | None:
    """The entity that `value` names by one of `identities`, the first one given ruling."""
    if not isinstance(value, dict):
        return None
    for name in identities:
        if name in value:
            wanted = str(value[name]).lower()
            return next((e for e in registry.values() if str(e.get(name)).lower() == wanted), None)
    return None


def _named(
    registry: Mapping[JsonValue, Json], value: JsonValue, otherwise: str, *identities: str
) -> Json:
    """The same, by id or name unless told; Invalid, in Jira's words, where there is none."""
    found = find(registry, value, *(identities or ("id", "name")))
    if found is None:
        raise Invalid(otherwise)
    return found


def _summary(_scope: Scope, value: JsonValue) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Invalid("You must specify a summary of the issue.")
    if "\n" in value:
        raise Invalid("The summary is invalid because it contains newline characters.")
    if len(value) > LONGEST_SUMMARY:
        raise Invalid(f"Summary must be less than {LONGEST_SUMMARY} characters.")
    return value


def rich_text(scope: Scope, value: JsonValue) -> JsonValue:
    """Rich text: a document on v3, wiki text on v2; Invalid for the other one."""
    if value is None:
        return None
    if scope.rich and not is_adf(value):
        raise Invalid(
            "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
        )
    if not scope.rich and not isinstance(value, str):
        raise Invalid("Operation value must be a string")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise Invalid(
            "The entered text is too long. It exceeds the allowed limit of 32,767 characters."
        )
    return value


def _text(_scope: Scope, value: JsonValue) -> str:
    if not isinstance(value, str):
        raise Invalid("Operation value must be a string")
    return value


def _label(scope: Scope, value: JsonValue) -> str:
    text = _text(scope, value)
    if re.search(r"\s", text):
        raise Invalid(f"The label '{text}' contains spaces which is invalid.")
    return text


def _number(_scope: Scope, value: JsonValue) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Invalid("Operation value must be a number")
    return float(value)


def _date(_scope: Scope, value: JsonValue) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise Invalid("Operation value must be a date in the form yyyy-MM-dd") from None


def _user(scope: Scope, value: JsonValue) -> Json:
    identities = ("accountId", "id") if scope.site.cloud else ("name", "key")
    if isinstance(value, dict) and "id" in value:
        value = {"accountId": value["id"]}
    words = f"User '{_first(value)}' cannot be found or assigned."
    return _named(scope.site.users, value, words, *identities)


def _priority(scope: Scope, value: JsonValue) -> Json:
    offered = {n: p for n, p in scope.site.priorities.items() if n in scope.project.priorities}
    return _named(offered, value, "The priority selected is invalid.")


def _issue_type(scope: Scope, value: JsonValue) -> Json:
    offered = {number: scope.site.types[number] for number in scope.project.types}
    return _named(offered, value, "Specify a valid issue type")


def _resolution(scope: Scope, value: JsonValue) -> Json:
    words = f"Could not find valid 'id' or 'name' in resolution '{_first(value)}'."
    return _named(scope.site.resolutions, value, words)


def _version(scope: Scope, value: JsonValue) -> Json:
    owned = {
        number: version
        for number, version in scope.site.versions.items()
        if str(version["projectId"]) == scope.project.id
    }
    return _named(owned, value, f"Version name '{_first(value)}' is not valid")


def _component(scope: Scope, value: JsonValue) -> Json:
    words = f"Component name '{_first(value)}' is not valid"
    return _named(scope.site.components, value, words)


def _option(_scope: Scope, value: JsonValue) -> Json:
    words = f"Option value '{_first(value)}' is not valid"
    return _named({"": IMPEDIMENT}, value, words, "id", "value")


def _sprints(scope: Scope, value: JsonValue) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, int) or value not in scope.site.sprints:
        raise Invalid("The sprint must be the number of a sprint that exists")
    return [scope.site.sprints[value]]


def _parent(scope: Scope, value: JsonValue) -> Json | None:
    if value is None:
        return None
    named = value if isinstance(value, dict) else {}
    issue = scope.site.issue(str(named.get("key") or named.get("id")))
    if issue is None:
        raise Invalid("Could not find issue by id or key.")
    return scope.site.stubs.of(issue)


def _any(_scope: Scope, value: JsonValue) -> JsonValue:
    return value


def _first(value: JsonValue) -> str:
    return str(next(iter(value.values()), "")) if isinstance(value, dict) else str(value)


Reader = Callable[[Scope, JsonValue], JsonValue]
_OWN_READERS: dict[str, Reader] = {
    "summary": _summary,
    "description": rich_text,
    "environment": rich_text,
    "parent": _parent,
}
_READERS: dict[str, Reader] = {
    "string": _label,
    "number": _number,
    "date": _date,
    "user": _user,
    "priority": _priority,
    "issuetype": _issue_type,
    "resolution": _resolution,
    "version": _version,
    "component": _component,
    "option": _option,
}
