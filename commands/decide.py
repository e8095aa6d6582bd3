"""Yes, Not now, No, Needs info: a PM answers, with a reason, and the requester hears it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot import owed
from bot.deciding import decide, must_decide
from bot.domain import decisions as domain
from bot.domain import ideas
from bot.dossier import return_date
from bot.errors import UserError
from bot.feature import Context, Feature, Request
from bot.message import SILENT, Form, Place, Reply
from bot.models import Idea, Product
from bot.views import decisions as views
from bot.views import notices
from bot.words import Verdict

feature = Feature("Answer an idea with a reason", scopes=("chat:write",))


@dataclass(frozen=True, slots=True)
class Pending:
    """An idea somebody is about to answer."""

    idea: Idea
    product: Product | None
    verdict: Verdict
    today: date


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
    if pending.idea.decisions != int(seen):
        owed.card(pending.idea, context)
        return Reply(message=notices.told(_overtaken(pending.idea, context)))
    ideas.moved(pending.idea.status, ideas.DECIDED[verdict])
    return Reply(form=_form(pending, {}, context))


def _pending(number: int, verdict: Verdict, user: str, context: Context) -> Pending:
    idea = context.store.ideas.numbered(number, lock=True)
    if idea is None:
        raise UserError(f"There is no idea #{number} any more.")
    product = context.store.products.by_id(idea.product_id)
    must_decide(user, idea, product, context)
    zone = ZoneInfo(product.zone if product else "UTC")
    return Pending(idea, product, verdict, context.now.astimezone(zone).date())


def _form(pending: Pending, entered: Mapping[str, str], context: Context) -> Form:
    assert pending.idea.id is not None
    return views.decision_form(
        pending.idea,
        pending.verdict,
        entered,
        tracked=bool(context.links.jira and pending.product and pending.product.project),
        linked=bool(context.store.ideas.issues(pending.idea.id)),
        today=pending.today,
    )


def _overtaken(idea: Idea, context: Context) -> str:
    assert idea.id is not None
    latest = context.store.decisions.latest(idea.id)
    return views.overtaken(idea, latest, return_date(latest, context))


@feature.button("decide.reason")
def choose_reason(request: Request, context: Context) -> Reply:
    """Draw the form anew with the reason's own sentence, unless the text was changed by hand."""
    verdict = Verdict(request.context["verdict"])
    pending = _pending(int(request.context["number"]), verdict, request.user, context)
    _must_be_fresh(pending.idea, request, context)
    entered = {n: v for n, v in request.values.items() if isinstance(v, str)}
    _, words = views.entered_answer(entered)
    entered["answer"] = "" if domain.is_suggested(words, verdict) else words
    return Reply(form=_form(pending, entered, context), place=Place.UPDATE)


def _must_be_fresh(idea: Idea, request: Request, context: Context) -> None:
    if idea.decisions != request.context["decisions"]:
        raise UserError(_overtaken(idea, context))


@feature.form("decide.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store the answer, tell the requester, draw the card, and begin what a yes becomes."""
    verdict = Verdict(request.context["verdict"])
    pending = _pending(int(request.context["number"]), verdict, request.user, context)
    _must_be_fresh(pending.idea, request, context)
    answer = _checked(pending, request)
    key = _issue_key(request)
    decide(pending.idea, answer, request.user, context)
    match request.entered("tracker"):
        case views.CREATE:
            owed.create_issue(pending.idea, context)
        case views.LINK:
            owed.link_issue(pending.idea, key, context)
    return SILENT


def _checked(pending: Pending, request: Request) -> domain.Answer:
    name, words = views.entered_answer(request.values)
    day = request.entered("return_on")
    try:
        return domain.checked(
            pending.verdict,
            request.entered("reason") or None,
            words,
            request.entered("note"),
            date.fromisoformat(day) if day else None,
            pending.today,
        )
    except UserError as error:
        raise UserError(str(error), name if error.field == "answer" else error.field) from error


def _issue_key(request: Request) -> str:
    key = request.entered("issue").strip().upper().rsplit("/", 1)[-1]
    if request.entered("tracker") == views.LINK and not ideas.ISSUE_KEY.fullmatch(key):
        raise UserError("Enter the issue's key, such as ABC-123.", "issue")
    return key
