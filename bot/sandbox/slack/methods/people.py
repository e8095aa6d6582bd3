"""auth.test, bots.info, team.info, users.* and usergroups.*: who is who.

https://docs.slack.dev/reference/methods
"""

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.errors import Refused
from bot.sandbox.slack.methods.lookups import person_named
from bot.sandbox.slack.payloads import bot_profile, person_json, user_group_json
from bot.sandbox.slack.state import Json
from bot.sandbox.slack.workspace import Workspace


def auth_test(workspace: Workspace, _arguments: Arguments) -> Json:
    """Whose token it is."""
    app = workspace.installation
    return {
        "ok": True,
        "url": app.team_url,
        "team": app.team_name,
        "user": app.bot_name,
        "team_id": app.team_id,
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def bots_info(workspace: Workspace, arguments: Arguments) -> Json:
    """The bot behind a bot id."""
    if arguments.text("bot", workspace.installation.bot_id) != workspace.installation.bot_id:
        raise Refused("bot_not_found")
    return {"ok": True, "bot": bot_profile(workspace)}


def team_info(workspace: Workspace, _arguments: Arguments) -> Json:
    """The workspace."""
    app = workspace.installation
    team = {"id": app.team_id, "name": app.team_name, "domain": app.team_domain}
    return {"ok": True, "team": {**team, "url": app.team_url, "email_domain": "", "icon": {}}}


def users_info(workspace: Workspace, arguments: Arguments) -> Json:
    """One member; the address only with `users:read.email`."""
    person = person_named(workspace, arguments.required("user"))
    email = "users:read.email" in arguments.scopes
    return {"ok": True, "user": person_json(workspace, person, email=email)}


def users_list(workspace: Workspace, arguments: Arguments) -> Json:
    """Every member, bots and deactivated ones too."""
    page, cursor = arguments.page([*workspace.people.values()])
    email = "users:read.email" in arguments.scopes
    return {
        "ok": True,
        "members": [person_json(workspace, person, email=email) for person in page],
        "cache_ts": int(workspace.clock()),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(workspace: Workspace, arguments: Arguments) -> Json:
    """The active member with this address."""
    email = arguments.required("email").lower()
    for person in workspace.people.values():
        if person.email.lower() == email and not person.deactivated:
            return {"ok": True, "user": person_json(workspace, person, email=True)}
    raise Refused("users_not_found")


def usergroups_list(workspace: Workspace, arguments: Arguments) -> Json:
    """Every user group."""
    users = arguments.flag("include_users")
    groups = [user_group_json(workspace, g, users=users) for g in workspace.user_groups.values()]
    return {"ok": True, "usergroups": groups}


def usergroups_users_list(workspace: Workspace, arguments: Arguments) -> Json:
    """Who is in a user group."""
    group = workspace.user_groups.get(arguments.required("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"ok": True, "users": group.users}


METHODS = {
    "auth.test": auth_test,
    "bots.info": bots_info,
    "team.info": team_info,
    "users.info": users_info,
    "users.list": users_list,
    "users.lookupByEmail": lookup_by_email,
    "usergroups.list": usergroups_list,
    "usergroups.users.list": usergroups_users_list,
}
