"""Who people in Jira are in Slack, and the other way round.

By the e-mail address, where Jira shows it; else as somebody said once. Who owns open work is looked
for in Slack as soon as they are seen.
"""

from collections.abc import Sequence

from bot.feature import Context
from bot.models import JiraAccount
from bot.services import owed
from bot.tracked import Issue


def learn(issues: Sequence[Issue], context: Context) -> None:
    """Remember who these issues belong to, and ask Slack for those nobody knows yet."""
    seen = {issue.assignee: issue for issue in issues if issue.assignee}
    known = context.store.accounts.known(seen.keys())
    changed = []
    for account, issue in seen.items():
        row = known.get(account) or JiraAccount(
            workspace_id=context.store.workspace, account=account
        )
        told = (issue.assignee_name or row.name, issue.assignee_email or row.email)
        if account not in known or told != (row.name, row.email):
            row.name, row.email = told
            changed.append(row)
    if changed:
        context.store.accounts.learn(changed)
        emails = [row.email for row in changed if row.email]
        owed.owners(context.store.accounts.without_a_person(emails), context)


def in_slack(account: str, context: Context) -> str | None:
    """The Slack user of a Jira account; None for nobody who is known, or still there."""
    return context.store.accounts.users([account]).get(account)


def in_jira(user: str, context: Context) -> str | None:
    """The Jira account of a Slack user, None where none is known."""
    found = context.store.accounts.of_user(user)
    return found.account if found else None


def tie(account: str, user: str, context: Context) -> None:
    """From now on a Jira account is this Slack user, whatever their addresses say."""
    row = context.store.accounts.known([account]).get(account) or JiraAccount(
        workspace_id=context.store.workspace, account=account
    )
    row.user = user
    context.store.accounts.learn([row])
