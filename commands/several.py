"""One answer for several ideas of a PM's queue, given part by part."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain import decisions as domain
from bot.domain.ideas import DECIDED, MOVES
from bot.domain.queue import Waiting
from bot.domain.triggers import Condition
from bot.effects import Effect, PostMessage, Proceed
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Form, Place, Reply
from bot.request import Request
from bot.services import deciding, triaging
from bot.store.ideas import PMS_TURN
from bot.views import several as views
from bot.words import TriggerKind, Verdict

PART = 10
"""How many ideas one transaction answers: few, so that acknowledgements get through between."""

feature = Feature("Answer several ideas at once", scopes=("im:write",))


@feature.button("several.open")
def opened(request: Request, context: Context) -> Reply:
    """Open the form of one answer for several ideas."""
    triaging.must_answer(request.user, context)
    origin = {"view": request.view, **request.context}
    return Reply(form=_form({}, origin, request.user, context), place=Place.PUSH)


def _form(
    entered: Mapping[str, Any], origin: Mapping[str, object] | None, user: str, context: Context
) -> Form:
    queue = triaging.queue(user, context)
    setting = deciding.setting(None, None, context, origin)
    return views.form(queue, entered, setting, _picked(queue, entered.get("ideas", ())))


def _picked(queue: Sequence[Waiting], chosen: Sequence[str]) -> list[Waiting]:
    return [one for one in queue if views.ALL in chosen or str(one.number) in chosen]


@feature.button("several.pick")
def pick(request: Request, context: Context) -> Reply:
    """Count again what is chosen."""
    return _redrawn(request, context)


@feature.button("several.verdict")
def choose_verdict(request: Request, context: Context) -> Reply:
    """Ask for what the answer needs."""
    return _redrawn(request, context)


@feature.button("several.reason")
def choose_reason(request: Request, context: Context) -> Reply:
    """Suggest the reason's own sentence."""
    return _redrawn(request, context)


@feature.button("several.returns")
def choose_returns(request: Request, context: Context) -> Reply:
    """Ask for what it waits for."""
    return _redrawn(request, context)


def _redrawn(request: Request, context: Context) -> Reply:
    triaging.must_answer(request.user, context)
    kept: Mapping[str, Any] = request.values
    if request.entered("verdict"):
        verdict = Verdict(request.entered("verdict"))
        kept = deciding.entered(request.values, verdict, context)
    kept = {name: value for name, value in kept.items() if value is not None}
    form = _form(kept, request.context.get("origin"), request.user, context)
    return Reply(form=form, place=Place.UPDATE)


@feature.form("several.submit")
def submit(request: Request, context: Context) -> Reply:
    """Begin to answer what was chosen, part by part."""
    triaging.must_answer(request.user, context)
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
    context.owe("several.part", f"several:{request.id}", work)
    said = f":hourglass_flowing_sand: {len(picked)} are being answered; I tell you when it is done."
    return triaging.beneath(request, context, *(one.number for one in picked), said=said)


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


@feature.effect("several.part")
def part(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    """The next part of several ideas."""
    return Proceed()


@feature.done("several.part")
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
    kind = "several.part" if rest else "several.told"
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


@feature.effect("several.told")
def told(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    """The DM to the PM once all are answered."""
    return PostMessage(payload["by"], views.answered(payload["done"], payload["missed"]))
