"""`/triage`: the PM's queue, one idea at a time."""

from datetime import date, timedelta

from bot.domain import calendar
from bot.domain.response import calendar_of
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Place, Reply
from bot.models import Idea
from bot.request import Request
from bot.services import deciding, owed, reporting, response, triaging
from bot.services.naming import existing_idea, existing_product
from bot.store.ideas import PMS_TURN
from bot.views import notices
from bot.views import triage as views
from bot.views.ideas import help_text
from bot.views.text import escaped

HELP = (
    ("/triage", "opens your queue"),
    ("/triage report", "sends you what we say no to, and how fast we answer"),
    ("/triage report APP", "the same of one product"),
    ("/triage help", "shows this"),
)

feature = Feature("Answer what waits for you, one idea at a time", scopes=("commands", "im:write"))


@feature.command("/triage", usage="[report | help]")
def opened(request: Request, context: Context) -> Reply:
    """Open the queue; begin a report; or say what can be typed."""
    word, _, rest = request.text.strip().partition(" ")
    match word.lower():
        case "":
            return reopened(request, context)
        case "report":
            return _report(rest.strip(), request, context)
        case _:
            return Reply(message=help_text(HELP))


def _report(key: str, request: Request, context: Context) -> Reply:
    """Begin the report on these products; it comes by DM."""
    triaging.must_answer(request.user, context)
    products = reporting.products_for(request.user, key, context)
    asked = {"user": request.user, "products": [product.id for product in products]}
    context.owe("report.begin", f"report:{request.id}", {**asked, "name": request.id, "files": []})
    return Reply(message=notices.told(views.REPORT_COMES))


@feature.button("triage.open")
def reopened(request: Request, context: Context) -> Reply:
    """Open the queue from a message."""
    triaging.must_answer(request.user, context)
    return Reply(form=triaging.shown(request.user, (), context))


def _next(request: Request, context: Context, *passed: int, said: str = "") -> Reply:
    """The queue in place of itself, past what was just dealt with."""
    origin = triaging.skipped(request.context)
    form = triaging.shown(request.user, (*origin, *passed), context, said)
    return Reply(form=form, place=Place.UPDATE)


@feature.button("triage.skip")
def skip(request: Request, context: Context) -> Reply:
    """Go past an idea, for as long as the queue is open."""
    triaging.must_answer(request.user, context)
    return _next(request, context, int(request.value))


@feature.button("triage.again")
def again(request: Request, context: Context) -> Reply:
    """Show from the start what was skipped."""
    triaging.must_answer(request.user, context)
    return Reply(form=triaging.shown(request.user, (), context), place=Place.UPDATE)


def _theirs(number: int, request: Request, context: Context) -> Idea:
    """An idea this person may answer, locked. Raises UserError."""
    idea = existing_idea(number, context, lock=True)
    product = context.store.products.by_id(idea.product_id)
    deciding.must_decide(request.user, idea, product, context)
    return idea


# --- Later


@feature.button("triage.snooze")
def snooze(request: Request, context: Context) -> Reply:
    """Put an idea off until tomorrow or next week; or ask for the day."""
    number, _, when = request.value.partition(":")
    idea = _theirs(int(number), request, context)
    today = _today(idea, context)
    if when == views.ON_A_DAY:
        origin = {"view": request.view, **request.context}
        form = views.snooze_form(idea.number, idea.title, origin, today)
        return Reply(form=form, place=Place.PUSH)
    until = today + calendar.DAY if when == views.TOMORROW else calendar.monday(today) + _WEEK
    _put_off(idea, until, request.user, context)
    return _next(request, context)


_WEEK = timedelta(days=7)


def _today(idea: Idea, context: Context) -> date:
    return calendar_of(context.store.products.by_id(idea.product_id)).day(context.now)


@feature.form("triage.until")
def until(request: Request, context: Context) -> Reply:
    """Put an idea off until the day that was chosen."""
    idea = _theirs(int(request.context["number"]), request, context)
    day = date.fromisoformat(request.entered("until"))
    if day <= _today(idea, context):
        raise UserError("Choose a day after today.", "until")
    _put_off(idea, day, request.user, context)
    return triaging.beneath(request, context)


def _put_off(idea: Idea, until: date, by: str, context: Context) -> None:
    zone = calendar_of(context.store.products.by_id(idea.product_id)).zone
    idea.snoozed_until = calendar.instant(until, zone)
    context.store.ideas.add(idea)
    context.record("snoozed", by, idea=idea.id, until=until.isoformat())


@feature.button("triage.assign")
def assign(request: Request, context: Context) -> Reply:
    """Give an idea to another product: its PMs see it, and its days count from now."""
    number, _, chosen = request.value.partition(":")
    idea = _theirs(int(number), request, context)
    product = existing_product(int(chosen), context)
    if idea.product_id != product.id:
        idea.product_id, idea.updated_at = product.id, context.now
        if idea.status in PMS_TURN:
            response.started(idea, context)
        context.store.ideas.add(idea)
        context.record("assigned", request.user, idea=idea.id, product=product.key)
        owed.card(idea, context)
    said = f":white_check_mark: #{idea.number} is with {escaped(product.name)} now."
    return _next(request, context, said=said)
