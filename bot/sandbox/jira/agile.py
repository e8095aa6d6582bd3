"""Jira Software: boards, how they are set up, and their sprints."""

from bot.sandbox.jira.exchange import Call, Refusal, Routes, page
from bot.sandbox.jira.standard import RANK, STORY_POINTS
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import AGILE, Json

routes = Routes()


@routes.get("/board")
def list_boards(site: Site, call: Call) -> Json:
    """The boards, of one project when that is named."""
    wanted, kinds = call.one("projectKeyOrId"), set(call.many("type"))
    project = site.project(wanted) if wanted else None
    if wanted and project is None:
        raise Refusal(400, f"No project could be found with key or id '{wanted}'.")
    found = [
        _board_json(board)
        for board in _visible(site, call)
        if (project is None or board["projectId"] == project.id)
        and (not kinds or board["type"] in kinds)
        and call.one("name").lower() in board["name"].lower()
    ]
    return page(call, found)


def _visible(site: Site, call: Call) -> list[Json]:
    if call.anonymous:
        return []
    projects = {number: project.key for number, project in site.projects.items()}
    return [
        board
        for board in site.boards.values()
        if site.may("BROWSE_PROJECTS", projects[board["projectId"]])
    ]


def _board_json(board: Json) -> Json:
    location = {
        "projectId": int(board["projectId"]),
        "projectKey": board["projectKey"],
        "displayName": f"{board['projectName']} ({board['projectKey']})",
        "projectName": board["projectName"],
        "projectTypeKey": "software",
        "name": f"{board['projectName']} ({board['projectKey']})",
    }
    head = {name: board[name] for name in ("id", "self", "name", "type")}
    return {**head, "location": location}


def _seen_board(site: Site, call: Call) -> Json:
    for board in _visible(site, call):
        if str(board["id"]) == call.params["board"]:
            return board
    raise Refusal(404, "Board does not exist or you do not have permission to see it.")


@routes.get("/board/{board}")
def read_board(site: Site, call: Call) -> Json:
    """One board."""
    return _board_json(_seen_board(site, call))


@routes.get("/board/{board}/configuration")
def read_configuration(site: Site, call: Call) -> Json:
    """Columns, the field of estimates and the field of the rank."""
    board = _seen_board(site, call)
    shown: Json = {
        "id": board["id"],
        "name": board["name"],
        "type": board["type"],
        "self": f"{board['self']}/configuration",
        "columnConfig": {"columns": _columns(site), "constraintType": "none"},
        "ranking": {"rankCustomFieldId": int(RANK.removeprefix("customfield_"))},
    }
    if board["type"] == "scrum" and board["estimate"]:
        field = {"fieldId": board["estimate"], "displayName": site.fields[board["estimate"]].name}
        shown["estimation"] = {"type": "field", "field": field}
    return shown


def _columns(site: Site) -> list[Json]:
    return [
        {"name": status["name"], "statuses": [{"id": status["id"], "self": status["self"]}]}
        for status in site.statuses.values()
    ]


@routes.get("/board/{board}/sprint")
def list_sprints(site: Site, call: Call) -> Json:
    """The sprints of a board: closed, active, then future ones."""
    board = _seen_board(site, call)
    if board["type"] != "scrum":
        raise Refusal(400, "The board does not support sprints")
    states = set(call.many("state"))
    order = ("closed", "active", "future")
    owned = [
        sprint
        for sprint in site.sprints.values()
        if sprint.get("originBoardId") == board["id"] and (not states or sprint["state"] in states)
    ]
    return page(call, sorted(owned, key=lambda sprint: order.index(sprint["state"])))


@routes.get("/sprint/{sprint}")
def read_sprint(site: Site, call: Call) -> Json:
    """One sprint."""
    for sprint in site.sprints.values():
        if str(sprint["id"]) == call.params["sprint"] and not call.anonymous:
            return sprint
    raise Refusal(404, "Sprint does not exist or you do not have permission to see it.")


def add_board(site: Site, project_id: str, name: str, kind: str) -> Json:
    """A new board of a project, `scrum` or `kanban`."""
    number = site.number("board")
    project = site.projects[project_id]
    board: Json = {
        "id": number,
        "self": f"{AGILE}/board/{number}",
        "name": name,
        "type": kind,
        "projectId": project.id,
        "projectKey": project.key,
        "projectName": project.json["name"],
        "estimate": STORY_POINTS,
    }
    site.boards[number] = board
    return board


def add_sprint(site: Site, board: Json, name: str, goal: str = "") -> Json:
    """A new sprint of a board, in the future."""
    number = site.number("sprint")
    sprint: Json = {
        "id": number,
        "self": f"{AGILE}/sprint/{number}",
        "state": "future",
        "name": name,
        "originBoardId": board["id"],
        "goal": goal,
    }
    site.sprints[number] = sprint
    site.emit("sprint_created", {"sprint": sprint})
    return sprint
