"""A day in town while its processes are killed: what people do, and whether anything is lost."""

import asyncio
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack import Person
from bot.words import DeliveryState
from tests.e2e.children import Child, Town

EARLY = 0.3
"""How many of the kills come at any point of the start."""


@dataclass
class Day:
    """What people did, and what they were told."""

    town: Town
    chance: random.Random
    kills: int = 0
    filed: dict[str, int] = field(default_factory=dict)
    """Texts and the numbers they were acknowledged under."""
    answered: dict[int, str] = field(default_factory=dict)

    async def live(self, kills: int, replicas: list[Child]) -> None:
        """File and answer ideas while `replicas` are killed and started again, `kills` times."""
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for person in self.town.managers:
                filed: asyncio.Queue[int] = asyncio.Queue()
                filing = group.create_task(self._file(over, person, filed))
                group.create_task(self._decide(filing, person, filed))
            lives = [group.create_task(self._mortal(child, kills)) for child in replicas]
            await asyncio.gather(*lives)
            over.set()

    async def _mortal(self, child: Child, kills: int) -> None:
        """Killed some time after it began to serve, now and then before; the last one stays."""
        child.start()
        while self.kills < kills:
            if self.chance.random() < EARLY:
                await asyncio.sleep(self.chance.uniform(0, 1))
            else:
                await child.saying("serving", child.said("serving") + 1)
                await asyncio.sleep(self.chance.uniform(0, 1.2))
            await child.kill()
            self.kills += 1
            child.start()

    async def _file(self, over: asyncio.Event, manager: Person, filed: asyncio.Queue[int]) -> None:
        """One idea after another, to be answered by `manager`."""
        number = 0
        while not over.is_set():
            number += 1
            text = f"Sample wish {manager.id} {number}"
            self.filed[text] = await self.town.file(text)
            filed.put_nowait(self.filed[text])
            await asyncio.sleep(self.chance.uniform(0, 1))

    async def _decide(
        self, filing: asyncio.Task[None], manager: Person, filed: asyncio.Queue[int]
    ) -> None:
        """Answers to what was filed, until nothing more will be."""
        while not (filing.done() and filed.empty()):
            try:
                number = await asyncio.wait_for(filed.get(), 0.2)
            except TimeoutError:
                continue
            if number % 2:
                await self._answer(manager, number, "yes")
            else:
                await self._answer(manager, number, "not_now", reason="no_capacity")

    async def _answer(self, manager: Person, number: int, verdict: str, **values: Any) -> None:
        await self.town.decide(manager, number, verdict, **values)
        self.answered[number] = verdict

    async def audit(self) -> str:
        """One line of figures, once at rest. AssertionError for anything lost or doubled."""
        town = self.town
        deliveries, ideas = await town.at_rest(), await town.ideas()
        stored = {idea.title: idea.number for idea in ideas}
        assert self.filed == stored, f"{self.filed} were acknowledged, {stored} are stored"
        undone = [(d.kind, d.last_error) for d in deliveries if d.state != DeliveryState.DONE]
        assert [] == undone, f"given up: {undone}"
        cards = Counter({number: len(town.cards(number)) for number in self.filed.values()})
        assert {1} == set(cards.values()), f"cards: {cards}"
        told = Counter(
            number
            for message in town.slack.direct_messages(town.requester)
            for number in re.findall(r"#(\d+)", message.text)[:1]
        )
        assert {str(number): 1 for number in self.answered} == told, f"told: {told}"
        marks = Counter(
            label
            for issue in town.jira.site.issues.values()
            for label in issue.fields["labels"]
            if label.startswith("shortlist-")
        )
        wanted = [number for number, verdict in self.answered.items() if verdict == "yes"]
        expected = {f"shortlist-t000000001-{number}": 1 for number in wanted}
        assert expected == marks, f"issues: {marks}"
        return f"{self.kills} kills, {len(ideas)} ideas, {len(marks)} issues, 0 lost, 0 doubled"
