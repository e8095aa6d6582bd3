"""Projects and what their create screens offer."""

from bot.sandbox.jira.access import need, seen_project, seen_projects
from bot.sandbox.jira.entities import Field, Project
from bot.sandbox.jira.exchange import Call, Refusal, Routes, page
from bot.sandbox.jira.standard import IMPEDIMENT
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import Json, JsonValue

routes = Routes()


@routes.get("/project")
def list_projects(site: Site, call: Call) -> list[Json]:
    """Every visible project, archived ones left out."""
    return [_project_json(site, p) for p in seen_projects(site, call) if not p.archived]


@routes.get("/project/search", server=False)
def search_projects(site: Site, call: Call) -> Json:
    """The visible projects, page by page; `status` chooses live and archived ones."""
    statuses = set(call.many("status")) or {"live"}
    wanted = {key.upper() for key in call.many("keys")}
    words = call.one("query").lower()
    found = [
        _project_json(site, project)
        for project in seen_projects(site, call)
        if ("archived" if project.archived else "live") in statuses
        and (not wanted or project.key in wanted)
        and words in f"{project.key} {project.json['name']}".lower()
    ]
    return page(call, sorted(found, key=lambda project: str(project["key"])))


@routes.get("/project/{project}")
def read_project(site: Site, call: Call) -> Json:
    """One project with its issue types."""
    project = seen_project(site, call)
    return {**_project_json(site, project), "issueTypes": _types(site, project)}


@routes.get("/project/{project}/statuses")
def read_statuses(site: Site, call: Call) -> list[Json]:
    """The statuses of each issue type."""
    project = seen_project(site, call)
    return [
        {
            **{name: kind[name] for name in ("self", "id", "name", "subtask")},
            "statuses": list(site.statuses.values()),
        }
        for kind in _types(site, project)
    ]


def _project_json(site: Site, project: Project) -> Json:
    shown = {**project.json, "archived": project.archived}
    return shown if site.cloud else {"expand": "description,lead,issueTypes", **shown}


def _types(site: Site, project: Project) -> list[Json]:
    return [site.types[number] for number in project.types]


def creation_project(site: Site, call: Call, named: JsonValue) -> Project:
    """The project that the fields of a new issue name; 400 when there is none."""
    reference = named if isinstance(named, dict) else {}
    wanted = str(reference.get("key") or reference.get("id") or "")
    try:
        project = seen_project(site, call, wanted) if wanted else None
    except Refusal:
        project = None
    if project is None or project.archived:
        raise Refusal(400, errors={"project": "Specify a valid project ID or key"})
    return project


# Create screens


@routes.get("/issue/createmeta/{project}/issuetypes")
def creatable_types(site: Site, call: Call) -> Json:
    """The issue types that can be created in a project."""
    project = _creatable(site, call)
    types = _types(site, project)
    return page(call, types, key="issueTypes" if site.cloud else "values")


@routes.get("/issue/createmeta/{project}/issuetypes/{type}")
def creatable_fields(site: Site, call: Call) -> Json:
    """The fields on the create screen of one issue type."""
    project = _creatable(site, call)
    screen = _screen(site, project, call.params["type"])
    fields = [{**shown, "fieldId": name} for name, shown in screen.items()]
    return page(call, fields, key="fields" if site.cloud else "values")


@routes.get("/issue/createmeta")
def creatable(site: Site, call: Call) -> Json:
    """Projects with issue types and, expanded, fields: what Data Center had before 9.0."""
    keys, ids = set(call.many("projectKeys")), set(call.many("projectIds"))
    with_fields = "projects.issuetypes.fields" in call.many("expand")
    shown = []
    for project in seen_projects(site, call):
        if (keys or ids) and project.key not in keys and project.id not in ids:
            continue
        types = [
            {**kind, "fields": _screen(site, project, kind["id"])} if with_fields else kind
            for kind in _types(site, project)
        ]
        head = {name: project.json[name] for name in ("self", "id", "key", "name")}
        shown.append({**head, "issuetypes": types})
    return {"expand": "projects", "projects": shown}


def _creatable(site: Site, call: Call) -> Project:
    project = seen_project(site, call)
    need(site, "CREATE_ISSUES", project.key)
    return project


def _screen(site: Site, project: Project, type_id: str) -> dict[str, Json]:
    if type_id not in project.types:
        raise Refusal(404, f"Issue type with id '{type_id}' does not exist.")
    demanded = {"summary", "issuetype", "project", *site.required[type_id]}
    return {
        name: field_meta(site, project, site.fields[name], needed=name in demanded)
        for name in site.screen(type_id)
    }


def field_meta(site: Site, project: Project, field: Field, *, needed: bool) -> Json:
    """A field of a screen: whether it is needed, how it is set, what it allows."""
    shown: Json = {
        "required": needed,
        "schema": field.schema,
        "name": field.name,
        "key": field.id,
        "hasDefaultValue": field.id == "priority",
        "operations": ["add", "set", "remove"] if field.many else ["set"],
    }
    allowed = _allowed(site, project, field.kind)
    return shown if allowed is None else {**shown, "allowedValues": allowed}


def _allowed(site: Site, project: Project, kind: str) -> list[Json] | None:
    versions = [v for v in site.versions.values() if str(v["projectId"]) == project.id]
    return {
        "issuetype": _types(site, project),
        "project": [project.json],
        "priority": [site.priorities[number] for number in project.priorities],
        "resolution": list(site.resolutions.values()),
        "version": versions,
        "component": list(site.components.values()),
        "option": [IMPEDIMENT],
    }.get(kind)
