"""`/reason`: why answers are no, or not now: add, reword, retire. What was answered keeps its own.

The list and the form of a reason take turns in one view.
"""

from msgspec.structs import replace

from bot.domain import decisions as domain
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Form, Place, Reply
from bot.request import Request
from bot.views import reasons as views
from bot.views.text import people
from bot.words import Verdict

feature = Feature("Edit the reasons of answers", scopes=("commands",))


@feature.command("/reason", usage="[name]")
def listing(request: Request, context: Context) -> Reply:
    """Open the list, or the reason that is named."""
    _must_edit(request.user, context)
    named = context.store.reasons.all().named(request.text)
    return Reply(form=_form(named) if named else _list(context))


@feature.button("reasons.open")
def opened(request: Request, context: Context) -> Reply:
    """Open the list over whatever shows the button."""
    _must_edit(request.user, context)
    return Reply(form=_list(context), place=Place.PUSH if request.view else Place.OPEN)


def _must_edit(user: str, context: Context) -> None:
    store = context.store
    if store.members.is_admin(user) or store.products.managed_by(user):
        return
    admins = store.members.admins()
    ask = f": ask {people(admins)}" if admins else ""
    raise UserError(f"Only PMs and admins edit the reasons{ask}.")


def _list(context: Context, said: str = "") -> Form:
    return views.listing(context.store.reasons.all(), said)


@feature.button("reasons.back")
def back(request: Request, context: Context) -> Reply:
    """Draw the list again."""
    _must_edit(request.user, context)
    return Reply(form=_list(context), place=Place.UPDATE)


@feature.button("reasons.add")
def add(request: Request, context: Context) -> Reply:
    """Draw an empty form in place of the list."""
    _must_edit(request.user, context)
    verdict = Verdict(request.value)
    form = views.reason_form(None, verdict, domain.OPENINGS[verdict])
    return Reply(form=form, place=Place.UPDATE)


@feature.button("reasons.edit")
def edit(request: Request, context: Context) -> Reply:
    """Draw the form of one reason in place of the list."""
    _must_edit(request.user, context)
    return Reply(form=_form(_known(request.value, context)), place=Place.UPDATE)


def _form(reason: domain.Reason) -> Form:
    return views.reason_form(reason, reason.verdict, domain.OPENINGS[reason.verdict])


def _known(code: str, context: Context) -> domain.Reason:
    reason = context.store.reasons.all().known(code)
    if reason is None:
        raise UserError("That reason is gone. `/reason` lists those there are.")
    return reason


@feature.form("reasons.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store a reason's words, and show the list."""
    _must_edit(request.user, context)
    reasons, label = context.store.reasons.all(), request.entered("label")
    code, verdict = request.context.get("code"), str(request.context.get("verdict"))
    known = _known(code, context) if code else domain.added(Verdict(verdict), label, reasons)
    reason = domain.worded(known, label, request.entered("sentence"), reasons)
    reason = replace(reason, note_required=views.NOTE in request.chosen("note"))
    _keep(reason, request.user, context)
    return Reply(form=_list(context, ":white_check_mark: Saved."), place=Place.UPDATE)


@feature.button("reasons.retire")
def retire(request: Request, context: Context) -> Reply:
    """Take a reason out of use."""
    return _set(request, context, retired=True)


@feature.button("reasons.restore")
def restore(request: Request, context: Context) -> Reply:
    """Take a reason into use again."""
    return _set(request, context, retired=False)


def _set(request: Request, context: Context, *, retired: bool) -> Reply:
    _must_edit(request.user, context)
    reason = _known(request.value, context)
    rest = [r for r in context.store.reasons.all().of(reason.verdict) if r.code != reason.code]
    if retired and not rest:
        raise UserError("That is the only one left: add another one first.")
    if not retired:  # another one may have taken its name
        domain.worded(reason, reason.label, reason.sentence, context.store.reasons.all())
    _keep(replace(reason, retired=retired), request.user, context)
    said = f":white_check_mark: {'Retired' if retired else 'Back in use'}."
    return Reply(form=_list(context, said), place=Place.UPDATE)


def _keep(reason: domain.Reason, by: str, context: Context) -> None:
    context.store.reasons.keep(reason, context.now)
    context.record(
        "reason edited", by, code=reason.code, label=reason.label, retired=reason.retired
    )
