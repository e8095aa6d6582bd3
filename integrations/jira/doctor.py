"""What `doctor` says of Jira: reachable, logged in, allowed, and which field is which."""

from collections.abc import Mapping, Sequence

from bot.errors import BotError, Refused
from bot.ports import Finding
from integrations.jira.client import Client
from integrations.jira.jql import project_key
from integrations.jira.site import estimate_lookalikes, field_roles

PERMISSIONS = {
    "BROWSE_PROJECTS": "see the issues",
    "CREATE_ISSUES": "create issues",
    "EDIT_ISSUES": "set priorities",
}
"""What the account must be allowed in each project, and what for."""

ROLES = ("estimate", "sprint", "flagged")


def findings(client: Client, projects: Sequence[str], by_hand: Mapping[str, str]) -> list[Finding]:
    """One line for each thing looked at, the fix beside each that fails."""
    reached = _reached(client)
    if not reached.ok:
        return [reached]
    login = _login(client)
    if not login.ok:
        return [reached, login]
    found = [reached, login, _zone(client)]
    for project in projects:
        found += _project(client, project, by_hand)
    return found


def _reached(client: Client) -> Finding:
    try:
        site = client.read("/rest/api/2/serverInfo")
    except BotError as error:
        return Finding(
            "Jira", False, str(error), "Check JIRA_URL, and that this machine may reach it."
        )
    kind = site.get("deploymentType") or "Data Center"
    return Finding("Jira", True, f"{kind} {site.get('version') or ''}".strip())


def _login(client: Client) -> Finding:
    """Jira answers strangers too, with 200 and nothing to see: only a named account will do."""
    fix = "Set JIRA_EMAIL and a fresh JIRA_TOKEN (Data Center: JIRA_TOKEN alone)."
    try:
        account = client.myself()
    except BotError as error:
        return Finding("Jira login", False, str(error), fix)
    if not (account.get("accountId") or account.get("name")):
        return Finding("Jira login", False, "Jira takes us for an anonymous visitor.", fix)
    return Finding("Jira login", True, f"as {account.get('displayName') or 'an unnamed account'}")


def _zone(client: Client) -> Finding:
    try:
        return Finding("Jira time zone", True, client.zone.key)
    except BotError as error:
        # Only Data Center's queries depend on it.
        fix = "Choose a time zone in the profile of the account."
        return Finding("Jira time zone", client.cloud, str(error), fix)


def _project(client: Client, project: str, by_hand: Mapping[str, str]) -> list[Finding]:
    subject = f"Jira project {project}"
    try:
        return [*_allowed(client, project, subject), _roles(client, project, subject, by_hand)]
    except Refused as error:
        fix = "Check the key, and give the account the Browse Projects permission in it."
        return [Finding(subject, False, str(error), fix)]
    except BotError as error:
        return [Finding(subject, False, str(error), "Try again in a while.")]


def _allowed(client: Client, project: str, subject: str) -> list[Finding]:
    asked = {"projectKey": project_key(project), "permissions": ",".join(PERMISSIONS)}
    held = client.read(f"{client.api}/mypermissions", asked).get("permissions") or {}
    found = []
    for permission, purpose in PERMISSIONS.items():
        name = permission.replace("_", " ").title()
        ok = bool((held.get(permission) or {}).get("havePermission"))
        fix = "" if ok else f"Give the account {name} in the permission scheme of {project}."
        found.append(Finding(subject, ok, f"may{'' if ok else ' not'} {purpose}", fix))
    return found


def _roles(client: Client, project: str, subject: str, by_hand: Mapping[str, str]) -> Finding:
    roles = field_roles(client, project, by_hand)
    told = ", ".join(f"{role}: {roles.get(role, 'no field')}" for role in ROLES)
    alike = [] if "estimate" in roles else estimate_lookalikes(client, project)
    fix = "Say which one estimates, such as JIRA_FIELDS=estimate=" + next(iter(alike), "")
    told += f"; {', '.join(alike)} look alike" if alike else ""
    return Finding(subject, not alike, told, fix if alike else "")
