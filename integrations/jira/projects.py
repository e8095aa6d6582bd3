"""Projects, as Jira told them a few minutes ago at most."""

from integrations.jira.client import Client
from integrations.jira.jql import project_name
from integrations.jira.shapes import Json


def project_json(client: Client, project: str) -> Json:
    """A project, named by key or id."""
    path = f"{client.api}/project/{project_name(project)}"
    return client.remember(("project", project), lambda: client.read(path))


def project_id(client: Client, project: str) -> str:
    """The numeric id behind a project's key."""
    return str(project_json(client, project)["id"])
