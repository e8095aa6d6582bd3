"""Monday's capacity: what the coming week can hold against what is promised in it."""

from bot.domain import digests
from bot.job import Job, JobContext, Weekly
from bot.message import Message
from bot.services.weekly import subscribed
from bot.views import digests as views
from bot.words import DigestKind


def run(context: JobContext) -> list[Message]:
    """The week from the first Monday at or after the day the digest is due."""
    facts, backdrop = subscribed(context)
    return views.capacity(digests.capacity(facts), backdrop)


job = Job("Weekly capacity", Weekly(DigestKind.CAPACITY), run=run)
