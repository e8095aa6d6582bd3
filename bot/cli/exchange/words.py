"""What tools for ideas call where an idea stands, how much it matters, and what was answered."""

from bot.domain.priorities import USUAL
from bot.words import Importance, Priority, Source, Status, Verdict

STATUSES = {status.value.replace("_", " "): status for status in Status}
STATUSES |= dict.fromkeys(("open", "needs review", "pending", "submitted"), Status.NEW)
STATUSES |= dict.fromkeys(("under consideration", "in review"), Status.UNDER_REVIEW)
STATUSES |= dict.fromkeys(("need more information", "needs more info"), Status.NEEDS_INFO)
STATUSES |= dict.fromkeys(("future consideration", "later"), Status.NOT_NOW)
STATUSES |= dict.fromkeys(("accepted", "likely to implement", "next"), Status.PLANNED)
STATUSES |= dict.fromkeys(("started", "in development", "now"), Status.IN_PROGRESS)
STATUSES |= dict.fromkeys(("complete", "completed", "done", "released"), Status.SHIPPED)
STATUSES |= dict.fromkeys(("closed", "rejected", "will not implement"), Status.DECLINED)
STATUSES |= dict.fromkeys(("already exists", "unlikely to implement"), Status.DECLINED)
PRIORITIES = {priority.value: priority for priority in Priority} | USUAL
SOURCES = {source.value: source for source in Source}
IMPORTANCE = {word.value.replace("_", " "): word for word in Importance}
IMPORTANCE |= dict.fromkeys(("low", "minor", "1"), Importance.NICE_TO_HAVE)
IMPORTANCE |= dict.fromkeys(("medium", "normal", "2"), Importance.IMPORTANT)
IMPORTANCE |= dict.fromkeys(("high", "critical", "3"), Importance.MUST_HAVE)
VERDICTS = {verdict.value.replace("_", " "): verdict for verdict in Verdict}
VERDICTS |= dict.fromkeys(("planned", "accepted", "approved"), Verdict.YES)
VERDICTS |= dict.fromkeys(("later", "future consideration"), Verdict.NOT_NOW)
VERDICTS |= dict.fromkeys(("declined", "rejected", "closed"), Verdict.NO)
