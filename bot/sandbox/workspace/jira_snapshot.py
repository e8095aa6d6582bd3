"""The Jira tab: the newest issues of every project, its versions, and what one may choose."""

from collections import Counter
from collections.abc import Iterator

from bot.sandbox.jira import Issue, JiraStandIn
from bot.sandbox.jira.standard import FLAGGED, STORY_POINTS
from bot.sandbox.slack import Json
from bot.sandbox.workspace.snapshot import ISSUE, Part

MOST_ISSUES = 250
"""How many the page lists, the last updated first."""


class JiraSnapshot:
    """Drawn anew only after the site said that something happened."""

    def __init__(self, jira: JiraStandIn) -> None:
        self._jira = jira
        self._drawn: list[Part] | None = None
        jira.site.listeners.append(self._forget)

    def _forget(self, _event: str, _payload: Json) -> None:
        self._drawn = None

    def parts(self) -> list[Part]:
        """The site as it stands."""
        if self._drawn is None:
            self._drawn = list(self._draw())
        return self._drawn

    def _draw(self) -> Iterator[Part]:
        site = self._jira.site
        issues = sorted(
            site.issues.values(), key=lambda i: (str(i.fields["updated"]), i.id), reverse=True
        )
        yield (
            "jira",
            {
                "projects": [
                    {"key": p.key, "name": p.json["name"]} for p in site.projects.values()
                ],
                "statuses": [_status(status) for status in site.statuses.values()],
                "priorities": [priority["name"] for priority in site.priorities.values()],
                "types": [t["name"] for t in site.types.values() if not t["subtask"]],
                "people": [user["displayName"] for user in site.users.values()],
                "issues": len(issues),
            },
        )
        open_in = Counter(version["id"] for issue in issues for version in _open_in(issue))
        yield (
            "versions",
            [
                _version(self._jira, version) | {"open": open_in[version["id"]]}
                for version in site.versions.values()
            ],
        )
        for issue in issues[:MOST_ISSUES]:
            yield f"{ISSUE}:{issue.id}", _issue(issue)


def _open_in(issue: Issue) -> list[Json]:
    is_done = issue.fields["status"]["statusCategory"]["key"] == "done"
    return [] if is_done else issue.fields.get("fixVersions") or []


def _status(status: Json) -> Json:
    return {"name": status["name"], "category": status["statusCategory"]["key"]}


def _version(jira: JiraStandIn, version: Json) -> Json:
    return {
        "id": version["id"],
        "name": version["name"],
        "project": jira.project(str(version["projectId"])).key,
        "released": version["released"],
        "date": version.get("releaseDate"),
    }


def _issue(issue: Issue) -> Json:
    fields = issue.fields
    return {
        "id": issue.id,
        "key": issue.key,
        "project": fields["project"]["key"],
        "summary": fields["summary"],
        "type": fields["issuetype"]["name"],
        "status": _status(fields["status"]),
        "priority": (fields.get("priority") or {}).get("name", ""),
        "assignee": (fields.get("assignee") or {}).get("displayName", ""),
        "versions": [version["name"] for version in fields.get("fixVersions") or []],
        "points": fields.get(STORY_POINTS),
        "flagged": bool(fields.get(FLAGGED)),
        "updated": fields["updated"],
    }
