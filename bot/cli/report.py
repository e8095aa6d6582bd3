"""What the command line prints of imports and digests."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.app import App
from bot.cli.importing import Imported
from bot.domain import digests as figures
from bot.domain.calendar import local
from bot.domain.facts import Facts
from bot.errors import UserError
from bot.message import Message
from bot.services.weekly import backdrop, facts
from bot.store.stores import Stores
from bot.views import digests as views
from bot.views.digests import Backdrop
from bot.views.text import counted
from bot.views.words import spoken
from bot.words import DigestKind


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


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of digest is computed and shown."""

    compute: Callable[[Facts], Any]
    show: Callable[[Any, Backdrop], list[Message]]


KINDS: Mapping[DigestKind, Kind] = {
    DigestKind.PROGRESS: Kind(figures.progress, views.progress),
    DigestKind.BLOCKERS: Kind(figures.blockers, views.blockers),
    DigestKind.CAPACITY: Kind(figures.capacity, views.capacity),
}


def digest_lines(
    app: App, kind: DigestKind, product: str, as_of: date | None, shape: str
) -> list[str]:
    """A digest as text, JSON or blocks. Raises UserError for a product there is not."""
    workspace = app.workspace()

    def read(stores: Stores) -> tuple[Facts, Backdrop]:
        store = stores.of(workspace)
        found = store.products.by_key(product)
        if found is None:
            keys = ", ".join(p.key for p in store.products.all()) or "none yet"
            raise UserError(f"There is no product {product}. Products: {keys}.")
        day = as_of or local(app.clock.now(), found.zone).date()
        seen = facts(store, found, day)
        return seen, backdrop(store, found, seen, app.config.jira_url)

    seen, behind = app.database.look(read)
    result = KINDS[kind].compute(seen)
    if shape == "json":
        return [json.dumps(result.as_json(), indent=2)]
    messages = KINDS[kind].show(result, behind)
    if shape == "blocks":
        return [json.dumps([{"text": m.text, "blocks": m.blocks} for m in messages], indent=2)]
    return spoken(messages) or ["Nothing to say."]
