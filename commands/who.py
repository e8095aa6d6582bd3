"""Who the people of a release are in Slack, said by hand where their addresses do not tell."""

from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Place, Reply
from bot.models import Product
from bot.request import Request
from bot.services import outlook, people
from bot.services.naming import existing_product, run_by
from bot.views import release as detailed
from bot.views import who as views

feature = Feature("Say who people in Jira are in Slack", scopes=("users:read",))


@feature.button("who.open")
def ask(request: Request, context: Context) -> Reply:
    """The form, over the release: everybody in it whom nobody knows."""
    product, version = _about(request.value, request.user, context)
    shown = outlook.one(product, version, context)
    strangers = (
        detailed.strangers(outlook.details(product, shown, request.user, context)) if shown else {}
    )
    if not strangers:
        raise UserError("Everybody in this release is known in Slack.")
    origin = {"view": request.view, "about": request.value}
    return Reply(form=views.form(strangers, origin), place=Place.PUSH)


def _about(value: str, user: str, context: Context) -> tuple[Product, str]:
    """The product, whose PM or an admin this must be, and the version. Raises UserError."""
    number, _, version = value.partition(":")
    product = existing_product(int(number), context)
    run_by(user, product, context)
    return product, version


@feature.form("who.submit")
def submit(request: Request, context: Context) -> Reply:
    """Remember who was named, and show the release with them."""
    about, view = str(request.context["about"]), request.context.get("view")
    product, version = _about(about, request.user, context)
    for place, account in enumerate(request.context["accounts"]):
        chosen = request.entered(views.field(place))
        if chosen:
            _must_be_here(chosen, views.field(place), context)
            people.tie(account, chosen, context)
            context.record("tied", request.user, account=account, to=chosen)
    shown = outlook.one(product, version, context)
    if shown is None or view is None:
        return Reply()
    return Reply(
        beneath=(
            str(view),
            detailed.details(outlook.details(product, shown, request.user, context)),
        )
    )


def _must_be_here(user: str, field: str, context: Context) -> None:
    known = context.store.people.known(user)
    if user == context.store.members.bot() or (known is not None and known.deactivated):
        raise UserError("Choose somebody who is here.", field)
