"""`/idea`: file a request, see what became of it, edit it until it is decided, withdraw it."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from bot.domain import ideas as domain
from bot.effects import Effect, PostMessage
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Block, Form, Message, Reply
from bot.models import Idea
from bot.request import Request
from bot.services import editing, entering, owed, similar
from bot.services.backing import stands_behind
from bot.services.dossier import dossier, dossiers, whole
from bot.services.editing import Edit
from bot.services.filing import file, known, take_back
from bot.views import cards
from bot.views import idea_forms as forms
from bot.views import ideas as views
from bot.views.dossier import Dossier
from bot.words import Status

SHOWN = 10
HELP = (
    ("/idea", "opens a form"),
    ("/idea Export reports as CSV", "stores it at once"),
    ("/idea mine", "shows what became of your ideas"),
    ("/idea #142", "shows one idea"),
    ("/idea help", "shows this"),
)

feature = Feature("Ask for something, or see what became of it", scopes=("commands", "chat:write"))


def _again(request: Request, context: Context) -> Reply:
    idea = context.store.ideas.of_request(request.once[0])
    if idea is not None:
        return _stored(dossier(idea, context), context)
    # A form is not opened twice; what only shows something shows it as it stands now.
    return ask(request, context) if request.text.strip() else SILENT


@feature.command("/idea", usage="[what you need | mine | #142 | help]", again=_again)
def ask(request: Request, context: Context) -> Reply:
    """File the text, open the form, or show what was asked for."""
    asked = domain.understood(request.text)
    match asked.ask:
        case domain.Ask.HELP:
            return Reply(message=views.help_text(HELP))
        case domain.Ask.MINE:
            return Reply(message=_mine(request.user, context))
        case domain.Ask.SHOW:
            return Reply(message=_shown(asked.number, request.user, context))
        case domain.Ask.FORM:
            return Reply(form=_form(request, context))
        case domain.Ask.FILE:
            wording = domain.worded(asked.text)
            context.store.drafts.drop(request.user, "/idea", "")
            filed = _file(request, wording, context, request.channel)
            number = str(filed.idea.number)
            return replace(_stored(filed, context), beside=("similar.offer", number))


@feature.button("idea.form")
def open_form(request: Request, context: Context) -> Reply:
    """Open the form where it could not be opened in time."""
    return Reply(form=_form(request, context))


def _form(request: Request, context: Context) -> Form:
    store = context.store
    drafts = [store.drafts.latest(request.user, form) for form in ("idea.submit", "/idea")]
    draft = next((d for d in drafts if d is not None), None)
    entered = entering.entered(draft) if draft else {}
    intake = context.store.products.taking(request.channel)
    if intake is not None:
        entered = {"product": str(intake.id), **entered}
    about = {"channel": request.channel, "draft": draft.id if draft else None}
    return entering.new_form(entered, about, context, again=("idea.form", "form"))


# --- Filing


@feature.form("idea.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store what was entered, and acknowledge it: in its source thread, else to its people."""
    wording = domain.titled(request.entered("title"), entering.problem(request))
    said = entering.source(request.context)
    captured = known(said.at, context) if said else None
    if captured is not None:
        raise UserError(f"This message was made an idea meanwhile: #{captured.number}.", "title")
    idea = _file(request, wording, context, request.context.get("channel")).idea
    entering.forget(request.context.get("draft"), request.user, context)
    if said is None:
        context.owe("idea.filed", f"tell:{idea.id}", {"idea": idea.id}, dedup=f"filed:{idea.id}")
        if idea.requester != idea.filed_by:
            context.owe("idea.filed_for", f"tell:{idea.id}", {"idea": idea.id})
    return SILENT


def _file(
    request: Request, wording: domain.Wording, context: Context, channel: str | None
) -> Dossier:
    """The new idea and its product: there is nothing more to know of it."""
    filing = entering.filing(request, wording, channel, context)
    return Dossier(file(filing, context), filing.product, importance=filing.importance)


def _stored(filed: Dossier, context: Context) -> Reply:
    return Reply(message=_acknowledged(filed, context))


def _acknowledged(filed: Dossier, context: Context, below: Sequence[Block] = ()) -> Message:
    store, product = context.store, filed.product
    products = store.products.all() if product is None else []
    setters = store.members.admins() if not products and product is None else []
    intro = views.filed_intro(filed.idea, product, setters, bool(products))
    return cards.own_card(filed, products, intro, below)


