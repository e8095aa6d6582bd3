"""Who may do what: the checks that every route shares."""

from bot.sandbox.jira.entities import Issue, Project
from bot.sandbox.jira.exchange import Call, Refusal
from bot.sandbox.jira.state import Site


def seen_issue(site: Site, call: Call, key_or_id: str = "") -> Issue:
    """The issue a call names, also by a former key; 404 when there is none to be seen."""
    issue = site.issue(key_or_id or call.params["issue"])
    document = issue.document if issue else None
    if issue is None or document is None or call.anonymous or not site.may_see(document):
        raise Refusal(404, "Issue does not exist or you do not have permission to see it.")
    return issue


def seen_project(site: Site, call: Call, key_or_id: str = "") -> Project:
    """The project a call names; 404 when there is none to be seen."""
    named = key_or_id or call.params["project"]
    project = site.project(named)
    if project is None or call.anonymous or not site.may("BROWSE_PROJECTS", project.key):
        raise Refusal(404, f"No project could be found with key '{named}'.")
    return project


def seen_projects(site: Site, call: Call) -> list[Project]:
    """Every project the caller may browse."""
    if call.anonymous:
        return []
    return [p for p in site.projects.values() if site.may("BROWSE_PROJECTS", p.key)]


def need(site: Site, permission: str, project_key: str = "") -> None:
    """Refuse with 403 when the permission was taken away."""
    if not site.may(permission, project_key):
        raise Refusal(403, f"You do not have the permission {permission}.")
