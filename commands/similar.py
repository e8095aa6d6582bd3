"""Similar ideas: shown beside a new one, and joined instead of it with one click."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.desk import Gather
from bot.effects import Effect
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Form, Message, Place, Reply
from bot.models import Alike, Idea, Support
from bot.request import Request
from bot.services import entering, owed, similar
from bot.services.backing import Backing, back, counting
from bot.services.filing import take_back
from bot.services.naming import chosen_customer, existing_idea
from bot.store.ideas import PMS_TURN
from bot.store.stores import Store
from bot.views import similar as views
from bot.views.idea_forms import LOOK
from bot.views.text import cut
from bot.words import Status

QUOTE = 1000
"""Characters of what somebody entered that become a quote."""

feature = Feature("Similar ideas, before one more is asked for")


@feature.beside("similar.offer")
def offer(request: Request, context: Context) -> Reply:
    """The ideas like one that was just filed; nothing where there is none."""
    own = existing_idea(int(request.value), context)
    found = similar.like_idea(own, context, user=request.user)
    return Reply(message=views.offered(found, own)) if found else SILENT


# --- For its PM: looked for beside, shown on the card


@feature.effect("similar.find")
def find(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Look for what is like an idea, while its PM is waited for."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None or idea.status not in PMS_TURN:
        return None
    return Gather(context.store.workspace, partial(_found, payload["idea"]))


def _found(key: int, store: Store) -> tuple[str, list[int]]:
    """What was sought, and what was found."""
    idea = store.ideas.by_id(key)
    return (similar.sought(idea), similar.look_up(idea, store)) if idea else ("", [])


@feature.done("similar.find")
def found(payload: Mapping[str, Any], result: tuple[str, list[int]], context: Context) -> None:
    """Remember it and show it; whatever waits and is like it may show this one from now on."""
    store, (sought, ideas) = context.store, result
    idea = store.ideas.by_id(payload["idea"])
    if idea is None or idea.id is None:
        return
    known = store.similar.known(idea.id)
    shown = known.found if known else []
    store.similar.know(Alike(idea_id=idea.id, sought=sought, found=ideas))
    if ideas != shown:
        owed.card(idea, context)
    if payload["others"]:
        for other in store.ideas.of_ids(ideas):
            if other.status in PMS_TURN:
                owed.alike(other, context)


# --- For who asks


@feature.button(LOOK)
def look(request: Request, context: Context) -> Reply:
    """A title was entered: the form again, with what is like it above all that was typed."""
    entering.keep("idea.submit", request, context)
    found = similar.like(request.entered("title"), context, user=request.user)
    entered = {name: value for name, value in request.values.items() if isinstance(value, str)}
    form = entering.new_form(entered, request.context, context, again=("idea.form", "form"))
    return Reply(form=views.above(form, found), place=Place.UPDATE)


@feature.button(views.SUPPORT)
def support(request: Request, context: Context) -> Reply:
    """Stand behind an idea instead of asking for it once more."""
    number, _, own = request.value.partition(":")
    named = existing_idea(int(number), context)
    if not own:
        return _joined_from_form(named, request, context)
    mine = existing_idea(int(own), context)
    if request.user not in (mine.requester, mine.filed_by):
        raise UserError(f"Only who asked for #{own} can take it back. `/idea #{number}` supports.")
    root, mine = _locked(named, mine, context)
    for said in _said(mine, request.user, context):
        back(root, said, context)
    kept = _stays(mine, context)
    if not kept and mine.status is not Status.WITHDRAWN:
        context.record("supported instead", request.user, idea=mine.id, root=root.id)
        take_back(mine, request.user, context)
    return Reply(replace=_joined(root, mine, kept, request.user, context))


def _locked(named: Idea, mine: Idea, context: Context) -> tuple[Idea, Idea]:
    """What counts for the one and the other itself, both locked. Raises UserError."""
    assert named.id is not None
    assert mine.id is not None
    root = context.store.merges.root(named.id)
    ideas = {idea.id: idea for idea in context.store.merges.lock([root, mine.id])}
    if context.store.merges.root(named.id) != root or root == mine.id:
        raise UserError(f"#{named.number} was merged in the meantime. `/idea #{named.number}`")
    return ideas[root], ideas[mine.id]


def _said(mine: Idea, user: str, context: Context) -> list[Backing]:
    """All that was said of one's own idea: it counts for the other from now on."""
    assert mine.id is not None
    rows = context.store.support.of_one([mine.id], mine.requester)
    return [_moved(row, mine) for row in rows] or [Backing(mine.requester, user)]


def _moved(row: Support, mine: Idea) -> Backing:
    quote = row.quote or cut(mine.problem, QUOTE)
    return Backing(row.person, row.by, row.customer_id, row.importance, quote)


def _stays(mine: Idea, context: Context) -> str:
    """Why one's own idea is not taken back; empty when it is."""
    assert mine.id is not None
    if mine.status not in (Status.NEW, Status.WITHDRAWN):
        return f"#{mine.number} stays: its PM is at it already."
    if context.store.support.evidence(mine.id).people > 1:
        return f"#{mine.number} stays: others stand behind it by now."
    return ""


def _joined(root: Idea, mine: Idea | None, kept: str, user: str, context: Context) -> Message:
    known = similar.likeness(root, context, user=user)
    return views.joined(known, mine, kept)


def _joined_from_form(named: Idea, request: Request, context: Context) -> Reply:
    """What was typed so far is said of the idea that is joined; the form is done."""
    root = counting(named, context)
    said = Backing(
        request.entered("person") or request.user,
        request.user,
        chosen_customer(request.entered("customer"), "customer", context),
        entering.importance(request),
        quote=cut(request.entered("problem").strip(), QUOTE),
    )
    back(root, said, context)
    context.store.drafts.drop(request.user, "idea.submit", request.view or "")
    entering.forget(request.context.get("draft"), request.user, context)
    message = _joined(root, None, "", request.user, context)
    done = Form("similar.joined", "Thank you", message.blocks, close="Close")
    return Reply(form=done, place=Place.UPDATE)
