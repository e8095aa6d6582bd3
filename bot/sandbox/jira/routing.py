"""All routes of the site: which there are, where, and who may take them."""

from bot.sandbox.jira import (
    agile,
    projects,
    ranks,
    rest_issue,
    rest_parts,
    rest_search,
    rest_site,
    transitions,
    versions,
    webhooks,
)
from bot.sandbox.jira.exchange import Answer, Call, Refusal, Route
from bot.sandbox.jira.state import Site

PLATFORM = [
    *rest_site.routes,
    *projects.routes,
    *versions.routes,
    *rest_issue.routes,
    *transitions.routes,
    *rest_parts.routes,
    *rest_search.routes,
]
SOFTWARE = [*agile.routes, *ranks.routes]
READING_POSTS = frozenset(
    {
        "/search",
        "/search/jql",
        "/search/approximate-count",
        "/issue/bulkfetch",
        "/changelog/bulkfetch",
    }
)
"""Posts that only read: nobody in particular may send them, and sees nothing."""


def route_names() -> list[str]:
    """The names that faults and recorded calls use."""
    return [route.name for route in [*PLATFORM, *SOFTWARE, *webhooks.routes]]


def served(site: Site) -> list[tuple[str, Route]]:
    """The routes of the deployment, each with the base of its interface."""
    versions_served = "2|3|latest" if site.cloud else "2|latest"
    platform = f"/rest/api/{{api:{versions_served}}}"
    return [
        *((platform, r) for r in PLATFORM if (r.cloud if site.cloud else r.server)),
        *(("/rest/agile/{api:1.0|latest}", route) for route in SOFTWARE),
        *(("/rest/webhooks/{api:1.0}", route) for route in webhooks.routes),
    ]


def done(site: Site, route: Route | None, call: Call) -> Answer:
    """What a route answers; Refusal for an unknown one, and for writes of nobody."""
    if route is None:
        raise Refusal(404, "There is no such resource.")
    if call.anonymous and call.method != "GET" and route.path not in READING_POSTS:
        raise Refusal(401, "Client must be authenticated to access this resource.")
    made = route.handler(site, call)
    return made if isinstance(made, Answer) else Answer(200, made)
