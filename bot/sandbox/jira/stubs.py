"""How an issue is shown by others: in links, as parent and as sub-task; each one kept current."""

from collections import defaultdict

from bot.sandbox.jira.entities import Issue
from bot.sandbox.jira.wire import API, Json

FIELDS = ("summary", "status", "priority", "issuetype")


class Stubs:
    """The stubs of all issues; everywhere an issue is shown, the same stub stands."""

    def __init__(self) -> None:
        self._known: dict[str, list[Json]] = defaultdict(list)

    def of(self, issue: Issue) -> Json:
        """The issue as others show it."""
        known = self._known[issue.id]
        if not known:
            stub = {"id": issue.id, "key": issue.key, "self": f"{API}/issue/{issue.id}"}
            known.append({**stub, "fields": _fields(issue)})
        return known[0]

    def keep(self, stub: Json) -> Json:
        """The known stub equal to `stub`, else `stub` itself from now on."""
        for known in self._known[stub["id"]]:
            if known == stub:
                return known
        self._known[stub["id"]].append(stub)
        return stub

    def all_of(self, issue_id: str) -> list[Json]:
        """Every form in which others show an issue; usually one."""
        return self._known[issue_id]

    def refresh(self, issue: Issue) -> None:
        """Bring every place that shows `issue` up to date."""
        for stub in self._known[issue.id]:
            stub |= {"key": issue.key, "fields": _fields(issue)}


def _fields(issue: Issue) -> Json:
    return {name: issue.fields[name] for name in FIELDS if name in issue.fields}
