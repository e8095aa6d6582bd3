"""Monday's capacity: what the coming week can hold against what is promised in it."""

from bot.job import Job, Weekly
from bot.services.weekly import said
from bot.words import DigestKind

job = Job("Weekly capacity", Weekly(DigestKind.CAPACITY), run=said)
