"""What a command or a control names: an idea, a product; and whether a person runs it."""

from bot.errors import UserError
from bot.feature import Context
from bot.models import Idea, Product
from bot.views.text import cut, escaped, line, people


def existing_idea(number: int, context: Context, *, lock: bool = False) -> Idea:
    """The idea a control names. Raises UserError once it is gone."""
    idea = context.store.ideas.numbered(number, lock=lock)
    if idea is None:
        raise UserError(f"There is no idea #{number} any more.")
    return idea


def existing_product(number: int, context: Context) -> Product:
    """The product a control names. Raises UserError once it is gone."""
    product = context.store.products.by_id(number)
    if product is None:
        raise UserError("That product is gone. `/product` lists those there are.")
    return product


def chosen_customer(number: str, field: str, context: Context) -> int | None:
    """The customer chosen in a field, where one is. Raises UserError once it is gone."""
    if number and context.store.customers.by_id(int(number)) is None:
        raise UserError("This customer is gone. Choose another one.", field)
    return int(number) if number else None


def product_named(text: str, context: Context) -> Product:
    """The product with this key; without one, the only product there is."""
    name, products = text.strip(), context.store.products.all()
    if not products:
        raise UserError("No product is set up yet. An admin can do it with `/product`.")
    keys = ", ".join(f"`{product.key}`" for product in products)
    if not name:
        if len(products) > 1:
            raise UserError(f"Say which product: {keys}.")
        return products[0]
    found = context.store.products.by_key(name)
    if found is None:
        words = escaped(cut(line(name), 20))
        raise UserError(f"There is no product with the key {words}. There are {keys}.")
    return found


def product_here(text: str, channel: str | None, context: Context) -> Product:
    """The product with this key; without one, the product whose channel this is."""
    here = None if text.strip() else context.store.products.of_channel(channel)
    return here or product_named(text, context)


def run_by(user: str, product: Product, context: Context) -> None:
    """Raises UserError, which says who may, unless `user` is its PM or an admin."""
    if context.store.members.is_admin(user) or context.decides_for(user, product):
        return
    who = whom_to_ask(product, context)
    raise UserError(f"Only the PMs of {escaped(product.name)} and admins may: ask {who}.")


def whom_to_ask(product: Product | None, context: Context) -> str:
    """The PMs of a product by name, else an admin."""
    managers = context.store.products.managers(product.id or 0) if product else []
    return people(managers) or "an admin"
