"""What hangs on an issue: history, properties, links, remote links, comments."""

from collections.abc import Sequence
from datetime import datetime

from bot.sandbox.jira.access import need, seen_issue
from bot.sandbox.jira.changes import change, event, item, touch
from bot.sandbox.jira.entities import Issue
from bot.sandbox.jira.exchange import (
    NO_CONTENT,
    Answer,
    Call,
    Refusal,
    Routes,
    needed,
    page,
    required,
    whole,
)
from bot.sandbox.jira.links import add_link, remove_link
from bot.sandbox.jira.reading import Invalid, Scope, find, rich_text
from bot.sandbox.jira.render import comments_page, histories, item_field_ids
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import API, Json, JsonValue, as_adf, as_wiki, epoch_ms, instant

routes = Routes()

MOST_ISSUES = 1000
MOST_FIELDS = 10
MOST_HISTORIES = 10000
LONGEST_PROPERTY = 32768


@routes.get("/issue/{issue}/changelog", server=False)
def read_changelog(site: Site, call: Call) -> Json:
    """The histories of an issue, the oldest first, page by page."""
    return page(call, histories(site, seen_issue(site, call)), most=100)


@routes.post("/changelog/bulkfetch", server=False)
def fetch_changelogs(site: Site, call: Call) -> Json:
    """The histories of many issues, oldest first; items of `fieldIds` alone when given."""
    named, fields = required(call, "issueIdsOrKeys"), call.body.get("fieldIds") or []
    size = whole(call.body.get("maxResults", 1000), "maxResults")
    start = whole(call.body.get("nextPageToken") or 0, "nextPageToken")
    if len(named) > MOST_ISSUES or len(fields) > MOST_FIELDS or not 1 <= size <= MOST_HISTORIES:
        raise Refusal(400, "Too many issues, fields or results were asked for.")
    found = _histories_of(site, call, named, frozenset(fields))
    shown: Json = {"issueChangeLogs": _by_issue(site, found[start : start + size])}
    if start + size < len(found):
        shown["nextPageToken"] = str(start + size)
    return shown


def _histories_of(
    site: Site, call: Call, named: Sequence[str], fields: frozenset[str]
) -> list[tuple[datetime, int, str, Json]]:
    issues = {issue.id: issue for key in named if (issue := _maybe(site, call, str(key)))}
    found = []
    for issue in issues.values():
        for history in histories(site, issue):
            items = [i for i in history["items"] if not fields or fields & item_field_ids(i)]
            if items or not fields:
                moment, number = instant(history["created"]), int(history["id"])
                found.append((moment, number, issue.id, {**history, "items": items}))
    return sorted(found, key=lambda entry: entry[:2])


def _maybe(site: Site, call: Call, key_or_id: str) -> Issue | None:
    try:
        return seen_issue(site, call, key_or_id)
    except Refusal:
        return None


def _by_issue(site: Site, found: list[tuple[datetime, int, str, Json]]) -> list[Json]:
    grouped: dict[str, list[Json]] = {}
    for moment, _, issue_id, history in found:
        if site.weather.epoch_changelog:
            history = {**history, "created": epoch_ms(moment)}
        grouped.setdefault(issue_id, []).append(history)
    return [{"issueId": number, "changeHistories": held} for number, held in grouped.items()]


# Properties


@routes.get("/issue/{issue}/properties/{property}")
def read_property(site: Site, call: Call) -> Json:
    """One property."""
    name, held = call.params["property"], seen_issue(site, call).properties
    if name not in held:
        raise Refusal(404, f"The property {name} does not exist.")
    return {"key": name, "value": held[name]}


@routes.put("/issue/{issue}/properties/{property}")
def write_property(site: Site, call: Call) -> Answer:
    """Set a property, which does not move `updated`; 201 when it is new."""
    issue, name = seen_issue(site, call), call.params["property"]
    need(site, "EDIT_ISSUES", issue.fields["project"]["key"])
    if call.body is None or len(str(call.body)) > LONGEST_PROPERTY:
        raise Refusal(400, "The property value must be JSON of at most 32,768 characters.")
    status = 200 if name in issue.properties else 201
    issue.properties[name] = call.body
    return Answer(status)


@routes.delete("/issue/{issue}/properties/{property}")
def delete_property(site: Site, call: Call) -> Answer:
    """Remove a property."""
    read_property(site, call)
    issue = seen_issue(site, call)
    need(site, "EDIT_ISSUES", issue.fields["project"]["key"])
    del issue.properties[call.params["property"]]
    return NO_CONTENT


