"""What the create screen of a project's issue type lets us fill."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import Refused
from integrations.jira.changes import Json
from integrations.jira.client import Client
from integrations.jira.jql import project_key
from integrations.jira.paging import items_of
from integrations.jira.site import project_id


@dataclass(frozen=True, slots=True)
class CreateScreen:
    """The create screen: ids for the request, and the fields it shows."""

    project_id: str
    type_id: str
    fields: Mapping[str, Json]

    def shows(self, field: str) -> bool:
        """Whether a field may be sent."""
        return field in self.fields

    def priority_id(self, name: str | None) -> str | None:
        """The id of the priority of this name, None where the screen does not offer it."""
        offered = self.fields.get("priority", {}).get("allowedValues") or ()
        return id_named(offered, name) if name else None


def create_screen(client: Client, project: str, type_: str) -> CreateScreen:
    """The create screen as read a few minutes ago at most.

    The type is the one of this name, else the first that makes no sub-tasks. Raises
    Refused("no_issue_type") when the account may create none.
    """
    key = ("screen", project, type_.casefold())
    return client.remember(key, lambda: _read_screen(client, project, type_))


def _read_screen(client: Client, project: str, type_: str) -> CreateScreen:
    path = f"/rest/api/2/issue/createmeta/{project_key(project)}/issuetypes"
    type_id = _type_id(items_of(client, path), project, type_)
    fields = items_of(client, f"{path}/{type_id}")
    return CreateScreen(
        project_id(client, project),
        type_id,
        {str(field.get("fieldId") or field.get("key")): field for field in fields},
    )


def _type_id(types: list[Json], project: str, name: str) -> str:
    usable = [raw for raw in types if not raw.get("subtask")]
    if not usable:
        raise Refused(
            "no_issue_type",
            f"The account can create no issues in {project}: give it the Create Issues permission.",
        )
    return id_named(usable, name) or str(usable[0]["id"])


def id_named(values: list[Json] | tuple[Json, ...], name: str) -> str | None:
    """The id of the value of this name, in any case; None when there is none."""
    wanted = name.casefold()
    return next((str(raw["id"]) for raw in values if raw["name"].casefold() == wanted), None)
