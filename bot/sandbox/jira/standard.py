"""What every new site has: categories, statuses, types, priorities, resolutions, fields."""

from bot.sandbox.jira.entities import Field
from bot.sandbox.jira.wire import API, Json

STORY_POINTS = "customfield_11016"
RANK = "customfield_11019"
SPRINT = "customfield_11020"
FLAGGED = "customfield_11021"
EPIC_LINK = "customfield_11014"

IMPEDIMENT: Json = {
    "self": f"{API}/customFieldOption/11022",
    "value": "Impediment",
    "id": "11022",
}

FIELDS = (
    Field("summary", "Summary", "string"),
    Field("description", "Description", "string"),
    Field("environment", "Environment", "string"),
    Field("project", "Project", "project"),
    Field("issuetype", "Issue Type", "issuetype", clauses=("issuetype", "type")),
    Field("status", "Status", "status"),
    Field("priority", "Priority", "priority"),
    Field("resolution", "Resolution", "resolution"),
    Field("resolutiondate", "Resolved", "datetime", clauses=("resolutiondate", "resolved")),
    Field("assignee", "Assignee", "user"),
    Field("reporter", "Reporter", "user"),
    Field("creator", "Creator", "user"),
    Field("labels", "Labels", "string", many=True),
    Field("components", "Components", "component", many=True, clauses=("component",)),
    Field("fixVersions", "Fix versions", "version", many=True, clauses=("fixVersion",)),
    Field("versions", "Affects versions", "version", many=True, clauses=("affectedVersion",)),
    Field("parent", "Parent", "issuelink"),
    Field("subtasks", "Sub-tasks", "issuelinks", many=True),
    Field("issuelinks", "Linked Issues", "issuelinks", many=True),
    Field("created", "Created", "datetime", clauses=("created", "createdDate")),
    Field("updated", "Updated", "datetime", clauses=("updated", "updatedDate")),
    Field("duedate", "Due date", "date", clauses=("due", "duedate")),
    Field("comment", "Comment", "comments-page"),
    Field(
        STORY_POINTS,
        "Story Points",
        "number",
        custom="com.atlassian.jira.plugin.system.customfieldtypes:float",
    ),
    Field(SPRINT, "Sprint", "json", many=True, custom="com.pyxis.greenhopper.jira:gh-sprint"),
    Field(
        FLAGGED,
        "Flagged",
        "option",
        many=True,
        custom="com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes",
    ),
    Field(RANK, "Rank", "any", custom="com.pyxis.greenhopper.jira:gh-lexo-rank"),
    Field(EPIC_LINK, "Epic Link", "any", custom="com.pyxis.greenhopper.jira:gh-epic-link"),
)

CREATE_SCREEN = (
    "project issuetype summary description environment priority assignee reporter labels "
    f"components fixVersions versions duedate parent {STORY_POINTS} {SPRINT} {FLAGGED} {EPIC_LINK}"
).split()

CATEGORIES = (
    (1, "undefined", "medium-gray", "No Category"),
    (2, "new", "blue-gray", "To Do"),
    (3, "done", "green", "Done"),
    (4, "indeterminate", "yellow", "In Progress"),
)
STATUSES = (
    ("10000", "To Do", "new"),
    ("10001", "In Progress", "indeterminate"),
    ("10002", "In Review", "indeterminate"),
    ("10003", "Done", "done"),
)
TYPES = (
    ("10100", "Epic", 1),
    ("10101", "Story", 0),
    ("10102", "Task", 0),
    ("10103", "Bug", 0),
    ("10104", "Sub-task", -1),
)
PRIORITIES = ("Highest", "High", "Medium", "Low", "Lowest")
RESOLUTIONS = ("Done", "Won't Do", "Duplicate", "Cannot Reproduce")
BLOCKS = "10200"
LINK_TYPES = (
    (BLOCKS, "Blocks", "is blocked by", "blocks"),
    ("10201", "Duplicate", "is duplicated by", "duplicates"),
    ("10202", "Relates", "relates to", "relates to"),
)


def fields() -> dict[str, Field]:
    """The fields of a new site by id."""
    return {field.id: field for field in FIELDS}


def categories() -> dict[str, Json]:
    """The four status categories by key."""
    return {
        key: {
            "self": f"{API}/statuscategory/{number}",
            "id": number,
            "key": key,
            "colorName": colour,
            "name": name,
        }
        for number, key, colour, name in CATEGORIES
    }


def status(status_id: str, name: str, category: Json) -> Json:
    """A status of `category`."""
    return {
        "self": f"{API}/status/{status_id}",
        "description": "",
        "iconUrl": f"{API}/images/status.png",
        "name": name,
        "id": status_id,
        "statusCategory": category,
    }


def issue_type(type_id: str, name: str, level: int) -> Json:
    """An issue type: level 1 for epics, 0 for the base, -1 for sub-tasks."""
    return {
        "self": f"{API}/issuetype/{type_id}",
        "id": type_id,
        "description": "",
        "iconUrl": f"{API}/images/type.png",
        "name": name,
        "subtask": level < 0,
        "hierarchyLevel": level,
    }


def priority(priority_id: str, name: str) -> Json:
    """A priority."""
    return {
        "self": f"{API}/priority/{priority_id}",
        "iconUrl": f"{API}/images/priority.png",
        "name": name,
        "id": priority_id,
    }


def resolution(resolution_id: str, name: str) -> Json:
    """A resolution."""
    return {
        "self": f"{API}/resolution/{resolution_id}",
        "id": resolution_id,
        "description": "",
        "name": name,
    }


def link_type(type_id: str, name: str, inward: str, outward: str) -> Json:
    """A link type with what each end says of the other."""
    return {
        "id": type_id,
        "name": name,
        "inward": inward,
        "outward": outward,
        "self": f"{API}/issueLinkType/{type_id}",
    }
