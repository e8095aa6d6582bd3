"""Monday's blockers: what is held up, since when, and who is waited for."""

from bot.job import Job, Weekly
from bot.services.weekly import said
from bot.words import DigestKind

job = Job("Weekly blockers", Weekly(DigestKind.BLOCKERS), run=said)
