"""Setting up a site, and what administrators do there."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.sandbox.jira import agile, versions
from bot.sandbox.jira.entities import Field, Project
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import Json, JsonValue, utc_stamp


class SiteActs:
    """People, projects, schemes, versions, boards; LookupError for what is not there."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def add_project(self, key: str, name: str) -> Project:
        """A new project."""
        return self.site.add_project(key, name)

    def project(self, key_or_id: str) -> Project:
        """The project of that key or id."""
        found = self.site.project(key_or_id)
        if found is None:
            raise LookupError(f"no project {key_or_id}")
        return found

    def rename_project(self, key: str, to: str) -> None:
        """Give a project another key, and with it all its issues; the former keys stay known."""
        project = self.project(key)
        project.json["key"] = to
        self.site.former_keys[key.lower()] = project.id
        for issue in self.site.issues.values():
            if issue.fields["project"]["id"] == project.id:
                issue.key = f"{to}-{issue.key.rpartition('-')[2]}"
                self.site.ids_by_key[issue.key] = issue.id
                self.site.stubs.refresh(issue)

    def add_user(self, name: str, email: str = "", *, visible: bool = False) -> Json:
        """A new person, whose address Cloud shows only where they let it be visible."""
        return self.site.add_user(name, email, visible=visible)

    def user(self, name: str) -> Json:
        """The person of that display name or id."""
        found = self.site.users.get(name)
        return found or self._named(self.site.users.values(), name, "displayName")

    def status(self, name_or_category: str) -> Json:
        """The status of that name, or the first one of the category with that key."""
        for status in self.site.statuses.values():
            if status["name"].lower() == name_or_category.lower():
                return status
        for status in self.site.statuses.values():
            if status["statusCategory"]["key"] == name_or_category:
                return status
        raise LookupError(f"no status {name_or_category}")

    def rename_status(self, name: str, to: str) -> None:
        """Translate or rename a status everywhere."""
        self.status(name)["name"] = to

    def rename_category(self, key: str, to: str) -> None:
        """Translate the name of a status category; its key stays."""
        self.site.categories[key]["name"] = to

    def require_on_transition(self, to: str, *fields: str) -> None:
        """Let every step into a status demand fields on its screen."""
        wanted = self.status(to)["id"]
        for step in self.site.transitions:
            if step.to == wanted:
                step.required = fields

    def require_on_create(self, type_name: str, field: str) -> None:
        """Let the create screen of an issue type demand a field."""
        kind = self._named(self.site.types.values(), type_name)
        self.site.required[kind["id"]].add(field)

    def take_off_screen(self, field: str) -> None:
        """Take a field off the create and edit screen of every issue type."""
        for type_id in self.site.types:
            self.site.screens[type_id] = [f for f in self.site.screen(type_id) if f != field]

    def revoke(self, permission: str, project: str = "") -> None:
        """Take a permission from the API user, in one project or everywhere."""
        self.site.revoked.add((permission, project))

    def grant(self, permission: str, project: str = "") -> None:
        """Give back what was revoked."""
        self.site.revoked.discard((permission, project))

    def add_version(
        self, project: str, name: str, release_date: date | None = None, **values: JsonValue
    ) -> Json:
        """A new, unreleased version."""
        home, due = self.project(project), release_date and release_date.isoformat()
        return versions.add_version(self.site, home, {"name": name, "releaseDate": due, **values})

    def version(self, name_or_id: str) -> Json:
        """The version of that name or id."""
        return self.site.versions.get(name_or_id) or self._named(
            self.site.versions.values(), name_or_id
        )

    def drive(self, name: str, person: Json) -> None:
        """Make somebody a version's driver."""
        self.site.drivers[self.version(name)["id"]] = self.site.user_id(person)

    def release(self, name: str, on: date | None = None) -> Json:
        """Release a version, today unless told otherwise."""
        day = on or self.site.now().astimezone(self.site.site_zone).date()
        return self._set_version(name, {"released": True, "releaseDate": day.isoformat()})

    def change_release_date(self, name: str, to: date | None) -> Json:
        """Put a version to another day, or to none."""
        return self._set_version(name, {"releaseDate": to and to.isoformat()})

    def _set_version(self, name: str, values: Json) -> Json:
        version = self.version(name)
        versions.change_version(self.site, version, values)
        return version

    def add_board(self, project: str, name: str, kind: str = "scrum") -> Json:
        """A new board, `scrum` or `kanban`."""
        return agile.add_board(self.site, self.project(project).id, name, kind)

    def estimate_by(self, board: Json, field: str) -> None:
        """Let a scrum board estimate by the field with this id; by none where it is empty."""
        board["estimate"] = field

    def add_field(self, name: str, custom: str, scope: str = "") -> str:
        """A new custom field for numbers of a type such as `...customfieldtypes:float`, of one
        project where `scope` is its key; its id."""
        id_ = f"customfield_{self.site.number('field')}"
        owner = self.project(scope).id if scope else ""
        self.site.fields[id_] = Field(id_, name, "number", custom=custom, scope=owner)
        return id_

    def rename_link_type(self, name: str, to: str, inward: str, outward: str) -> None:
        """Call a link type otherwise, and what each end says of the other."""
        kind = self._named(self.site.link_types.values(), name)
        kind |= {"name": to, "inward": inward, "outward": outward}

    def add_sprint(self, board: Json, name: str, goal: str = "") -> Json:
        """A new sprint of a board, not yet started."""
        return agile.add_sprint(self.site, board, name, goal)

    def start_sprint(self, sprint: Json, end: datetime) -> None:
        """Start a sprint now."""
        sprint |= {
            "state": "active",
            "startDate": utc_stamp(self.site.now()),
            "endDate": utc_stamp(end),
        }
        self.site.emit("sprint_started", {"sprint": sprint})

    def _person(self, author: Json | str | None) -> Json | None:
        return self.user(author) if isinstance(author, str) else author

    def _named(self, entities: Iterable[Json], name: str, key: str = "name") -> Json:
        for entity in entities:
            if str(entity[key]).lower() == name.lower():
                return entity
        raise LookupError(f"nothing is named {name}")
