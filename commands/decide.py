"""Yes, Not now, No, Needs info: a PM answers, with a reason, and the requester hears it."""

from collections.abc import Mapping

from msgspec import Struct

from bot.domain import ideas
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Form, Place, Reply
from bot.models import Idea, Product
from bot.request import Request
from bot.services import deciding, owed, triaging
from bot.services.dossier import returns
from bot.services.naming import existing_idea
from bot.views import answer_form, notices
from bot.views import decisions as views
from bot.words import Verdict

Origin = Mapping[str, object] | None
"""The queue a form was opened from, which shows the next idea once it is sent."""

feature = Feature("Answer an idea with a reason", scopes=("chat:write",))


class Pending(Struct, frozen=True):
    """An idea somebody is about to answer."""

    idea: Idea
    product: Product | None
    verdict: Verdict


@feature.button("decide.yes")
def yes(request: Request, context: Context) -> Reply:
    """Open the form of a yes."""
    return _open(Verdict.YES, request, context)


@feature.button("decide.not_now")
def not_now(request: Request, context: Context) -> Reply:
    """Open the form of a not now."""
    return _open(Verdict.NOT_NOW, request, context)


@feature.button("decide.no")
def no(request: Request, context: Context) -> Reply:
    """Open the form of a no."""
    return _open(Verdict.NO, request, context)


@feature.button("decide.needs_info")
def needs_info(request: Request, context: Context) -> Reply:
    """Open the form that asks the requester for more."""
    return _open(Verdict.NEEDS_INFO, request, context)


def _open(verdict: Verdict, request: Request, context: Context) -> Reply:
    number, _, seen = request.value.partition(":")
    pending = _pending(int(number), verdict, request.user, context)
    origin = {"view": request.view, **request.context} if request.view else None
    if pending.idea.decisions != int(seen):
        owed.card(pending.idea, context)
        told = notices.told(_overtaken(pending.idea, context))
        return Reply(message=told, beneath=_queue(origin, request.user, context))
    ideas.moved(pending.idea.status, ideas.DECIDED[verdict])
    place = Place.PUSH if origin else Place.OPEN
    return Reply(form=_form(pending, {}, context, origin), place=place)


def _queue(origin: Origin, user: str, context: Context) -> tuple[str, Form] | None:
    """The queue below, with what is to be answered next."""
    if origin is None:
        return None
    return str(origin["view"]), triaging.shown(user, triaging.skipped(origin), context)


def _pending(number: int, verdict: Verdict, user: str, context: Context) -> Pending:
    idea = existing_idea(number, context, lock=True)
    product = context.store.products.by_id(idea.product_id)
    deciding.must_decide(user, idea, product, context)
    deciding.must_stand_alone(idea, context)
    return Pending(idea, product, verdict)


def _form(pending: Pending, entered: answer_form.Entered, context: Context, origin: Origin) -> Form:
    known = deciding.setting(pending.idea, pending.product, context, origin)
    return answer_form.decision_form(pending.idea, pending.verdict, entered, known)


def _overtaken(idea: Idea, context: Context) -> str:
    assert idea.id is not None
    latest = context.store.decisions.latest(idea.id)
    return views.overtaken(idea, latest, returns(latest, context))


@feature.button("decide.reason")
def choose_reason(request: Request, context: Context) -> Reply:
    """Draw the form anew with the reason's own sentence, unless the text was changed by hand."""
    return _redrawn(request, context)


@feature.button("decide.returns")
def choose_returns(request: Request, context: Context) -> Reply:
    """Draw the form anew with what is asked for each way of coming back."""
    return _redrawn(request, context)


def _redrawn(request: Request, context: Context) -> Reply:
    pending = _sent(request, context)
    kept = deciding.entered(request.values, pending.verdict, context)
    form = _form(pending, kept, context, request.context.get("origin"))
    return Reply(form=form, place=Place.UPDATE)


def _sent(request: Request, context: Context) -> Pending:
    """What an open form is about. Raises UserError where somebody was faster."""
    verdict = Verdict(request.context["verdict"])
    pending = _pending(int(request.context["number"]), verdict, request.user, context)
    if pending.idea.decisions != request.context["decisions"]:
        raise UserError(_overtaken(pending.idea, context))
    return pending


@feature.form("decide.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store the answer, tell the requester, draw the card, and begin what a yes becomes."""
    pending = _sent(request, context)
    idea = pending.idea
    answer = deciding.answer(pending.verdict, request.values, idea, context)
    key = _issue_key(request)
    deciding.decide(idea, answer, request.user, context)
    match request.entered("tracker"):
        case answer_form.CREATE:
            owed.create_issue(idea, context)
        case answer_form.LINK:
            owed.link_issue(idea, key, context)
    return Reply(beneath=_queue(request.context.get("origin"), request.user, context))


def _issue_key(request: Request) -> str:
    if request.entered("tracker") != answer_form.LINK:
        return ""
    try:
        return deciding.issue_key(request.entered("issue"))
    except UserError as error:
        raise UserError(str(error), "issue") from error
