"""Monday's blockers: what is held up, since when, and who is waited for."""

from bot.domain import digests
from bot.job import Job, JobContext, Weekly
from bot.message import Message
from bot.services.weekly import subscribed
from bot.views import digests as views
from bot.words import DigestKind


def run(context: JobContext) -> list[Message]:
    """What is held up on the day the digest is due."""
    facts, backdrop = subscribed(context)
    return views.blockers(digests.blockers(facts), backdrop)


job = Job("Weekly blockers", Weekly(DigestKind.BLOCKERS), run=run)
