"""`/triage`: the PM's queue, one idea at a time, and one answer for several ideas."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.domain import calendar
from bot.domain import decisions as domain
from bot.domain.ideas import DECIDED, MOVES
from bot.domain.queue import Waiting
from bot.domain.response import calendar_of
from bot.domain.triggers import Condition
from bot.effects import Effect, PostMessage, Proceed
from bot.errors import UserError
from bot.feature import Context, Feature, Request
from bot.message import Form, Place, Reply
from bot.models import Idea
from bot.services import deciding, owed, reporting, response, triaging
from bot.store.ideas import PMS_TURN
from bot.views import notices
from bot.views import triage as views
from bot.views.ideas import help_text
from bot.views.text import escaped
from bot.words import TriggerKind, Verdict

PART = 10
"""How many ideas one transaction answers: few, so that acknowledgements get through between."""
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
    _must_answer(request.user, context)
    products = reporting.products_for(request.user, key, context)
    asked = {"user": request.user, "products": [product.id for product in products]}
    context.owe("report.begin", f"report:{request.id}", {**asked, "name": request.id, "files": []})
    return Reply(message=notices.told(views.REPORT_COMES))


@feature.button("triage.open")
def reopened(request: Request, context: Context) -> Reply:
    """Open the queue from a message."""
    _must_answer(request.user, context)
    return Reply(form=triaging.shown(request.user, (), context))


def _must_answer(user: str, context: Context) -> None:
    store = context.store
    if store.members.is_admin(user) or store.products.managed_by(user):
        return
    products = store.products.all()
    managers = sorted({pm for p in products for pm in store.products.managers(p.id or 0)})
    raise UserError(views.not_a_pm(managers, store.members.admins()))


def _next(request: Request, context: Context, *passed: int, said: str = "") -> Reply:
    """The queue in place of itself, past what was just dealt with."""
    origin = triaging.skipped(request.context)
    form = triaging.shown(request.user, (*origin, *passed), context, said)
    return Reply(form=form, place=Place.UPDATE)


@feature.button("triage.skip")
def skip(request: Request, context: Context) -> Reply:
    """Go past an idea, for as long as the queue is open."""
    _must_answer(request.user, context)
    return _next(request, context, int(request.value))


@feature.button("triage.again")
def again(request: Request, context: Context) -> Reply:
    """Show from the start what was skipped."""
    _must_answer(request.user, context)
    return Reply(form=triaging.shown(request.user, (), context), place=Place.UPDATE)


def _theirs(number: int, request: Request, context: Context) -> Idea:
    """An idea this person may answer, locked. Raises UserError."""
    idea = context.store.ideas.numbered(number, lock=True)
    if idea is None:
        raise UserError(f"There is no idea #{number} any more.")
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
    return _beneath(request, context)


def _put_off(idea: Idea, until: date, by: str, context: Context) -> None:
    zone = calendar_of(context.store.products.by_id(idea.product_id)).zone
    idea.snoozed_until = calendar.instant(until, zone)
    context.store.ideas.add(idea)
    context.record("snoozed", by, idea=idea.id, until=until.isoformat())


def _beneath(request: Request, context: Context, *passed: int, said: str = "") -> Reply:
    """The form closes, and the queue below shows what is next."""
    origin = request.context.get("origin") or {}
    if "view" not in origin:
        return Reply()
    still = (*triaging.skipped(origin), *passed)
    return Reply(beneath=(origin["view"], triaging.shown(request.user, still, context, said)))


@feature.button("triage.assign")
def assign(request: Request, context: Context) -> Reply:
    """Give an idea to another product: its PMs see it, and its days count from now."""
    number, _, chosen = request.value.partition(":")
    idea = _theirs(int(number), request, context)
    product = context.store.products.by_id(int(chosen))
    if product is None:
        raise UserError("That product is gone. `/product` lists those there are.")
    if idea.product_id != product.id:
        idea.product_id, idea.updated_at = product.id, context.now
        if idea.status in PMS_TURN:
            response.started(idea, context)
        context.store.ideas.add(idea)
        context.record("assigned", request.user, idea=idea.id, product=product.key)
        owed.card(idea, context)
    said = f":white_check_mark: #{idea.number} is with {escaped(product.name)} now."
    return _next(request, context, said=said)


# --- Several at once


@feature.button("triage.several")
def several(request: Request, context: Context) -> Reply:
    """Open the form of one answer for several ideas."""
    _must_answer(request.user, context)
    origin = {"view": request.view, **request.context}
    return Reply(form=_several({}, origin, request.user, context), place=Place.PUSH)


def _several(
    entered: Mapping[str, Any], origin: Mapping[str, object] | None, user: str, context: Context
) -> Form:
    queue = triaging.queue(user, context)
    setting = deciding.setting(None, None, context, origin)
    return views.several_form(queue, entered, setting, _picked(queue, entered.get("ideas", ())))


def _picked(queue: Sequence[Waiting], chosen: Sequence[str]) -> list[Waiting]:
    return [one for one in queue if views.ALL in chosen or str(one.number) in chosen]


@feature.button("triage.pick")
def pick(request: Request, context: Context) -> Reply:
    """Count again what is chosen."""
    return _redrawn(request, context)


@feature.button("triage.verdict")
def choose_verdict(request: Request, context: Context) -> Reply:
    """Ask for what the answer needs."""
    return _redrawn(request, context)


@feature.button("triage.reason")
def choose_reason(request: Request, context: Context) -> Reply:
    """Suggest the reason's own sentence."""
    return _redrawn(request, context)


