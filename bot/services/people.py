"""Who people in Jira are in Slack, and the other way round.

By the e-mail address, where Jira shows it; else as somebody said once. Who owns open work is looked
for in Slack as soon as they are seen.
"""

from collections.abc import Sequence

from bot.feature import Context
from bot.models import JiraAccount
from bot.services import refresh
from bot.store.accounts import Told
from bot.tracked import Issue


def learn(issues: Sequence[Issue], context: Context) -> None:
    """Remember who these issues belong to, and ask Slack for those nobody knows yet."""
    seen = {issue.assignee: issue for issue in issues if issue.assignee}
    known = context.store.accounts.known(seen.keys())
    told = [_told(account, issue, known.get(account)) for account, issue in seen.items()]
    news = [one for one in told if one.account not in known or _is_news(one, known[one.account])]
    if news:
        context.store.accounts.learn(news)
        emails = [one.email for one in news if one.email]
        refresh.owners(context.store.accounts.without_a_person(emails), context)


def _told(account: str, issue: Issue, known: JiraAccount | None) -> Told:
    """What an issue tells of its owner; what it leaves out stays as it was."""
    name = issue.assignee_name or (known.name if known else "")
    email = issue.assignee_email or (known.email if known else "")
    return Told(account, name, email)


def _is_news(told: Told, known: JiraAccount) -> bool:
    return (told.name, told.email) != (known.name, known.email)


def in_slack(account: str, context: Context) -> str | None:
    """The Slack user of a Jira account; None for nobody who is known, or still there."""
    return context.store.accounts.users([account]).get(account)


def in_jira(user: str, context: Context) -> str | None:
    """The Jira account of a Slack user, None where none is known."""
    found = context.store.accounts.of_user(user)
    return found.account if found else None


def tie(account: str, user: str, context: Context) -> None:
    """From now on a Jira account is this Slack user, whatever their addresses say."""
    context.store.accounts.tie(account, user)
