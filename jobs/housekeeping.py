"""Forgets what nobody needs any more: old payloads, delivered deliveries, stale drafts, news."""

from datetime import timedelta

from bot.feature import Context
from bot.job import Every, Job

INBOX_KEPT = timedelta(days=7)
"""Slack's last retry comes within minutes; a week forgives any clock."""
DELIVERIES_KEPT = timedelta(days=30)
DRAFTS_KEPT = timedelta(days=90)
PREVIEWS_KEPT = timedelta(days=7)
NOTICES_KEPT = timedelta(days=90)
"""Longer than what is delivered: they are what keeps a change from being told twice."""


def act(context: Context) -> None:
    """Drop what is older than it is kept."""
    store = context.store
    store.inbox.forget_before(context.real_now - INBOX_KEPT)
    store.deliveries.forget_done_before(context.real_now - DELIVERIES_KEPT)
    store.drafts.forget_before(context.now - DRAFTS_KEPT)
    store.notices.forget_before(context.now - NOTICES_KEPT)
    store.digests.forget_previews_before(context.now - PREVIEWS_KEPT)


job = Job("Keep the database small", Every(timedelta(hours=6)), act=act)
