"""Put a blocker off until a day, with a reason, and wake it again."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.domain.calendar import local
from bot.effects import Effect, PostMessage
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Message, Reply
from bot.models import Snooze
from bot.request import Request
from bot.services import holdups
from bot.services.holdups import Held
from bot.views import holdups as views

LONGEST = timedelta(days=365)
"""For how long a blocker can be put off."""

feature = Feature("Put blockers off, with a reason", scopes=("chat:write",))


@feature.button("snooze.open")
def open_form(request: Request, context: Context) -> Reply:
    """Open the form that puts a blocker off."""
    about, thread = holdups.held(request.value, context), holdups.thread(request)
    holdups.may_put_off(request.user, about, context)
    given = {"value": request.value, "channel": thread.channel, "thread": thread.ts}
    return Reply(form=views.snooze_form(about.issue, _today(about, context), given))


def _today(about: Held, context: Context) -> date:
    return local(context.now, about.product.zone).date()


@feature.form("snooze.until")
def put_off(request: Request, context: Context) -> Reply:
    """Leave it out of the digests until the day, and say so in the thread."""
    value = str(request.context["value"])
    about = holdups.held(value, context)
    holdups.may_put_off(request.user, about, context)
    until, reason = _until(request, about, context), request.entered("reason").strip()
    if not reason:
        raise UserError("Say why it can wait: others read it.", "reason")
    context.store.blockers.snooze(
        Snooze(
            workspace_id=context.store.workspace,
            issue_id=about.issue.id,
            until=until,
            reason=reason,
            by=request.user,
            at=context.now,
        )
    )
    context.record("snoozed", request.user, item=about.issue.key, until=until.isoformat())
    told = {**request.context, "issue": about.issue.id}
    context.owe("snooze.told", f"snooze:{about.issue.id}", told)
    return SILENT


def _until(request: Request, about: Held, context: Context) -> date:
    today, entered = _today(about, context), request.entered("until")
    until = date.fromisoformat(entered) if entered else today
    if not today < until <= today + LONGEST:
        raise UserError("Choose a day after today, within a year.", "until")
    return until


@feature.effect("snooze.told")
def told_thread(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The line in the digest's thread; nothing once it was woken again."""
    issue = context.store.work.by_issue(payload["issue"])
    put_off = context.store.blockers.snooze_of(payload["issue"])
    if issue is None or put_off is None:
        return None
    message = views.put_off(put_off, issue, payload["value"])
    return PostMessage(payload["channel"], message, thread=payload["thread"])


@feature.button("snooze.wake")
def wake(request: Request, context: Context) -> Reply:
    """Tell of it again, and say so in place of the line that says it is put off."""
    return Reply(replace=_awake(request, context))


@feature.button("snooze.rouse")
def rouse(request: Request, context: Context) -> Reply:
    """The same from a list, which stays."""
    return Reply(message=_awake(request, context))


def _awake(request: Request, context: Context) -> Message:
    about = holdups.held(request.value, context)
    holdups.may_put_off(request.user, about, context)
    if context.store.blockers.wake(about.issue.id):
        context.record("woken", request.user, item=about.issue.key)
    return views.awake(about.issue, request.user)
