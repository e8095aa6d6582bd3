"""Monday's progress: what shipped, what started, what slipped, when the rest will be done."""

from bot.job import Job, Weekly
from bot.services.weekly import said
from bot.words import DigestKind

job = Job("Weekly progress", Weekly(DigestKind.PROGRESS), run=said)
