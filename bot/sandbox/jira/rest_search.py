"""Search by JQL and reading many issues at once."""

from collections.abc import Sequence
from datetime import timedelta

from bot.sandbox.jira.access import seen_issue
from bot.sandbox.jira.entities import Document
from bot.sandbox.jira.exchange import Call, Refusal, Routes, required, value_list, whole
from bot.sandbox.jira.jql import parse
from bot.sandbox.jira.jql_tree import BadJql, Query
from bot.sandbox.jira.query import matching
from bot.sandbox.jira.render import Choice, issue_json
from bot.sandbox.jira.rest_issue import expand_cap
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import Json, JsonValue

routes = Routes()

MOST_RECONCILED = 50
MOST_FETCHED = 100
MOST_IDS = 5000
MOST_ISSUES = 100
"""A page holds no more when more than id and key is asked for."""
TOKEN_LIFE = timedelta(days=7)
HOLLOW = "hollow"
"""How the token begins that an empty page gives."""
REMOVED = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. "
    "A full migration guideline is available at "
    "https://developer.atlassian.com/changelog/#CHANGE-2046"
)


@routes.get("/search/jql", server=False)
def search_by_query(site: Site, call: Call) -> Json:
    """A page of issues; what to find stands in the query."""
    asked: Json = {name: call.one(name) for name in ("jql", "nextPageToken", "maxResults")}
    for name in ("fields", "expand", "properties", "reconcileIssues"):
        asked[name] = call.many(name)
    return _token_page(site, call, asked)


@routes.post("/search/jql", server=False)
def search_by_body(site: Site, call: Call) -> Json:
    """A page of issues; what to find stands in the body."""
    if not isinstance(call.body, dict):
        raise Refusal(400, "The body is not a JSON object.")
    expand = value_list(call.body.get("expand") or "")
    return _token_page(site, call, {**call.body, "expand": expand})


def _token_page(site: Site, call: Call, asked: Json) -> Json:
    choice = _choice(call, asked, site, default=("id",))
    fresh = [str(number) for number in asked.get("reconcileIssues") or []]
    if len(fresh) > MOST_RECONCILED:
        raise Refusal(400, f"No more than {MOST_RECONCILED} issues can be reconciled.")
    token = str(asked.get("nextPageToken") or "")
    ids = _continued(site, token) if token else _begun(site, call, asked, fresh)
    if site.weather.hollow_pages and not token.startswith(HOLLOW):
        return {"issues": [], "isLast": False, "nextPageToken": _kept(site, ids, HOLLOW)}
    size = _page_size(site, asked, choice)
    documents = {document.id: document for document in site.indexed(frozenset(fresh))}
    part = [documents[number] for number in ids[:size] if number in documents]
    shown: Json = {"issues": _shown(site, part, choice), "isLast": len(ids) <= size}
    if site.weather.repeat_token:
        return shown | {"isLast": False, "nextPageToken": token or _kept(site, ids[size:])}
    return shown if shown["isLast"] else {**shown, "nextPageToken": _kept(site, ids[size:])}


def _begun(site: Site, call: Call, asked: Json, fresh: Sequence[str]) -> list[str]:
    query = parsed(str(asked.get("jql") or ""))
    if query.where is None:
        raise Refusal(
            400,
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your "
            "query.",
        )
    return [document.id for document in _found(site, call, query, fresh)]


def _continued(site: Site, token: str) -> list[str]:
    expires, ids = site.cursors.get(token, (site.now(), []))
    if expires <= site.now():
        raise Refusal(400, "The provided nextPageToken is invalid or has expired.")
    return ids


def _kept(site: Site, ids: list[str], name: str = "cursor") -> str:
    token = f"{name}{site.number('cursor')}"
    site.cursors[token] = (site.now() + TOKEN_LIFE, ids)
    return token


def _found(site: Site, call: Call, query: Query, fresh: Sequence[str]) -> list[Document]:
    if call.anonymous:
        return []
    try:
        return matching(site, query, site.indexed(frozenset(fresh)))
    except BadJql as bad:
        raise Refusal(400, str(bad)) from None


def parsed(jql: str) -> Query:
    """The query of a request; 400 when it cannot be read."""
    try:
        return parse(jql)
    except BadJql as bad:
        raise Refusal(400, str(bad)) from None


def _page_size(site: Site, asked: Json, choice: Choice) -> int:
    size = whole(asked.get("maxResults") or 50, "maxResults")
    bare = set(choice.fields) <= {"id", "key"} and not choice.expand
    limits = [MOST_IDS if bare else MOST_ISSUES]
    if site.weather.page_cap:
        limits.append(site.weather.page_cap)
    return min(size, *limits)


def _choice(call: Call, asked: Json, site: Site, default: tuple[str, ...]) -> Choice:
    return Choice(
        fields=tuple(name for name in asked.get("fields") or () if name) or default,
        expand=frozenset(asked.get("expand") or ()),
        properties=tuple(asked.get("properties") or ()),
        rich=call.rich,
        cap=expand_cap(site, site.weather.cap_search_changelog),
    )


def _shown(site: Site, part: Sequence[Document], choice: Choice) -> list[Json]:
    holders = {**{issue.id: issue for issue in site.gone}, **site.issues}
    return [issue_json(site, holders[document.id], document, choice) for document in part]


@routes.post("/search/approximate-count", server=False)
def count(site: Site, call: Call) -> Json:
    """How many issues match."""
    query = parsed(str(required(call, "jql")))
    return {"count": len(_found(site, call, query, ()))}


@routes.get("/search")
def search_by_offset(site: Site, call: Call) -> Json:
    """A page of issues by offset; gone from Cloud."""
    asked: Json = {name: call.one(name) for name in ("jql", "startAt", "maxResults")}
    return _offset_page(site, call, asked | {n: call.many(n) for n in ("fields", "expand")})


@routes.post("/search")
def search_by_offset_body(site: Site, call: Call) -> Json:
    """A page of issues by offset, asked for in the body; gone from Cloud."""
    return _offset_page(site, call, dict(call.body or {}))


def _offset_page(site: Site, call: Call, asked: Json) -> Json:
    if site.cloud:
        raise Refusal(410, REMOVED)
    found = _found(site, call, parsed(str(asked.get("jql") or "")), ())
    choice = _choice(call, asked, site, default=("*navigable",))
    start = whole(asked.get("startAt") or 0, "startAt")
    limits = [1000, site.weather.page_cap or 1000]
    size = min(whole(asked.get("maxResults") or 50, "maxResults"), *limits)
    return {
        "expand": "schema,names",
        "startAt": start,
        "maxResults": size,
        "total": len(found),
        "issues": _shown(site, found[start : start + size], choice),
    }


@routes.post("/issue/bulkfetch", server=False)
def fetch_issues(site: Site, call: Call) -> Json:
    """Up to 100 issues as they are now; those that cannot be seen are left out."""
    named: list[JsonValue] = required(call, "issueIdsOrKeys")
    if not 0 < len(named) <= MOST_FETCHED:
        raise Refusal(400, f"Between 1 and {MOST_FETCHED} issues can be fetched at once.")
    choice = _choice(call, call.body, site, default=("*all",))
    found: dict[str, Document] = {}
    for key in named:
        try:
            document = seen_issue(site, call, str(key)).document
        except Refusal:
            continue
        if document:
            found[document.id] = document
    return {"issues": _shown(site, list(found.values()), choice), "issueErrors": []}
