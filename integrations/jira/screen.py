"""What the create screen of a project's issue type lets us fill."""

from collections.abc import Mapping, Sequence
from itertools import islice

from msgspec import Struct

from bot.errors import Refused
from integrations.jira.client import Client
from integrations.jira.jql import project_key
from integrations.jira.paging import items_of
from integrations.jira.projects import project_id
from integrations.jira.shapes import Json

MOST_SCREENS = 5
"""So many screens are looked at for priorities."""


class CreateScreen(Struct, frozen=True):
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
    type_id = _type_id(_types(client, project), project, type_)
    fields = items_of(client, f"{_offers(project)}/{type_id}")
    return CreateScreen(
        project_id(client, project),
        type_id,
        {str(field.get("fieldId") or field.get("key")): field for field in fields},
    )


def _offers(project: str) -> str:
    return f"/rest/api/2/issue/createmeta/{project_key(project)}/issuetypes"


def _types(client: Client, project: str) -> list[Json]:
    """The types the account may create, but for those of sub-tasks."""
    return [raw for raw in items_of(client, _offers(project)) if not raw.get("subtask")]


def _type_id(usable: list[Json], project: str, name: str) -> str:
    if not usable:
        raise Refused(
            "no_issue_type",
            f"The account can create no issues in {project}: give it the Create Issues permission.",
        )
    return id_named(usable, name) or str(usable[0]["id"])


def priorities(client: Client, project: str) -> Sequence[Json]:
    """The priorities of the project's scheme, highest first.

    Jira tells schemes to administrators alone. To others the create screens offer them; where
    none does, all the site has may be chosen.
    """
    read = ("priorities", project)
    return client.remember(read, lambda: _offered(client, project) or _of_site(client))


def _offered(client: Client, project: str) -> Sequence[Json]:
    try:
        screens = (create_screen(client, project, t["name"]) for t in _types(client, project))
        shown = (screen.fields.get("priority") or {} for screen in islice(screens, MOST_SCREENS))
        return next((field["allowedValues"] for field in shown if field.get("allowedValues")), ())
    except Refused:
        return ()


def _of_site(client: Client) -> Sequence[Json]:
    if client.cloud:
        return items_of(client, f"{client.api}/priority/search")
    return client.read_list(f"{client.api}/priority")


def id_named(values: Sequence[Json], name: str) -> str | None:
    """The id of the value of this name, in any case; None when there is none."""
    wanted = name.casefold()
    return next((str(raw["id"]) for raw in values if raw["name"].casefold() == wanted), None)