# Remote links


@routes.get("/issue/{issue}/remotelink")
def list_remote_links(site: Site, call: Call) -> JsonValue:
    """The links to other systems; the one with `globalId` when that is given."""
    held, wanted = seen_issue(site, call).remote_links, call.one("globalId")
    if not wanted:
        return held
    found = next((link for link in held if link.get("globalId") == wanted), None)
    if found is None:
        raise Refusal(404, f"No remote link with global id '{wanted}' exists.")
    return found


@routes.post("/issue/{issue}/remotelink")
def write_remote_link(site: Site, call: Call) -> Answer:
    """Add a link, or replace the one with the same `globalId` as a whole."""
    issue, target = seen_issue(site, call), needed(call, "object")
    need(site, "LINK_ISSUES", issue.fields["project"]["key"])
    errors = {name: f"'{name}' is required." for name in ("url", "title") if not target.get(name)}
    if errors:
        raise Refusal(400, errors=errors)
    known = {link.get("globalId"): link for link in issue.remote_links if link.get("globalId")}
    former = known.get(call.body.get("globalId"))
    number = former["id"] if former else site.number("remotelink")
    link = {
        "id": number,
        "self": f"{API}/issue/{issue.id}/remotelink/{number}",
        **{name: call.body[name] for name in ("globalId", "application") if name in call.body},
        **{name: call.body[name] for name in ("relationship", "object") if name in call.body},
    }
    if former:
        issue.remote_links[issue.remote_links.index(former)] = link
    else:
        issue.remote_links.append(link)
        text = f'This issue links to "{target["title"]}"'
        change(site, issue, {}, items=[item("RemoteIssueLink", None, now=(str(number), text))])
    return Answer(200 if former else 201, {"id": number, "self": link["self"]})


# Links


@routes.get("/issueLinkType")
def list_link_types(site: Site, _call: Call) -> Json:
    """Every kind of link."""
    return {"issueLinkTypes": list(site.link_types.values())}


@routes.post("/issueLink")
def link_issues(site: Site, call: Call) -> Answer:
    """Link two issues: with Blocks, the inward issue blocks the outward one."""
    ends = [needed(call, end) for end in ("inwardIssue", "outwardIssue")]
    kind = find(site.link_types, needed(call, "type"), "id", "name")
    if kind is None:
        raise Refusal(404, f"No issue link type with name '{call.body['type']}' found.")
    inward, outward = (seen_issue(site, call, str(end.get("key") or end.get("id"))) for end in ends)
    need(site, "LINK_ISSUES", inward.fields["project"]["key"])
    add_link(site, kind, inward, outward)
    return Answer(201)


@routes.delete("/issueLink/{link}")
def unlink_issues(site: Site, call: Call) -> Answer:
    """Remove a link from both ends."""
    if not remove_link(site, call.params["link"]):
        raise Refusal(404, f"No issue link with id '{call.params['link']}' exists.")
    return NO_CONTENT


# Comments


@routes.get("/issue/{issue}/comment")
def list_comments(site: Site, call: Call) -> Json:
    """The comments of an issue, page by page."""
    held = comments_page(seen_issue(site, call), rich=call.rich)["comments"]
    return page(call, held, key="comments")


@routes.post("/issue/{issue}/comment")
def write_comment(site: Site, call: Call) -> Answer:
    """Add a comment, which moves `updated`."""
    issue, body = seen_issue(site, call), required(call, "body")
    need(site, "ADD_COMMENTS", issue.fields["project"]["key"])
    scope = Scope(site, site.projects[issue.fields["project"]["id"]], call.rich)
    try:
        text = rich_text(scope, body)
    except Invalid as invalid:
        raise Refusal(400, errors={"comment": str(invalid)}) from None
    comment = add_comment(site, issue, text)
    return Answer(201, {**comment, "body": (as_adf if call.rich else as_wiki)(text)})


def add_comment(site: Site, issue: Issue, body: JsonValue, author: Json | None = None) -> Json:
    """A new comment, as the site stores it."""
    number, writer = str(site.number("comment")), author or site.users[site.api_user]
    comment: Json = {
        "self": f"{API}/issue/{issue.id}/comment/{number}",
        "id": number,
        "author": writer,
        "updateAuthor": writer,
        "body": body,
        "created": site.stamp(),
        "updated": site.stamp(),
    }
    issue.comments.append(comment)
    touch(site, issue)
    site.emit(
        "comment_created", {**event(site, issue, writer, "issue_commented"), "comment": comment}
    )
    return comment
