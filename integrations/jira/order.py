"""The order of what is to be done: by priority, then by rank, as Jira itself sorts it.

Ranks are relative and rebalanced without a word: only their order means something.
"""

import structlog

from bot.effects import RankIssue, ReadOrder
from bot.errors import Refused
from integrations.jira.census import keys_page
from integrations.jira.client import Client
from integrations.jira.jql import issue_name, of_project
from integrations.jira.login import must_be_known
from integrations.jira.search import MOST_PAGES

log = structlog.get_logger("jira")

BY_RANK, BY_AGE = "priority DESC, Rank ASC", "priority DESC, key ASC"
"""A site without boards knows no rank: there the older comes first."""


def read_order(client: Client, effect: ReadOrder) -> tuple[str, ...]:
    """The ids of the first open issues. Raises Refused where the project is not seen."""
    try:
        return _sorted(client, effect, BY_RANK)
    except Refused:
        return _sorted(client, effect, BY_AGE)


def _sorted(client: Client, effect: ReadOrder, order: str) -> tuple[str, ...]:
    jql = f"{of_project(effect.project, 'statusCategory != Done')} ORDER BY {order}"
    found: list[str] = []
    token = None
    for _ in range(MOST_PAGES):
        raw, token = keys_page(client, jql, token, effect.most)
        found += [str(issue["id"]) for issue in raw]
        if token is None or len(found) >= effect.most:
            break
    if not found:
        must_be_known(client)
    return tuple(found[: effect.most])


def rank_issue(client: Client, effect: RankIssue) -> bool:
    """Put an issue next to another; False where the site has no ranks, or the account no say."""
    place = "rankBeforeIssue" if effect.before else "rankAfterIssue"
    body = {"issues": [issue_name(effect.issue)], place: issue_name(effect.other)}
    try:
        client.write("PUT", "/rest/agile/1.0/issue/rank", body)
    except Refused as error:
        log.info("not ranked", issue=effect.issue, error=str(error))
        return False
    return True
