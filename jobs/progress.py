"""Monday's progress: what shipped, what started, what slipped, when the rest will be done."""

from bot.domain import digests
from bot.job import Job, JobContext, Weekly
from bot.message import Message
from bot.services.weekly import subscribed
from bot.views import digests as views
from bot.words import DigestKind


def run(context: JobContext) -> list[Message]:
    """The progress of the week that ended before the digest was due."""
    facts, backdrop = subscribed(context)
    return views.progress(digests.progress(facts), backdrop)


job = Job("Weekly progress", Weekly(DigestKind.PROGRESS), run=run)