@feature.effect("idea.filed")
def filed(payload: Mapping[str, int], context: Context) -> Effect | None:
    """The acknowledgement of an idea filed by form: a DM, for a form has no place of its own."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None:
        return None
    below = similar.offers(idea, context)
    return PostMessage(idea.requester, _acknowledged(dossier(idea, context), context, below))


@feature.effect("idea.filed_for")
def filed_for(payload: Mapping[str, int], context: Context) -> Effect | None:
    """The same to the one who filed it for a colleague."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None:
        return None
    known = dossier(idea, context)
    return PostMessage(idea.filed_by, cards.own_card(known, [], views.filed_for_intro(idea)))


# --- Seeing


def _mine(user: str, context: Context) -> Message:
    found = context.store.ideas.of_requester(user, SHOWN + 1)
    return views.mine(dossiers(found[:SHOWN], context), len(found) > SHOWN, user)


def _shown(number: int, user: str, context: Context) -> Message:
    idea = _known(number, context)
    if user not in (idea.requester, idea.filed_by):
        supports = stands_behind(idea, user, context)
        shown = whole(idea, context)
        if not supports and not context.decides_for(user, shown.product):
            shown = replace(shown, discussion=())  # it may be of a channel they are not in
        return cards.other_card(shown, supports=supports)
    return cards.own_card(whole(idea, context), context.store.products.all())


def _known(number: int, context: Context, *, lock: bool = False) -> Idea:
    idea = context.store.ideas.numbered(number, lock=lock)
    if idea is None:
        raise UserError(f"There is no idea #{number}. `/idea mine` lists yours.")
    return idea


def _own(value: str, request: Request, context: Context) -> Idea:
    idea = _known(int(value), context, lock=True)
    editing.must_own(idea, request.user)
    return idea


# --- Changing


@feature.button("idea.edit")
def edit(request: Request, context: Context) -> Reply:
    """Open the form of an idea that waits for its answer."""
    idea = _own(request.value, request, context)
    editing.must_wait(idea)
    products = context.store.products.all()
    known = dossier(idea, context)
    return Reply(form=forms.edit_form(known, products, again=("idea.edit", request.value)))


@feature.form("idea.change")
def change(request: Request, context: Context) -> Reply:
    """Store an edited idea. What was asked for before stays in its history."""
    idea = _own(str(request.context["number"]), request, context)
    editing.must_wait(idea)
    wording = domain.titled(request.entered("title"), entering.problem(request))
    product = request.entered("product")
    asked = Edit(wording, int(product) if product else None, entering.importance(request))
    editing.edit(idea, asked, request.user, context)
    entering.forget(request.context.get("draft"), request.user, context)
    return SILENT


@feature.button("idea.withdraw")
def withdraw(request: Request, context: Context) -> Reply:
    """Take an idea back."""
    idea = _own(request.value, request, context)
    if idea.status == Status.WITHDRAWN:
        return Reply(replace=cards.own_card(dossier(idea, context), []))
    take_back(idea, request.user, context)
    return Reply(replace=cards.own_card(dossier(idea, context), []))


@feature.button("idea.product")
def choose_product(request: Request, context: Context) -> Reply:
    """Say which product an open idea is for; its card then goes to that product's PMs."""
    number, _, chosen = request.value.partition(":")
    idea = _own(number, request, context)
    product = context.store.products.by_id(int(chosen))
    if product is None:
        raise UserError(f"That product is gone. Type `/idea #{number}` to choose another.")
    if idea.product_id is None:
        editing.assign(idea, product, request.user, context)
    intro = views.filed_intro(idea, product, [], any_product=False)
    return Reply(replace=cards.own_card(dossier(idea, context), [], intro))


# --- Forms closed unsent


@feature.closed("idea.submit")
def closed(request: Request, context: Context) -> Reply:
    """Offer a form closed unsent again, with what was kept of it."""
    drafts = context.store.drafts
    kept = drafts.of(request.user, request.name, request.view or "")
    draft = kept or drafts.by_id(request.context.get("draft") or 0, request.user)
    if draft is not None:
        owed.draft(draft.id, request.user, context)
    return SILENT


@feature.closed("idea.change")
def change_closed(request: Request, context: Context) -> Reply:
    """The same for the form of an idea that was being edited."""
    return closed(request, context)
