"""Acting as people on a site: each act writes the history that Jira would write."""

from collections.abc import Sequence

from bot.sandbox.jira import ranks, rest_parts
from bot.sandbox.jira.changes import add_issue, change, delete, other_end
from bot.sandbox.jira.entities import Field, Issue, Project
from bot.sandbox.jira.links import add_link, remove_link
from bot.sandbox.jira.reading import Scope, read
from bot.sandbox.jira.site_acts import SiteActs
from bot.sandbox.jira.standard import BLOCKS, FLAGGED, IMPEDIMENT, SPRINT, STORY_POINTS
from bot.sandbox.jira.transitions import status_values
from bot.sandbox.jira.wire import Json, JsonValue, utc_stamp
from bot.sandbox.jira.writing import keep_closed_sprints

NAMES = {
    "type": "issuetype",
    "points": STORY_POINTS,
    "sprint": SPRINT,
    "fix_versions": "fixVersions",
    "due": "duedate",
}
"""Short names for fields, beside their ids."""

IssueRef = Issue | str
"""An issue, its id, or a key it has or had."""


class Acts(SiteActs):
    """What people do in Jira; `author` is a user's JSON or display name, else the API user.

    Unknown issues, names and values raise LookupError or ValueError.
    """

    def issue(self, ref: IssueRef) -> Issue:
        """The issue; LookupError when there is none."""
        found = ref if isinstance(ref, Issue) else self.site.issue(ref)
        if found is None:
            raise LookupError(f"no issue {ref}")
        return found

    def create(
        self, project: str, summary: str, *, author: Json | str | None = None, **fields: JsonValue
    ) -> Issue:
        """A new issue, a Story unless `type` says otherwise."""
        home = self.project(project)
        given = {"type": self._default_type(home), "summary": summary, **fields}
        return add_issue(self.site, home, self._values(home, given), self._person(author))

    def _default_type(self, project: Project) -> str:
        names = [self.site.types[number]["name"] for number in project.types]
        return "Story" if "Story" in names else names[0]

    def edit(
        self, ref: IssueRef, *, author: Json | str | None = None, **fields: JsonValue
    ) -> Issue:
        """Set fields by id or short name."""
        issue = self.issue(ref)
        values = self._values(self.project(issue.fields["project"]["key"]), fields)
        values = keep_closed_sprints(self.site, issue, values)
        change(self.site, issue, values, self._person(author))
        return issue

    def move(
        self,
        ref: IssueRef,
        to: str,
        *,
        resolution: str | None = None,
        author: Json | str | None = None,
    ) -> Issue:
        """Into the status of that name, or the first one of the category with that key."""
        issue = self.issue(ref)
        given = {} if resolution is None else self._resolved(resolution)
        values = status_values(self.site, issue, self.status(to)["id"], given)
        change(self.site, issue, values, self._person(author))
        return issue

    def _resolved(self, name: str) -> Json:
        found = self._named(self.site.resolutions.values(), name)
        return {"resolution": found, "resolutiondate": self.site.stamp()}

    def assign(
        self, ref: IssueRef, person: Json | str | None, *, author: Json | str | None = None
    ) -> Issue:
        """To a person, or to nobody."""
        return self.edit(ref, author=author, assignee=person)

    def rank(
        self,
        ref: IssueRef,
        *,
        before: IssueRef | None = None,
        after: IssueRef | None = None,
        author: Json | str | None = None,
    ) -> None:
        """To the place next to another issue."""
        other = self.issue(before or after or "")
        person = self._person(author)
        ranks.rank(self.site, self.issue(ref), other, before=before is not None, author=person)

    def flag(self, ref: IssueRef, *, author: Json | str | None = None) -> Issue:
        """Set the flag Impediment."""
        return self.edit(ref, author=author, **{FLAGGED: [IMPEDIMENT]})

    def unflag(self, ref: IssueRef, *, author: Json | str | None = None) -> Issue:
        """Clear the flag."""
        return self.edit(ref, author=author, **{FLAGGED: []})

    def block(self, ref: IssueRef, by: IssueRef, *, author: Json | str | None = None) -> None:
        """Say that `by` blocks the issue."""
        kind = self.site.link_types[BLOCKS]
        add_link(self.site, kind, self.issue(by), self.issue(ref), self._person(author))

    def unblock(self, ref: IssueRef, by: IssueRef, *, author: Json | str | None = None) -> None:
        """Take back every such link between the two."""
        blocker = self.issue(by).id
        for link in self.issue(ref).fields.get("issuelinks") or []:
            if link["type"]["id"] == BLOCKS and other_end(link)["id"] == blocker:
                remove_link(self.site, link["id"], self._person(author))

    def comment(self, ref: IssueRef, text: str, *, author: Json | str | None = None) -> Json:
        """Add a comment."""
        return rest_parts.add_comment(self.site, self.issue(ref), text, self._person(author))

    def move_project(
        self, ref: IssueRef, project: str, *, author: Json | str | None = None
    ) -> Issue:
        """Into another project: the id stays, the key changes, versions stay behind."""
        issue, home = self.issue(ref), self.project(project)
        home.last_number += 1
        values = {"project": home.json, "fixVersions": [], "versions": []}
        key = f"{home.key}-{home.last_number}"
        change(self.site, issue, values, self._person(author), key=key)
        return issue

    def hide(self, ref: IssueRef) -> None:
        """Give it a security level the API user does not have: to them it is not there."""
        self.site.hidden.add(self.issue(ref).id)

    def show(self, ref: IssueRef) -> None:
        """Take that away again."""
        self.site.hidden.discard(self.issue(ref).id)

    def delete(self, ref: IssueRef, *, author: Json | str | None = None) -> None:
        """For good; no trace stays but the event."""
        delete(self.site, self.issue(ref), self._person(author))

    def add_to_version(
        self, ref: IssueRef, name: str, *, author: Json | str | None = None
    ) -> Issue:
        """Into the scope of a version."""
        held = self.issue(ref).fields["fixVersions"]
        return self.edit(ref, author=author, fix_versions=[*held, self.version(name)])

    def remove_from_version(
        self, ref: IssueRef, name: str, *, author: Json | str | None = None
    ) -> Issue:
        """Out of the scope of a version."""
        gone = self.version(name)["id"]
        kept = [v for v in self.issue(ref).fields["fixVersions"] if v["id"] != gone]
        return self.edit(ref, author=author, fix_versions=kept)

    def close_sprint(self, sprint: Json, move_open_to: Json | None = None) -> None:
        """Close a sprint now and move what is not done."""
        sprint |= {"state": "closed", "completeDate": utc_stamp(self.site.now())}
        self.site.emit("sprint_closed", {"sprint": sprint})
        if move_open_to is not None:
            for issue in list(self.site.issues.values()):
                done = issue.fields["status"]["statusCategory"]["key"] == "done"
                if not done and sprint in (issue.fields.get(SPRINT) or []):
                    self.edit(issue, sprint=move_open_to)

    def _values(self, project: Project, given: Json) -> Json:
        scope = Scope(self.site, project, rich=False)
        values = {}
        for name, value in given.items():
            field = self.site.fields[NAMES.get(name, name)]
            values[field.id] = read(scope, field, self._written(field, value))
        return values

    def _written(self, field: Field, value: JsonValue) -> JsonValue:
        if field.kind in ("priority", "resolution", "issuetype") and isinstance(value, str):
            return {"name": value}
        if field.kind == "user" and isinstance(value, str):
            return self.user(value)
        if field.kind in ("version", "component"):
            return [{"name": v} if isinstance(v, str) else v for v in value]
        if field.kind == "issuelink" and value is not None:
            return {"id": self.issue(value).id}
        if field.kind == "json" and isinstance(value, dict):
            return value["id"]
        return list(value) if isinstance(value, Sequence) and field.many else value
