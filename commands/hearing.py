"""What a person hears, and when not: chosen in the App Home."""

from datetime import time

from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Reply
from bot.models import Preference
from bot.request import Request
from bot.services import refresh
from bot.views import hearing as views
from bot.words import Level

feature = Feature("Choose what you hear, and when not")


@feature.button("hearing.open")
def choose(request: Request, context: Context) -> Reply:
    """Open the form; to keep quiet hours, the person's zone must be known."""
    refresh.person(request.user, context)
    known = context.store.people.known(request.user)
    preference = context.store.people.preference(request.user)
    return Reply(form=views.hearing_form(preference, known.zone if known else ""))


@feature.form("hearing.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store the choice. It holds for what is not told yet, too."""
    start, end = (_time(request.entered(name)) for name in ("quiet_from", "quiet_to"))
    if (start is None) != (end is None):
        missing = "quiet_to" if end is None else "quiet_from"
        raise UserError("Quiet hours need both times, or neither.", missing)
    if start is not None and start == end:
        raise UserError("Quiet hours must end at another time than they begin.", "quiet_to")
    context.store.people.prefer(
        Preference(
            workspace_id=context.store.workspace,
            user=request.user,
            level=Level(request.entered("level") or Level.ALL),
            quiet_from=start,
            quiet_to=end,
        )
    )
    return SILENT


def _time(entered: str) -> time | None:
    return time.fromisoformat(entered) if entered else None
