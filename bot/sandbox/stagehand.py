"""What everything acted out rests on: doing a thing as a person, and waiting for what comes."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from bot.sandbox.child import Bot
from bot.sandbox.jira import Issue
from bot.sandbox.scene import ENGINEER, Scene
from bot.sandbox.slack import Channel, Message, Person, View

T = TypeVar("T")

LOOK_EVERY = 0.02
PATIENCE = 45.0
"""Seconds before giving up on something the bot should have done."""
NUMBER = re.compile(r"#(\d+)")
"""What a card begins with."""


class NotTold(Exception):
    """What should have happened did not."""


@dataclass
class Stagehand:
    """Acts for people. Raises NotTold, BotEnded or CannotAct where the bot does not play along."""

    scene: Scene
    bot: Bot
    _cards: dict[str, int] = field(default_factory=dict, init=False)
    """The number on each card already read, by its timestamp."""

    async def until(self, found: Callable[[], T | None], what: str) -> T:
        """What `found` returns once it is something."""
        if value := await self.within(PATIENCE, found):
            return value
        raise NotTold(f"The bot did not bring {what} within {PATIENCE:.0f} seconds.")

    async def within(self, seconds: float, found: Callable[[], T | None]) -> T | None:
        """The same for what may also not come: nothing after that time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not (value := found()) and loop.time() < end:
            self.bot.check()
            await asyncio.sleep(LOOK_EVERY)
        return value

    async def form(self, person: Person) -> View:
        """The form in front of a person."""
        return await self.until(
            lambda: self.scene.slack.open_view(person), f"a form for {person.real_name}"
        )

    async def send(self, person: Person, entered: Mapping[str, object]) -> None:
        """Fill the form in front of a person in and send it."""
        answer = await self.scene.slack.submit(person, await self.form(person), entered)
        if answer.errors or not answer.ok:
            raise NotTold(f"The form was not taken: {answer.errors or answer.payload}")

    # --- Cards

    def posts(self, channel: Channel) -> list[Message]:
        """What the bot said in a channel."""
        return [message for message in self.scene.slack.messages(channel) if message.by_bot]

    def read(self, message: Message | None) -> str:
        """The words in it."""
        return self.scene.slack.shown(message) if message else ""

    def card(self, number: int, channel: Channel) -> Message | None:
        """The card of an idea."""
        return next((c for c in self.posts(channel) if self._number(c) == number), None)

    def _number(self, card: Message) -> int:
        if card.ts not in self._cards:
            found = NUMBER.match(self.read(card).lstrip("*"))
            self._cards[card.ts] = int(found[1]) if found else 0
        return self._cards[card.ts]

    async def carded(self, number: int, channel: Channel) -> Message:
        """The card of an idea, once it is there."""
        return await self.until(lambda: self.card(number, channel), f"the card of #{number}")

    async def decide(
        self,
        pm: Person,
        card: Message,
        verdict: str,
        entered: Mapping[str, object],
        reason: str = "",
    ) -> None:
        """Answer from a card; with a reason, whose own sentence then stands in the form."""
        slack = self.scene.slack
        await slack.click(pm, card, f"decide.{verdict}")
        form = await self.form(pm)
        if reason:
            before = form.hash
            await slack.click(pm, form, "decide.reason", reason)
            await self.until(lambda: form.hash != before, "the sentence of that reason")
        await self.send(pm, entered)

    # --- Jira

    def move(self, issue: Issue, category: str) -> None:
        """Into the first status of a category."""
        try:
            self.scene.jira.move(issue, category, author=ENGINEER)
        except LookupError as error:
            raise NotTold(f"Jira {self.scene.project} has {error}.") from error
