"""The site itself: server, caller, permissions, people, and its lists of values."""

from bot.sandbox.jira.access import seen_issue, seen_project
from bot.sandbox.jira.exchange import Call, Refusal, Routes, page
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import ORIGIN, Json, JsonValue

routes = Routes()

PERMISSIONS = (
    "ADMINISTER",
    "ADMINISTER_PROJECTS",
    "BROWSE_PROJECTS",
    "CREATE_ISSUES",
    "EDIT_ISSUES",
    "SCHEDULE_ISSUES",
    "DELETE_ISSUES",
    "TRANSITION_ISSUES",
    "LINK_ISSUES",
    "ADD_COMMENTS",
)


@routes.get("/serverInfo")
def server_info(site: Site, _call: Call) -> Json:
    """What the server is; everyone may ask."""
    numbers = [1001, 0, 0] if site.cloud else [10, 3, 0]
    shown: Json = {
        "baseUrl": ORIGIN,
        "version": ".".join(map(str, numbers)),
        "versionNumbers": numbers,
        "deploymentType": "Cloud" if site.cloud else "Server",
        "buildNumber": 100000,
        "serverTime": site.stamp(),
        "serverTitle": "Sample Jira",
    }
    return {**shown, "serverTimeZone": str(site.site_zone)} if site.cloud else shown


@routes.get("/myself")
def myself(site: Site, call: Call) -> Json:
    """The caller with the zone in which JQL reads dates; 401 for nobody."""
    if call.anonymous:
        raise Refusal(401, "Client must be authenticated to access this resource.")
    zone = {"timeZone": str(site.user_zone), "locale": "en_US"}
    return {**site.users[site.api_user], **zone}


@routes.get("/mypermissions")
def my_permissions(site: Site, call: Call) -> Json:
    """Which permissions the caller holds, in a project or issue when one is named."""
    wanted = call.many("permissions")
    if unknown := [name for name in wanted if name not in PERMISSIONS]:
        raise Refusal(400, f"Unrecognized permission: {unknown[0]}")
    if site.cloud and not wanted:
        raise Refusal(400, "The permissions query parameter is required.")
    key = _context(site, call)
    return {
        "permissions": {
            name: {
                "id": str(number),
                "key": name,
                "name": name.replace("_", " ").title(),
                "type": "GLOBAL" if name == "ADMINISTER" else "PROJECT",
                "description": "",
                "havePermission": not call.anonymous and site.may(name, key),
            }
            for number, name in enumerate(PERMISSIONS)
            if name in wanted or not wanted
        }
    }


def _context(site: Site, call: Call) -> str:
    if issue := call.one("issueKey") or call.one("issueId"):
        return str(seen_issue(site, call, issue).fields["project"]["key"])
    named = call.one("projectKey") or call.one("projectId")
    return seen_project(site, call, named).key if named else ""


@routes.get("/user/search")
def search_users(site: Site, call: Call) -> list[Json]:
    """People by a part of their name or e-mail address."""
    words = call.one("query" if site.cloud else "username").lower()
    account = call.one("accountId")
    if not words and not account:
        raise Refusal(400, "The query parameter is required.")
    found = [
        user
        for number, user in site.users.items()
        if not call.anonymous and (number == account if account else _answers(site, user, words))
    ]
    return list(page(call, found)["values"])


def _answers(site: Site, user: Json, words: str) -> bool:
    number = site.user_id(user)
    return any(words in text.lower() for text in (user["displayName"], site.emails[number], number))


@routes.get("/field")
def list_fields(site: Site, _call: Call) -> list[Json]:
    """Every field, with the names JQL knows it by."""
    return [field.json for field in site.fields.values()]


@routes.get("/status")
def list_statuses(site: Site, _call: Call) -> list[Json]:
    """Every status with its category."""
    return list(site.statuses.values())


@routes.get("/statuscategory")
def list_categories(site: Site, _call: Call) -> list[Json]:
    """The four categories; their keys are fixed, their names translated."""
    return list(site.categories.values())


@routes.get("/issuetype")
def list_types(site: Site, _call: Call) -> list[Json]:
    """Every issue type."""
    return list(site.types.values())


@routes.get("/resolution")
def list_resolutions(site: Site, _call: Call) -> list[Json]:
    """Every resolution."""
    return list(site.resolutions.values())


@routes.get("/priority")
def list_priorities(site: Site, _call: Call) -> list[Json]:
    """Every priority, the highest first."""
    return [_priority(value) for value in site.priorities.values()]


@routes.get("/priority/search", server=False)
def search_priorities(site: Site, call: Call) -> Json:
    """The priorities in their order, of the schemes of some projects when these are named."""
    named = call.many("projectId")
    schemes = [site.projects[number].priorities for number in named if number in site.projects]
    ids = schemes[0] if schemes else list(site.priorities)
    return page(call, [_priority(site.priorities[number]) for number in ids])


def _priority(value: Json) -> dict[str, JsonValue]:
    return {"description": "", "statusColor": "#999999", "isDefault": False, **value}
