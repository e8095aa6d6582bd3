"""Links between two issues, kept alike at both ends."""

from bot.sandbox.jira.changes import change, item, other_end
from bot.sandbox.jira.entities import Issue
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import API, Json


def add_link(
    site: Site, kind: Json, inward: Issue, outward: Issue, author: Json | None = None
) -> None:
    """`inward` does to `outward` what `kind` says outwards: with Blocks, it blocks it.

    The inward issue shows the other as `outwardIssue` and reverse. A second request for the
    same link is granted and changes nothing.
    """
    if _linked(kind, inward, outward):
        return
    number = str(site.number("link"))
    head: Json = {"id": number, "self": f"{API}/issueLink/{number}", "type": kind}
    for issue, other, end in ((inward, outward, "outward"), (outward, inward, "inward")):
        held = issue.fields.get("issuelinks") or []
        entry = {**head, f"{end}Issue": site.stubs.of(other)}
        made = item("Link", "issuelinks", now=(other.key, _text(kind, end, other.key)))
        change(site, issue, {"issuelinks": [*held, entry]}, author, items=[made])


def _linked(kind: Json, inward: Issue, outward: Issue) -> bool:
    return any(
        link["type"]["id"] == kind["id"] and link.get("outwardIssue", {}).get("id") == outward.id
        for link in inward.fields.get("issuelinks") or []
    )


def _text(kind: Json, end: str, key: str) -> str:
    return f"This issue {kind[end]} {key}"


def remove_link(site: Site, link_id: str, author: Json | None = None) -> bool:
    """Take the link away at both ends; False when there is no such link."""
    ends = [
        (issue, link)
        for issue in site.issues.values()
        for link in issue.fields.get("issuelinks") or []
        if link["id"] == link_id
    ]
    for issue, link in ends:
        end = "outward" if "outwardIssue" in link else "inward"
        key = other_end(link)["key"]
        gone = item("Link", "issuelinks", was=(key, _text(link["type"], end, key)))
        kept = [held for held in issue.fields["issuelinks"] if held["id"] != link_id]
        change(site, issue, {"issuelinks": kept}, author, items=[gone])
    return bool(ends)
