"""Ranks: where an issue stands among all others, changed by moving it before or after another."""

from bot.sandbox.jira.access import need, seen_issue
from bot.sandbox.jira.changes import change, item
from bot.sandbox.jira.entities import Issue
from bot.sandbox.jira.exchange import NO_CONTENT, Answer, Call, Refusal, Routes
from bot.sandbox.jira.standard import RANK
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import Json

routes = Routes()

MOST = 50


@routes.put("/issue/rank")
def rank_issues(site: Site, call: Call) -> Answer:
    """Move issues before or after another one."""
    body = call.body if isinstance(call.body, dict) else {}
    named = [str(key) for key in body.get("issues") or []]
    before, after = body.get("rankBeforeIssue"), body.get("rankAfterIssue")
    if not named or len(named) > MOST or bool(before) == bool(after):
        raise Refusal(400, "Name up to 50 issues, and one to rank them before or after.")
    other = seen_issue(site, call, str(before or after))
    for key in named if before else reversed(named):
        issue = seen_issue(site, call, key)
        need(site, "SCHEDULE_ISSUES", issue.fields["project"]["key"])
        rank(site, issue, other, before=bool(before))
    return NO_CONTENT


def rank(
    site: Site, issue: Issue, other: Issue, *, before: bool, author: Json | None = None
) -> None:
    """Move an issue next to another; the ranks of all others are given out anew, silently."""
    ordered = sorted(site.issues.values(), key=_standing)
    was = ordered.index(issue)
    ordered.remove(issue)
    now = ordered.index(other) + (not before)
    ordered.insert(now, issue)
    if was == now:
        return
    words = "Ranked higher" if now < was else "Ranked lower"
    told = item("Rank", RANK, was=("", ""), now=("", words)) | {"fieldtype": "custom"}
    change(site, issue, {}, author, items=[told])
    for place, one in enumerate(ordered):
        one.fields = {**one.fields, RANK: f"0|i{place:05d}:"}


def _standing(issue: Issue) -> tuple[bool, str, int]:
    """Where it is in the order: one that an export gave no rank is last, the oldest first."""
    held = issue.fields.get(RANK)
    return held is None, str(held), int(issue.id)
