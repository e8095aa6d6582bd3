"""The yardstick of `/idea`: Bolt with its own signature check and a listener without product.

It writes the rows `/idea` writes, from constants, through the same `Database.write`. A process:
DATABASE_URL and PORT in the environment.
"""

import os
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from sqlalchemy import update
from sqlmodel import col

from bot.models import Delivery, Event, Idea, InboxEntry, Support, Workspace
from bot.store.database import Database
from bot.store.stores import Stores
from tests.bench.yardstick import bolt, serve

TITLE = "Export the report as CSV, please, for the office of group 1"
USER, CHANNEL = "U000000002", "C000000003"


def write(stores: Stores, trigger: str) -> None:
    """The rows of one `/idea`: inbox, counter, idea, support, event, delivery."""
    session, now = stores.session, datetime.now(UTC)
    counter = update(Workspace).where(col(Workspace.id) == 1)
    number = session.execute(
        counter.values(last_idea=col(Workspace.last_idea) + 1).returning(col(Workspace.last_idea))
    ).scalar_one()
    idea = Idea(
        workspace_id=1,
        number=number,
        request=trigger,
        title=TITLE,
        requester=USER,
        filed_by=USER,
        product_id=1,
        channel=CHANNEL,
        created_at=now,
        updated_at=now,
    )
    session.add_all([InboxEntry(workspace_id=1, key=trigger, at=now), idea])
    session.flush()
    told = {"title": TITLE, "problem": ""}
    event = Event(workspace_id=1, idea_id=idea.id, kind="filed", by=USER, at=now, detail=told)
    card = Delivery(
        workspace_id=1,
        kind="card.draw",
        key=f"1:card:{idea.id}",
        payload={"idea": idea.id},
        dedup=f"1:card:{idea.id}",
        available_at=now,
    )
    support = Support(workspace_id=1, idea_id=idea.id or 0, person=USER, by=USER, at=now)
    session.add_all([support, event, card])


def main() -> None:
    database, app = Database(os.environ["DATABASE_URL"]), bolt()

    @app.command("/idea")
    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        await database.write(lambda stores: write(stores, body["trigger_id"]))
        await ack("Stored.")

    serve(app, int(os.environ["PORT"]))


if __name__ == "__main__":
    main()
