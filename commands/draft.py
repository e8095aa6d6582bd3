"""Forms closed unsent: what stood in them is kept, and offered again."""

from collections.abc import Mapping
from typing import Any

from bot.domain import ideas as domain
from bot.effects import Effect, PostMessage
from bot.feature import Context, Feature
from bot.message import SILENT, Form, Reply
from bot.models import Draft, Idea
from bot.request import Request
from bot.services import entering
from bot.services.dossier import dossier
from bot.views import idea_forms as forms
from bot.views import ideas as views
from bot.views import notices

CHANGE = "idea.change"
OVER = "That draft was sent or discarded already."

feature = Feature("Go on with a form that was closed", scopes=("chat:write", "im:write"))


@feature.button("draft.keep")
def keep(request: Request, context: Context) -> Reply:
    """The form of a new idea reports when something is chosen: what stands in it is kept."""
    if any(request.values.values()):
        entering.keep("idea.submit", request, context)
    return SILENT


@feature.button("draft.keep_change")
def keep_change(request: Request, context: Context) -> Reply:
    """The same for the form of an idea that is edited."""
    entering.keep(CHANGE, request, context)
    return SILENT


@feature.effect("draft.offer")
def offer(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The offer to go on with what was kept."""
    draft = context.store.drafts.by_id(payload["draft"], payload["user"])
    if draft is None:
        return None
    texts, edited = entering.entered(draft), _edited(draft, context)
    words = texts.get("title", "").strip() or texts.get("problem") or "…"
    number = edited.number if edited else None
    return PostMessage(payload["user"], views.kept_draft(words, str(draft.id), number))


def _edited(draft: Draft, context: Context) -> Idea | None:
    """The idea a draft changes; None for a new one, and for one that waits no more."""
    if draft.form != CHANGE:
        return None
    number = draft.content.get(entering.ABOUT, {}).get("number", 0)
    idea = context.store.ideas.numbered(number)
    return idea if idea is not None and idea.status in domain.WAITING else None


@feature.button("draft.resume")
def resume(request: Request, context: Context) -> Reply:
    """Open the form with what was kept."""
    draft = context.store.drafts.by_id(int(request.value), request.user)
    if draft is None:
        return Reply(replace=notices.told(OVER))
    again = ("draft.resume", request.value)
    if draft.form != CHANGE:
        return Reply(form=entering.resumed(draft, context, again))
    idea = _edited(draft, context)
    if idea is None:
        return Reply(message=notices.told("This idea is answered: it can't be edited any more."))
    return Reply(form=_edit_form(idea, draft, context, again))


def _edit_form(idea: Idea, draft: Draft, context: Context, again: tuple[str, str]) -> Form:
    products, kept = context.store.products.all(), entering.entered(draft)
    return forms.edit_form(dossier(idea, context), products, again, kept, draft.id)


@feature.button("draft.discard")
def discard(request: Request, context: Context) -> Reply:
    """Forget a draft."""
    entering.forget(int(request.value), request.user, context)
    return Reply(replace=notices.told("Discarded."))
