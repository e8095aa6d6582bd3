"""What the command line prints of imports and digests."""

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bot.app import App
from bot.cli.importing import Imported
from bot.domain.calendar import local
from bot.domain.capacity import TeamPlan
from bot.domain.digests import printed
from bot.domain.facts import Facts
from bot.errors import UserError
from bot.services.weekly import backdrop, computed, facts, teams
from bot.store.stores import Stores
from bot.views import digests as views
from bot.views.digests import Backdrop
from bot.views.text import counted
from bot.views.words import spoken
from bot.words import DigestKind, DigestShape


def imported(done: Imported) -> Iterator[str]:
    """What an import brought, and what it could not tell."""
    what = f"{counted(done.issues, 'issue')} of {done.project}"
    past = f"{counted(done.changes, 'change')} of their histories"
    made = ", made by this import" if done.created else ""
    yield f"{what} stored, with {past} and {counted(done.versions, 'version')}."
    yield f"Product: {done.product}{made}."
    for names, meaning in (
        (done.unknown_statuses, "Statuses nothing tells the meaning of, taken as in progress"),
        (done.left_out, "Versions left out of scope changes: no date, or only in histories"),
    ):
        if names:
            yield f"{meaning}: {', '.join(names)}"


class Wanted(NamedTuple):
    """Which digest is printed, as of when, for whom, and how."""

    kind: DigestKind
    product: str
    as_of: date | None
    shape: DigestShape
    form: str


def digest_lines(app: App, wanted: Wanted) -> list[str]:
    """A digest as text, JSON or blocks. Raises UserError for a product there is not."""
    workspace = app.workspace()

    def read(stores: Stores) -> tuple[Facts, Backdrop, list[TeamPlan]]:
        store = stores.of(workspace)
        product = store.products.by_key(wanted.product)
        if product is None:
            keys = ", ".join(p.key for p in store.products.all()) or "none yet"
            raise UserError(f"There is no product {wanted.product}. Products: {keys}.")
        day = wanted.as_of or local(app.clock.now(), product.zone).date()
        seen = facts(store, product, day)
        behind = backdrop(store, product, seen, app.config.jira_url, wanted.shape)
        return seen, behind, teams(wanted.kind, product, store, day)

    seen, behind, weighed = app.database.look(read)
    figures = computed(wanted.kind, seen, weighed)
    if wanted.form == "json":
        return [json.dumps(printed(figures), indent=2)]
    messages = views.digest(figures, behind)
    if wanted.form == "blocks":
        return [json.dumps([{"text": m.text, "blocks": m.blocks} for m in messages], indent=2)]
    return spoken(messages) or ["Nothing to say."]
