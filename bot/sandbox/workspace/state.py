"""Everything the page shows and does, behind two questions: what is there, and do this."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.sandbox.child import BotEnded
from bot.sandbox.ledger import Ledger
from bot.sandbox.scene import MONDAY, Scene
from bot.sandbox.slack import CannotAct, Json, Person
from bot.sandbox.workspace.asked import Asked, NotUnderstood
from bot.sandbox.workspace.guide import Guide
from bot.sandbox.workspace.jira_acts import JiraActs
from bot.sandbox.workspace.jira_snapshot import JiraSnapshot
from bot.sandbox.workspace.slack_acts import SlackActs
from bot.sandbox.workspace.snapshot import Part, slack_parts
from bot.sandbox.workspace.weather import Weather

FIRST_HOUR = 9
STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


class State:
    """One scene, shared by everybody who has the page open."""

    def __init__(self, scene: Scene, database: Path | None) -> None:
        self.scene = scene
        self.weather = Weather(scene.slack, scene.jira, Ledger(database))
        self._guide = Guide(scene)
        self._jira = JiraSnapshot(scene.jira)
        self._slack_acts = SlackActs(scene.slack)
        self._jira_acts = JiraActs(scene.jira)

    @property
    def first(self) -> Person:
        """Who one is before one chose."""
        return self.scene.requester

    def parts(self, person: Person) -> Iterator[Part]:
        """What `person` sees."""
        yield "app", self._app()
        yield "clock", round(self.scene.clock.seconds() - time.time())
        yield "weather", self.weather.parts()
        yield "guide", self._guide.parts()
        yield "filled", round(self.scene.filled, 2)
        yield from slack_parts(self.scene.slack, person)
        yield from self._jira.parts()

    def _app(self) -> Json:
        installation = self.scene.slack.installation
        features: Json = self.scene.declared.get("features", {})
        home = features.get("app_home", {})
        return {
            "team": installation.team_name,
            "user": installation.bot_user,
            "commands": features.get("slash_commands", []),
            "shortcuts": features.get("shortcuts", []),
            "home": bool(home.get("home_tab_enabled")),
            "writes": not home.get("messages_tab_read_only_enabled", False),
        }

    async def act(self, name: str, body: Json) -> Json:
        """Do it; the outcome, `ok` or a note that says why not. Raises NotUnderstood."""
        asked = Asked(self.scene.slack, body)
        try:
            outcome = await self._done(name, asked)
        except CannotAct as error:
            return {"ok": False, "note": f"That cannot be done here: {error}."}
        except BotEnded as error:
            return {"ok": False, "note": str(error)}
        self._guide.note(name, asked, outcome)
        return outcome

    async def _done(self, name: str, asked: Asked) -> Json:
        if name in self._slack_acts.by_name:
            return await self._in_slack(name, asked)
        if name in self._jira_acts.by_name:
            return self._jira_acts.act(name, asked)
        if name == "clock":
            return self._move_clock(asked.text("to"))
        if name == "weather":
            await self.weather.switch(asked.text("name"), asked.flag("on"))
        elif name != "look":
            raise NotUnderstood(f"There is no act called {name!r}.")
        return {"ok": True}

    async def _in_slack(self, name: str, asked: Asked) -> Json:
        slack = self.scene.slack
        before = len(slack.sent)
        outcome = await self._slack_acts.by_name[name](asked)
        if self.weather.redelivers:
            for envelope in slack.sent[before:]:
                await slack.redeliver(envelope)
        return outcome

    def _move_clock(self, to: str) -> Json:
        clock = self.scene.clock
        before = clock.seconds()
        if to == "monday":
            self.scene.go_to(clock.next(MONDAY, FIRST_HOUR))
        elif to in STEPS:
            self.scene.go_to(clock.now() + STEPS[to])
        else:
            raise NotUnderstood(f"The clock cannot be moved to {to!r}.")
        return {"ok": True, "before": before}
