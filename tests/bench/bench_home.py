"""Homes and queues with 10,000 ideas stored against 100: they must cost what they show.

Of all ideas three in ten wait for their PM; the others are answered. Each part is drawn again and
again by a fresh session, as it is for a person.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from bot.app import SystemClock
from bot.feature import Context, Links, Surroundings
from bot.models import Alike, Decision, Home, Idea, Product, Support
from bot.services import at_home, triaging
from bot.store.database import Database
from bot.store.stores import Stores
from bot.views import home as views
from bot.words import Status, Verdict
from tests.bench import children
from tests.bench.table import show, verdict

SIZES = (100, 10_000)
ROUNDS = 15
PEOPLE = 50
WAIT = 0.3
MOST = 3.0
"""How many times as long a hundred times as many ideas may take."""
NOW = datetime.now(UTC)
ANSWERED = (Status.DECLINED, Status.NOT_NOW, Status.PLANNED, Status.SHIPPED)
WORDS = (
    *("export", "report", "calendar", "order", "customer", "portal", "list", "filter", "search"),
    *("import", "login", "label", "price", "account", "delivery", "map", "photo", "language"),
)
Part = Callable[[Context], object]
Filled = tuple[Database, int]
"""A store and its workspace."""


def main() -> None:
    """Print the table."""
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for kind, urls in children.databases(Path(made), len(SIZES)):
            rows += [_row(kind, what, took) for what, took in _measured(urls).items()]
    sizes = (f"{size:,} stored, ms" for size in SIZES)
    heads = ("what", "store", *sizes, "ratio", f"at most {MOST:.0f}")
    show(f"Homes and queues: the fastest of {ROUNDS} drawings, in turns", heads, rows)


def _row(kind: str, what: str, took: Sequence[float]) -> list[str]:
    few, many = took
    ratio = many / few
    return [what, kind, f"{few:.1f}", f"{many:.1f}", f"{ratio:.1f}", verdict(ratio <= MOST)]


def _measured(urls: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds at each size, by part."""
    surroundings = Surroundings(SystemClock(), Links())
    with ExitStack() as stack:
        stores_of = [stack.enter_context(_filled(*one)) for one in zip(urls, SIZES, strict=True)]

        def drawn(part: Part, database: Database, workspace: int) -> float:
            began = time.perf_counter()
            database.commit(lambda stores: part(surroundings.context(stores.of(workspace))))
            return (time.perf_counter() - began) * 1000

        return {
            what: list(map(min, zip(*_rounds(part, stores_of, drawn), strict=True)))
            for what, part in PARTS.items()
        }


def _rounds(
    part: Part, stores_of: Sequence[Filled], drawn: Callable[[Part, Database, int], float]
) -> Iterator[list[float]]:
    """Each size in turn, so that whatever else the machine does slows all of them."""
    for _ in range(ROUNDS):
        yield [drawn(part, *one) for one in stores_of]


@contextmanager
def _filled(url: str, size: int) -> Iterator[Filled]:
    database = Database(url, threads=2)
    try:
        yield database, database.commit(lambda stores: fill(stores, size))
    finally:
        database.close()


def fill(stores: Stores, size: int) -> int:
    """A product with so many ideas, three in ten of which wait."""
    workspace = stores.workspaces.adopt("T012AB3CD", "Sample", "U0BOT", "").id or 0
    product = Product(workspace_id=workspace, key="APP", name="Sample App", created_at=NOW)
    stores.of(workspace).products.add(product, ["U0PM"])
    rows = list(_ideas(workspace, product.id or 0, size))
    session = stores.session
    session.execute(insert(Idea), rows)
    session.execute(insert(Support), [_support(row) for row in rows])
    session.execute(insert(Decision), [_decision(row) for row in rows if row["decisions"]])
    session.execute(
        insert(Alike), [{"idea_id": row["id"], "sought": "", "found": []} for row in rows]
    )
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))  # its own maintenance comes later than we look
    return workspace


def _ideas(workspace: int, product: int, size: int) -> Iterator[dict[str, object]]:
    chance = random.Random(7)
    for number in range(1, size + 1):
        waits = chance.random() < WAIT
        person = f"U{number % PEOPLE}"
        yield {
            "id": number,
            "workspace_id": workspace,
            "number": number,
            "request": f"r{number}",
            "title": " ".join([*chance.sample(WORDS, 4), f"of{number}"]).capitalize(),
            "problem": "We do it by hand.",
            "requester": person,
            "filed_by": person,
            "source": "command",
            "product_id": product,
            "status": Status.NEW if waits else chance.choice(ANSWERED),
            "decisions": 0 if waits else 1,
            "due_on": (NOW + timedelta(days=number % 10)).date() if waits else None,
            "created_at": NOW - timedelta(minutes=size - number),
            "updated_at": NOW,
        }


def _support(row: dict[str, object]) -> dict[str, object]:
    person = row["requester"]
    same = {name: row[name] for name in ("workspace_id",)}
    return {**same, "idea_id": row["id"], "person": person, "by": person, "quote": "", "at": NOW}


def _decision(row: dict[str, object]) -> dict[str, object]:
    known = {"workspace_id": row["workspace_id"], "idea_id": row["id"], "number": 1}
    return {**known, "verdict": Verdict.NO, "answer": "No.", "note": "", "by": "U0PM", "at": NOW}


def _home(user: str, words: str = "") -> Part:
    def part(context: Context) -> object:
        home = Home(workspace_id=context.store.workspace, user=user, words=words, opened_at=NOW)
        return views.page(at_home.gathered(home, context))

    return part


PARTS: dict[str, Part] = {
    "a requester's Home": _home("U7"),
    "a PM's Home": _home("U0PM"),
    "a search in the Home": _home("U7", words="export report"),
    "a search that finds nothing": _home("U7", words="unheard thing"),
    "the queue": lambda context: triaging.shown("U0PM", (), context),
}

if __name__ == "__main__":
    main()