@feature.button("triage.returns")
def choose_returns(request: Request, context: Context) -> Reply:
    """Ask for what it waits for."""
    return _redrawn(request, context)


def _redrawn(request: Request, context: Context) -> Reply:
    _must_answer(request.user, context)
    kept: Mapping[str, Any] = request.values
    if request.entered("verdict"):
        verdict = Verdict(request.entered("verdict"))
        kept = deciding.entered(request.values, verdict, context)
    kept = {name: value for name, value in kept.items() if value is not None}
    form = _several(kept, request.context.get("origin"), request.user, context)
    return Reply(form=form, place=Place.UPDATE)


@feature.form("triage.answer")
def answer(request: Request, context: Context) -> Reply:
    """Begin to answer what was chosen, part by part."""
    _must_answer(request.user, context)
    picked = _picked(triaging.queue(request.user, context), request.chosen("ideas"))
    if not picked:
        raise UserError("Choose the ideas to answer.", "ideas")
    given = deciding.answer(Verdict(request.entered("verdict")), request.values, None, context)
    work = {
        "answer": _kept(given),
        "by": request.user,
        "ideas": [[one.number, one.decisions] for one in picked],
        "done": 0,
        "missed": [],
    }
    context.owe("triage.part", f"several:{request.id}", work)
    said = f":hourglass_flowing_sand: {len(picked)} are being answered; I tell you when it is done."
    return _beneath(request, context, *(one.number for one in picked), said=said)


def _kept(given: domain.Answer) -> dict[str, Any]:
    """An answer as a delivery carries it."""
    return {
        "verdict": given.verdict,
        "reason": given.reason.code if given.reason else None,
        "answer": given.answer,
        "note": given.note,
        "returns": [[one.kind, one.value] for one in given.returns],
    }


def _given(kept: Mapping[str, Any], context: Context) -> domain.Answer:
    returns = tuple(Condition(TriggerKind(kind), value) for kind, value in kept["returns"])
    reason = context.store.reasons.all().known(kept["reason"])
    verdict = Verdict(kept["verdict"])
    return domain.Answer(verdict, reason, kept["answer"], kept["note"], returns)


@feature.effect("triage.part")
def part(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    """The next part of several ideas."""
    return Proceed()


@feature.done("triage.part")
def answered(payload: Mapping[str, Any], result: object, context: Context) -> None:  # noqa: ARG001
    """Answer a part, and owe the next; at the end, the word to the PM."""
    given = _given(payload["answer"], context)
    now, rest = payload["ideas"][:PART], payload["ideas"][PART:]
    missed = [n for n, seen in now if not _answer_one(n, seen, given, payload["by"], context)]
    so_far = {
        **payload,
        "ideas": rest,
        "done": payload["done"] + len(now) - len(missed),
        "missed": payload["missed"] + missed,
    }
    kind = "triage.part" if rest else "triage.told"
    context.owe(kind, f"several:{payload['by']}", so_far)


def _answer_one(number: int, seen: int, given: domain.Answer, by: str, context: Context) -> bool:
    """Whether an idea was answered: it is as it was seen, and still theirs to answer."""
    idea = context.store.ideas.numbered(number, lock=True)
    if idea is None or idea.decisions != seen or idea.status not in PMS_TURN:
        return False
    product = context.store.products.by_id(idea.product_id)
    if not context.decides_for(by, product) or DECIDED[given.verdict] not in MOVES[idea.status]:
        return False
    deciding.decide(idea, given, by, context)
    return True


@feature.effect("triage.told")
def told(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    """The DM to the PM once all are answered."""
    return PostMessage(payload["by"], views.answered(payload["done"], payload["missed"]))
