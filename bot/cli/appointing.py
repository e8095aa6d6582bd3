"""Roles given and taken on the command line: to a member by id, to everybody in a user group."""

from bot.app import App
from bot.errors import UserError
from bot.feature import Context
from bot.services import refresh
from bot.store.stores import Store, Stores


def appoint(app: App, who: str, product: str | None) -> str:
    """Make a member, or everybody in a group, an admin or PM of a product; what came of it."""
    return _done(app, who, product, give=True)


def dismiss(app: App, who: str, product: str | None) -> str:
    """Take that role from them again; what came of it."""
    return _done(app, who, product, give=False)


def _done(app: App, who: str, product: str | None, *, give: bool) -> str:
    _must_be_an_id(who)
    workspace = app.workspace()

    def change(stores: Stores) -> str:
        context = app.surroundings.context(stores.of(workspace))
        changed = _changed(who, _product(product, context.store), context, give=give)
        return _words(who, product, changed=changed, give=give)

    return app.database.commit(change)


def _must_be_an_id(who: str) -> None:
    if who[:1] not in ("U", "W", "S") or not who.isalnum() or who != who.upper():
        raise UserError(
            "Give a Slack member id such as U012AB3CD (profile, More, Copy member ID) "
            "or the id of a user group such as S012AB3CD."
        )


def _product(key: str | None, store: Store) -> int | None:
    if key is None:
        return None
    product = store.products.by_key(key)
    if product is None:
        known = ", ".join(p.key for p in store.products.all()) or "none yet"
        raise UserError(f"There is no product with the key {key}. There is: {known}.")
    return product.id


def _changed(who: str, product: int | None, context: Context, *, give: bool) -> bool:
    store = context.store
    if who.startswith("S"):
        refresh.roles(context)
        people = store.people
        return people.give_role(who, product) if give else people.take_role(who, product)
    if product is None:
        return store.members.add_admin(who) if give else store.members.drop_admin(who)
    return store.products.appoint(product, who) if give else store.products.dismiss(product, who)


def _words(who: str, product: str | None, *, changed: bool, give: bool) -> str:
    subject = f"Everybody in {who}" if who.startswith("S") else who
    role = f"a PM of {product.upper()}" if product else "an admin"
    if give:
        return f"{subject} is {role}." if changed else f"{subject} was {role} already."
    return f"{subject} is {role} no more." if changed else f"{subject} was not {role}."
