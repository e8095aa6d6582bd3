"""Switches for what goes wrong out there, and the count of what the bot then still owes."""

from contextlib import ExitStack

from bot.sandbox.child import Bot
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.jira import JiraStandIn
from bot.sandbox.ledger import Ledger
from bot.sandbox.slack import Json, SlackStandIn
from bot.sandbox.workspace.asked import NotUnderstood

SLOW_SECONDS = 2.0
COMES_BACK = "2"
"""Jira that is down says when to come back: so it is known that nothing was done. After a write
that fails without a word the bot looks for traces for a quarter of an hour: nobody watches that.
"""
POSTING = ("chat.postMessage", "chat.update")
BOT_DOWN, REDELIVER = "bot_down", "redeliver"


class Weather:
    """What goes wrong now. `bot` can be stopped once there is one."""

    def __init__(self, slack: SlackStandIn, jira: JiraStandIn, ledger: Ledger) -> None:
        self.bot: Bot | None = None
        self._slack = slack
        self._ledger = ledger
        self._faults: dict[str, tuple[Faults, list[Fault]]] = {
            "jira_down": (
                jira.faults,
                [Fault(FaultKind.RATE_LIMITED, status=503, retry_after=COMES_BACK)],
            ),
            "slack_slow": (slack.faults, [Fault(FaultKind.SLOW, seconds=SLOW_SECONDS)]),
            "slack_limits": (
                slack.faults,
                [Fault(FaultKind.RATE_LIMITED, method, retry_after="2") for method in POSTING],
            ),
        }
        self._on: dict[str, ExitStack] = {}

    @property
    def redelivers(self) -> bool:
        """Whether every payload is to be sent a second time."""
        return REDELIVER in self._on

    async def switch(self, name: str, on: bool) -> None:
        """Let it begin or end. Raises NotUnderstood, and BotEnded when the bot does not rise."""
        if name not in (*self._faults, BOT_DOWN, REDELIVER):
            raise NotUnderstood(f"There is no weather called {name!r}.")
        if on == (name in self._on):
            return
        if name == BOT_DOWN:
            await self._turn_bot(on)
        elif on:
            self._begin(name)
        else:
            self._on.pop(name).close()

    def _begin(self, name: str) -> None:
        held = self._on[name] = ExitStack()
        faults, due = self._faults.get(name, (self._slack.faults, []))
        for fault in due:
            held.enter_context(faults.during(fault))

    async def _turn_bot(self, down: bool) -> None:
        if self.bot is None:
            raise NotUnderstood("The bot is not up yet.")
        if down:
            self._on[BOT_DOWN] = ExitStack()
            await self.bot.kill()
        else:
            await self.bot.start()
            self._on.pop(BOT_DOWN)

    def check(self) -> None:
        """Raises BotEnded when the bot is no more, unless it was stopped here."""
        if self.bot is not None and BOT_DOWN not in self._on:
            self.bot.check()

    def parts(self) -> Json:
        """The switches, and what is owed."""
        return {
            "on": sorted(self._on),
            "connected": bool(self._slack.sockets.connections),
            "owed": self._ledger.owed(),
            "later": self._ledger.later(),
            "dead": self._ledger.dead(),
        }
