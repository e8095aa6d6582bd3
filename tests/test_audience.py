"""Telling many: everybody behind an idea and what was merged into it, each once, come what may."""

from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.feature import Context, Links, Surroundings
from bot.models import Delivery, Idea, Notice, Support
from bot.services import audience, owed
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import Change, DeliveryState, Status
from commands import tell
from tests.world import START, Frozen

TEAMS = count()
PEOPLE = st.sets(st.integers(0, 30).map("U{:02}".format))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url, threads=2)
    yield found
    found.close()


def workspace(stores: Stores) -> Context:
    """A context in a workspace of its own."""
    made = stores.workspaces.adopt(f"T{next(TEAMS)}", "Example Corp", "U0", "")
    assert made.id is not None
    return Surroundings(Frozen(), Links()).context(stores.of(made.id))


def asked(number: int, requester: str, behind: set[str], into: int | None, on: Context) -> Idea:
    idea = on.store.ideas.add(
        Idea(
            workspace_id=on.store.workspace,
            number=number,
            request=f"r{number}",
            title="Sample",
            requester=requester,
            filed_by=requester,
            status=Status.DUPLICATE if into else Status.PLANNED,
            duplicate_of=into,
            created_at=START,
            updated_at=START,
        )
    )
    for person in sorted({requester, *behind}):
        on.store.support.add(
            Support(
                workspace_id=on.store.workspace,
                idea_id=idea.id or 0,
                person=person,
                by=person,
                at=START,
            )
        )
    return idea


def waiting(context: Context) -> list[Delivery]:
    rows = select(Delivery).where(
        Delivery.workspace_id == context.store.workspace,
        Delivery.kind == "tell.part",
        Delivery.state == DeliveryState.READY,
    )
    return list(context.store.session.exec(rows))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=PEOPLE, second=PEOPLE, data=st.data())
def test_each_person_hears_once_however_often_a_part_is_done_again(
    database: Database, first: set[str], second: set[str], data: st.DataObject
) -> None:
    def told(stores: Stores) -> tuple[Counter[str], int]:
        context = workspace(stores)
        idea = asked(1, "U01", first, None, context)
        asked(2, "U02", second, idea.id, context)
        for _ in range(data.draw(st.integers(1, 3))):
            owed.tell(idea, Change.SHIPPED, context, by="U03", version="")
        while parts := waiting(context):
            part = data.draw(st.sampled_from(parts))
            for _ in range(data.draw(st.integers(1, 2))):
                tell.spread(part.payload, None, context)
            part.state = DeliveryState.DONE
            context.store.deliveries.save(part)
        mine = Notice.workspace_id == context.store.workspace
        words = select(Delivery).where(
            Delivery.workspace_id == context.store.workspace, Delivery.kind == "tell.word"
        )
        heard = Counter(notice.user for notice in stores.session.exec(select(Notice).where(mine)))
        return heard, len(list(stores.session.exec(words)))

    part, audience.PART = audience.PART, data.draw(st.integers(1, 12))
    try:
        heard, words = database.commit(told)
    finally:
        audience.PART = part
    everybody = {"U01", "U02", *first, *second} - {"U03"}
    assert dict.fromkeys(everybody, 1) == heard
    assert len(everybody) == words
