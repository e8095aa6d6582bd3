"""Versions: their dates, their release, their list by project."""

from datetime import date

from bot.sandbox.jira.access import need, seen_project
from bot.sandbox.jira.changes import change
from bot.sandbox.jira.entities import Project
from bot.sandbox.jira.exchange import Answer, Call, Refusal, Routes, page, required
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import API, Json, JsonValue, epoch_ms

routes = Routes()

WRITABLE = ("name", "description", "startDate", "releaseDate", "released", "archived")


@routes.get("/project/{project}/versions")
def list_versions(site: Site, call: Call) -> list[Json]:
    """All versions of a project."""
    return _versions(site, seen_project(site, call))


@routes.get("/project/{project}/version", server=False)
def page_versions(site: Site, call: Call) -> Json:
    """The versions of a project, page by page; `status` chooses by state. Who drives one is told
    on demand."""
    wanted = set(call.many("status"))
    found = [
        version
        for version in _versions(site, seen_project(site, call))
        if not wanted or _state(version) in wanted
    ]
    if "driver" in call.many("expand"):
        drivers = site.drivers
        found = [v | {"driver": drivers[v["id"]]} if v["id"] in drivers else v for v in found]
    return page(call, found)


def _state(version: Json) -> str:
    return (
        "archived" if version["archived"] else "released" if version["released"] else "unreleased"
    )


def _versions(site: Site, project: Project) -> list[Json]:
    owned = [v for v in site.versions.values() if str(v["projectId"]) == project.id]
    return [version_json(site, version) for version in owned]


@routes.get("/version/{version}")
def read_version(site: Site, call: Call) -> Json:
    """One version."""
    return version_json(site, _seen(site, call))


@routes.post("/version")
def create_version(site: Site, call: Call) -> Answer:
    """A new version of a project."""
    name = required(call, "name")
    named = call.body.get("projectId") or call.body.get("project")
    project = seen_project(site, call, str(named or "-"))
    need(site, "ADMINISTER_PROJECTS", project.key)
    _refuse_faults(site, project, call.body, None)
    given = {key: call.body[key] for key in WRITABLE if key in call.body}
    return Answer(201, version_json(site, add_version(site, project, {**given, "name": name})))


def add_version(site: Site, project: Project, values: Json) -> Json:
    """A new version, as the site stores it."""
    number = str(site.number("version"))
    version: Json = {
        "self": f"{API}/version/{number}",
        "id": number,
        "description": "",
        "archived": False,
        "released": False,
        **{key: value for key, value in values.items() if value is not None},
        "projectId": int(project.id),
    }
    site.versions[number] = version
    _announce(site, version, "created")
    return version


@routes.put("/version/{version}")
def edit_version(site: Site, call: Call) -> Json:
    """Rename, date, release or archive a version, and move its open issues."""
    version = _seen(site, call)
    project = site.projects[str(version["projectId"])]
    need(site, "ADMINISTER_PROJECTS", project.key)
    if not isinstance(call.body, dict):
        raise Refusal(400, "The body is not a JSON object.")
    _refuse_faults(site, project, call.body, version)
    if target := call.body.get("moveUnfixedIssuesTo"):
        move_unfixed(site, version, str(target).rpartition("/")[2])
    change_version(site, version, {k: call.body[k] for k in WRITABLE if k in call.body})
    return version_json(site, version)


def change_version(site: Site, version: Json, values: Json) -> None:
    """Set `values`, None taking a value away; a release is announced as such, once."""
    was_released = version["released"]
    changed = {name: value for name, value in values.items() if version.get(name) != value}
    if not changed:
        return
    for shown in _copies(site, version):
        shown |= changed
        for name in [name for name, value in shown.items() if value is None]:
            del shown[name]
    released = version["released"]
    if released != was_released:
        _announce(site, version, "released" if released else "unreleased")
    if changed.keys() - {"released"}:
        _announce(site, version, "updated")


def _copies(site: Site, version: Json) -> list[Json]:
    """The version and every other object that shows it, each once."""
    shown = {id(version): version}
    for issue in site.issues.values():
        for held in (issue.fields.get("fixVersions") or []) + (issue.fields.get("versions") or []):
            if held["id"] == version["id"]:
                shown[id(held)] = held
    return list(shown.values())


def move_unfixed(site: Site, version: Json, target_id: str) -> None:
    """Put the unresolved issues of a version into another one."""
    target = site.versions.get(target_id)
    if target is None:
        raise Refusal(404, f"Could not find version for id '{target_id}'")
    for issue in list(site.issues.values()):
        held = issue.fields.get("fixVersions") or []
        if not issue.fields.get("resolution") and version["id"] in [v["id"] for v in held]:
            kept = [v for v in held if v["id"] not in (version["id"], target_id)]
            change(site, issue, {"fixVersions": [*kept, target]})


def version_json(site: Site, version: Json) -> Json:
    """A version as answered, with `overdue` when it has a date."""
    shown = {"name": version["name"], **version}
    if due := version.get("releaseDate"):
        today = site.now().astimezone(site.site_zone).date()
        shown["overdue"] = not version["released"] and date.fromisoformat(due) < today
    return shown


def _seen(site: Site, call: Call) -> Json:
    version = site.versions.get(call.params["version"])
    project = site.projects.get(str(version["projectId"])) if version else None
    if version is None or project is None or call.anonymous:
        raise Refusal(404, f"Could not find version for id '{call.params['version']}'")
    seen_project(site, call, project.id)
    return version


def _refuse_faults(site: Site, project: Project, body: Json, itself: Json | None) -> None:
    errors: dict[str, str] = {}
    name = str(body.get("name", "x")).strip()
    if not name:
        errors["name"] = "The version name must not be empty."
    if any(v["name"] == name and v is not itself for v in _owned(site, project)):
        errors["name"] = "A version with this name already exists in this project."
    for field in ("startDate", "releaseDate"):
        if not _is_date(body.get(field)):
            errors[field] = "The date must be in the form yyyy-MM-dd."
    if errors:
        raise Refusal(400, errors=errors)


def _owned(site: Site, project: Project) -> list[Json]:
    return [v for v in site.versions.values() if str(v["projectId"]) == project.id]


def _is_date(value: JsonValue) -> bool:
    try:
        return value is None or bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _announce(site: Site, version: Json, what: str) -> None:
    payload = {"timestamp": epoch_ms(site.now()), "version": version_json(site, version)}
    site.emit(f"jira:version_{what}", payload)
