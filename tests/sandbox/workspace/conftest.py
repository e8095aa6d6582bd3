"""The page's server on a scene without a bot, and a client that asks as the page does."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox.scene import Scene, scene
from bot.sandbox.slack import Json
from bot.sandbox.workspace import WorkspacePage


@dataclass
class Client:
    """Asks as the page does."""

    page: WorkspacePage
    scene: Scene
    session: aiohttp.ClientSession

    @property
    def origin(self) -> str:
        return self.page.url.rstrip("/")

    async def act(self, name: str, /, **body: object) -> Json:
        async with self.session.post(
            f"{self.page.url}acts/{name}", json=body, headers={"Origin": self.origin}
        ) as answer:
            told: Json = await answer.json()
            return told

    async def status(self, path: str, method: str = "GET", **options: Any) -> int:
        async with self.session.request(method, self.page.url + path, **options) as answer:
            return answer.status

    def live(self, me: str = "", origin: str = "") -> aiohttp.client._WSRequestContextManager:
        return self.session.ws_connect(
            f"{self.page.url}live?me={me}", headers={"Origin": origin or self.origin}
        )


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    """A page that is not built: what it serves besides needs no Node."""
    async with (
        scene(tmp_path, None) as held,
        WorkspacePage(held, "There is no Node here.") as page,
        aiohttp.ClientSession() as session,
    ):
        held.slack.ack_seconds = 0.05
        yield Client(page, held, session)
