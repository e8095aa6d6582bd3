"""What a project's site defines: statuses, priorities, versions, and which field is which."""

from collections.abc import Iterable, Mapping

from bot.errors import Refused
from bot.tracked import Site, Version
from integrations.jira.changes import HOURS_FIELD
from integrations.jira.client import Client
from integrations.jira.mapping import status_from_json, version_from_json
from integrations.jira.paging import items_of
from integrations.jira.projects import project_id, project_json
from integrations.jira.screen import priorities
from integrations.jira.shapes import Json

_SPRINT = "com.pyxis.greenhopper.jira:gh-sprint"
_POINT_ESTIMATE = "com.pyxis.greenhopper.jira:jsw-story-points"
_FLOAT = "com.atlassian.jira.plugin.system.customfieldtypes:float"
_CHECKBOXES = "com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes"


def read_site(client: Client, project: str, by_hand: Mapping[str, str]) -> Site:
    """The site as `project` sees it; fields set `by_hand` win over those found."""
    return Site(
        statuses=tuple(map(status_from_json, client.read_list(f"{client.api}/status"))),
        priorities=tuple(raw["name"] for raw in priorities(client, project)),
        fields=field_roles(client, project, by_hand),
        key=str(project_json(client, project)["key"]),
    )


def read_versions(client: Client, project: str) -> tuple[Version, ...]:
    """All versions of a project, named by key or id, in its own order.

    On Cloud with who drives each, which its whole list does not tell.
    """
    home = project_json(client, project)
    path = f"{client.api}/project/{home['id']}/version"
    asked = {"expand": "driver", "orderBy": "sequence"}
    raw = items_of(client, path, asked) if client.cloud else client.read_list(f"{path}s")
    return tuple(version_from_json(version, home["key"]) for version in raw)


def field_roles(client: Client, project: str, by_hand: Mapping[str, str]) -> Mapping[str, str]:
    """The ids of the fields by role: estimate, sprint, flagged; a role without one is left out.

    The estimate is what the project's board estimates by (points, or original time in hours),
    else the only field that looks like story points. Where several do, it is left out.
    """
    found = client.remember(("roles", project), lambda: _found_roles(client, project))
    return found | dict(by_hand)


def _found_roles(client: Client, project: str) -> dict[str, str]:
    here = project_id(client, project)
    fields = [raw for raw in client.read_list(f"{client.api}/field") if _in_scope(raw, here)]
    roles = {
        "estimate": _board_estimate(client, project) or _estimate_field(fields),
        "sprint": _only(fields, _SPRINT),
        "flagged": _only(fields, _CHECKBOXES, "Flagged"),
    }
    return {role: id_ for role, id_ in roles.items() if id_}


def estimate_lookalikes(client: Client, project: str) -> list[str]:
    """The fields any of which may be the estimate; none where one is it, or nothing looks so."""
    if "estimate" in field_roles(client, project, {}):
        return []
    here = project_id(client, project)
    fields = [raw for raw in client.read_list(f"{client.api}/field") if _in_scope(raw, here)]
    return _of_kind(fields, _POINT_ESTIMATE) + _of_kind(fields, _FLOAT, "Story Points")


def _in_scope(field: Json, project: str) -> bool:
    """Whether a field is the site's or this project's: team-managed projects have their own."""
    owner = ((field.get("scope") or {}).get("project") or {}).get("id")
    return owner is None or str(owner) == project


def _board_estimate(client: Client, project: str) -> str | None:
    """What the project's boards estimate by; None without boards or without leave to see them."""
    try:
        boards = items_of(client, "/rest/agile/1.0/board", {"projectKeyOrId": project})
        scrum = [board["id"] for board in boards if board.get("type") != "kanban"]
        return next(filter(None, (_estimation(client, board) for board in scrum)), None)
    except Refused:
        return None


def _estimation(client: Client, board: int) -> str | None:
    configuration = client.read(f"/rest/agile/1.0/board/{board}/configuration")
    id_ = ((configuration.get("estimation") or {}).get("field") or {}).get("fieldId")
    return id_ if id_ == HOURS_FIELD or str(id_).startswith("customfield_") else None


def _estimate_field(fields: Iterable[Json]) -> str | None:
    fields = list(fields)
    return _only(fields, _POINT_ESTIMATE) or _only(fields, _FLOAT, "Story Points")


def _only(fields: Iterable[Json], kind: str, name: str | None = None) -> str | None:
    """The id where there is one such field alone."""
    found = _of_kind(fields, kind, name)
    return found[0] if len(found) == 1 else None


def _of_kind(fields: Iterable[Json], kind: str, name: str | None = None) -> list[str]:
    """The ids of the fields of a kind, and of this untranslated name where one is given."""
    return [
        raw["id"]
        for raw in fields
        if (raw.get("schema") or {}).get("custom") == kind
        and (name is None or (raw.get("untranslatedName") or raw.get("name")) == name)
    ]
