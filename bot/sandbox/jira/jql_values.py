"""What the operands of JQL mean on a site: instants in the caller's zone, names, people."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from bot.sandbox.jira.jql_tree import BadJql, Operand, OperandKind
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import Json, JsonValue, instant

_SPAN = re.compile(r"([+-]?)((?:\d+[wdhm]?\s*)+)")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
_IDENTITIES = ("id", "key", "name", "value", "accountId", "displayName", "emailAddress")


def identities(value: JsonValue) -> set[str]:
    """Every text by which JQL may name a value of an issue."""
    if isinstance(value, list):
        return {name for element in value for name in identities(element)}
    if isinstance(value, dict):
        return {str(value[k]).lower() for k in _IDENTITIES if value.get(k) not in (None, "")}
    return set() if value is None else {f"{value:g}" if isinstance(value, float) else low(value)}


def low(value: JsonValue) -> str:
    """`value` as text in lower case: JQL does not tell cases apart."""
    return str(value).lower()


def moment(site: Site, field: str, operand: Operand) -> datetime:
    """The instant an operand of a date field names, to the minute in the caller's zone.

    Epoch milliseconds are read on Cloud alone. BadJql for any other text.
    """
    if operand.kind is OperandKind.FUNCTION:
        return _function(site, operand)
    if operand.text.isdigit():
        return _epoch(site, field, operand.text)
    if (span := _span(operand.text, "m")) is not None:
        return site.now() + span
    for form in ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d"):
        try:
            naive = datetime.strptime(operand.text, form)  # noqa: DTZ007
        except ValueError:
            continue
        return naive.replace(tzinfo=site.user_zone)
    raise _invalid(field, operand.text)


def _epoch(site: Site, field: str, text: str) -> datetime:
    if not site.cloud:
        raise _invalid(field, text)
    return datetime.fromtimestamp(int(text) / 1000, UTC)


def _invalid(field: str, text: str) -> BadJql:
    return BadJql(
        f"Date value '{text}' for field '{field}' is invalid. Valid formats include: "
        "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format "
        "e.g. '-5d', '4w 2d'."
    )


def _function(site: Site, operand: Operand) -> datetime:
    local = site.now().astimezone(site.user_zone)
    start = datetime.combine(local.date(), time(), site.user_zone)
    starts = {
        "now": local,
        "startofday": start,
        "endofday": start + timedelta(days=1, microseconds=-1),
        "startofweek": start - timedelta(days=(local.weekday() + 1) % 7),
    }
    if operand.text not in starts:
        raise BadJql(f"Unable to find JQL function '{operand.text}()'.")
    shift = _span("".join(operand.arguments), "w" if "week" in operand.text else "d")
    return starts[operand.text] + (shift or timedelta())


def _span(text: str, unit: str) -> timedelta | None:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    parts = re.findall(r"(\d+)([wdhm]?)", match[2])
    total = sum((timedelta(**{_UNITS[u or unit]: int(number)}) for number, u in parts), timedelta())
    return -total if match[1] == "-" else total


def held_moment(site: Site, value: JsonValue) -> datetime | None:
    """The instant a date field of an issue holds; a plain date begins in the caller's zone."""
    if not value:
        return None
    if len(value) == len("2024-01-01"):
        return datetime.combine(date.fromisoformat(value), time(), site.user_zone)
    return instant(value)


def names(site: Site, operand: Operand) -> set[str]:
    """The identities an operand stands for: its own text, or what a function answers."""
    if operand.kind is not OperandKind.FUNCTION:
        return {low(operand.text)}
    answers: dict[str, Iterable[Json]] = {
        "currentuser": [site.users[site.api_user]],
        "opensprints": [s for s in site.sprints.values() if s["state"] == "active"],
        "closedsprints": [s for s in site.sprints.values() if s["state"] == "closed"],
        "futuresprints": [s for s in site.sprints.values() if s["state"] == "future"],
        "releasedversions": [v for v in site.versions.values() if v["released"]],
        "unreleasedversions": [v for v in site.versions.values() if not v["released"]],
    }
    if operand.text not in answers:
        raise BadJql(f"Unable to find JQL function '{operand.text}()'.")
    first = "accountId" if operand.text == "currentuser" and site.cloud else "id"
    return {low(answer.get(first, answer.get("name"))) for answer in answers[operand.text]}


def known(site: Site, field: str) -> set[str] | None:
    """Every name a field's values may have; None for a field that takes any."""
    registries: dict[str, Iterable[JsonValue]] = {
        "status": site.statuses.values(),
        "statuscategory": site.categories.values(),
        "issuetype": site.types.values(),
        "priority": site.priorities.values(),
        "resolution": site.resolutions.values(),
        "fixVersions": site.versions.values(),
        "versions": site.versions.values(),
        "components": site.components.values(),
        "project": _nameable_projects(site),
    }
    if field in ("assignee", "reporter", "creator"):
        return identities([*site.users.values(), *site.emails.values()])
    return identities(list(registries[field])) if field in registries else None


def _nameable_projects(site: Site) -> list[Json]:
    strict = site.weather.unseen_project_is_invalid
    return [
        project.json
        for project in site.projects.values()
        if not strict or site.may("BROWSE_PROJECTS", project.key)
    ]
