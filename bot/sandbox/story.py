"""The main job, acted out by people: from two words in a channel to Monday's digests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.jira import Issue
from bot.sandbox.scene import ENGINEER, FRIDAY, MONDAY
from bot.sandbox.slack import Message, Person
from bot.sandbox.stagehand import Stagehand

DIGESTS = 3
MOST_LINES = 7
"""How much of a message the transcript shows; the page shows all of it."""
VERSION = "Sample 2.0"
WAITS_DAYS = 60
DIVIDER = "---"
SEARCH = "POST /search/jql"
LAST_PAGE = b'"isLast":true'
"""In an answer of Jira's search."""


@dataclass
class Story(Stagehand):
    """One telling, in an empty workspace: `await Story(scene, bot).tell()`."""

    _heard: int = field(default=0, init=False)

    async def tell(self) -> None:
        """Act it out. Raises NotTold, BotEnded or CannotAct where the bot does not play along."""
        await self._set_up()
        await self._ask()
        await self._restart()
        issue = await self._answer()
        await self._build(issue)
        await self._ship(issue)
        await self._monday()

    # --- Acts

    async def _set_up(self) -> None:
        scene = self.scene
        self._day()
        self._does(scene.admin, "types /product and fills the form in")
        await scene.slack.command(scene.admin, scene.ideas, "/product")
        entered = {
            "name": "Sample App",
            "key": "APP",
            "managers": [scene.pm.id],
            "intake": scene.ideas.id,
            "triage": scene.triage.id,
            "project": scene.project,
            "digest": scene.digests.id,
        }
        await self.send(scene.admin, entered)
        await self._hears(scene.admin)

    async def _ask(self) -> None:
        scene = self.scene
        for text in ("Export the report as CSV", "A dark calendar for the night shift"):
            self._does(scene.requester, f"types /idea {text}")
            answer = await scene.slack.command(scene.requester, scene.ideas, "/idea", text)
            self._shows(answer.reply, scene.requester)
        self._does(scene.requester, "types /idea and fills the form in")
        await scene.slack.command(scene.requester, scene.ideas, "/idea")
        await self.send(
            scene.requester,
            {
                "title": "Fax the report to the office",
                "problem": "The archive still wants paper.",
                "importance": "nice_to_have",
            },
        )
        await self._hears(scene.requester)
        for number in (1, 2, 3):
            await self.carded(number, scene.triage)

    async def _restart(self) -> None:
        """As after an update: nothing is lost, and Jira is read at once."""
        scene = self.scene
        self._later(hours=2)
        self._does(None, "The bot is updated and started again. It loses nothing, and reads Jira.")
        await self.bot.stop()
        await self.bot.start()
        await self.until(self._is_read, f"Jira {scene.project} to its end")
        self._says(f"{len(scene.jira.site.issues)} issues of {scene.project} are read.")

    async def _answer(self) -> Issue:
        scene = self.scene
        self._does(scene.pm, f"answers #1 in #{scene.triage.name} with Yes, create an issue")
        known = set(scene.jira.site.issues)
        await self._decide(1, "yes", {"answer": "Yes! You will have it with our next release."})
        await self._hears(scene.requester)
        await self.until(lambda: scene.jira.site.issues.keys() - known, "the Jira issue of the yes")
        (number,) = scene.jira.site.issues.keys() - known
        issue = scene.jira.issue(number)
        await self.until(
            lambda: issue.key in self.read(self.card(1, scene.triage)), f"{issue.key} on the card"
        )
        self._says(f"Jira has {issue.key}: {issue.fields['summary']}")
        back = (scene.clock.now() + timedelta(days=WAITS_DAYS)).date()
        self._does(scene.pm, f"answers #2 with Not now, to come back on {back}")
        await self._decide(2, "not_now", {"return_on": f"{back}"}, "no_capacity")
        await self._hears(scene.requester)
        self._does(scene.pm, "answers #3 with No")
        await self._decide(3, "no", {}, "low_reach")
        await self._hears(scene.requester)
        return issue

    async def _build(self, issue: Issue) -> None:
        scene = self.scene
        self._later(hours=1)
        self._does(scene.engineer, f"takes {issue.key} in Jira and moves it to In Progress")
        scene.jira.assign(issue, ENGINEER, author=ENGINEER)
        self.move(issue, "indeterminate")
        await self.until(
            lambda: "In progress" in self.read(self.card(1, scene.triage)), "the move on the card"
        )
        self._does(scene.engineer, f"plans it for {VERSION}")
        due = (scene.clock.now() + timedelta(days=1)).date()
        scene.jira.add_version(scene.project, VERSION, due)
        scene.jira.add_to_version(issue, VERSION, author=ENGINEER)
        await self.until(
            lambda: VERSION in self.read(self.card(1, scene.triage)), "the release on the card"
        )
        self._later(minutes=15)
        await self._hears(scene.requester)

    async def _ship(self, issue: Issue) -> None:
        scene = self.scene
        scene.clock.move_to(scene.clock.next(FRIDAY, 15))
        self._day()
        self._does(scene.engineer, f"finishes {issue.key} and releases {VERSION}")
        self.move(issue, "done")
        scene.jira.release(VERSION)
        await self._hears(scene.requester)
        self._does(scene.requester, "types /idea mine")
        answer = await scene.slack.command(scene.requester, scene.ideas, "/idea", "mine")
        self._shows(answer.reply, scene.requester)

    async def _monday(self) -> None:
        scene = self.scene
        before = len(self.posts(scene.digests))
        scene.clock.move_to(scene.clock.next(MONDAY, 9, 5))
        self._day()
        self._does(None, "The week is read from facts: the digests are posted.")
        await self.until(lambda: len(self.posts(scene.digests)) > before, "the first digest")
        if not await self.within(30, lambda: len(self.posts(scene.digests)) >= before + DIGESTS):
            self._says("A digest with nothing to say is not posted.")
        for post in self.posts(scene.digests)[before:]:
            self._shows(post)

    # --- Acting

    async def _decide(
        self, number: int, verdict: str, entered: Mapping[str, object], reason: str = ""
    ) -> None:
        card = await self.carded(number, self.scene.triage)
        await self.decide(self.scene.pm, card, verdict, entered, reason)

    def _later(self, **by: float) -> None:
        self.scene.clock.move_to(self.scene.clock.now() + timedelta(**by))

    # --- Seeing

    async def _hears(self, person: Person) -> None:
        """The next thing the bot tells somebody in private."""
        seen = len(self._private(person)) if person is not self.scene.requester else self._heard
        told = await self.until(lambda: self._private(person)[seen:], f"word to {person.real_name}")
        if person is self.scene.requester:
            self._heard = seen + 1
        self._shows(told[0], person)

    def _is_read(self) -> bool:
        searches = [call for call in self.scene.jira.calls if call.route == SEARCH]
        return any(LAST_PAGE in call.content for call in searches)

    def _private(self, person: Person) -> list[Message]:
        return self.scene.slack.direct_messages(person)

    # --- Telling

    def _day(self) -> None:
        now: datetime = self.scene.clock.now()
        self.scene.tell(f"\n{now:%A}, {now.day} {now:%B %Y}, {now:%H:%M}")

    def _does(self, person: Person | None, what: str) -> None:
        self.scene.tell(f"\n* {person.real_name} {what}" if person else f"\n* {what}")

    def _shows(self, message: Message, person: Person | None = None) -> None:
        self._says(self.scene.slack.shown(message, person or ""))

    def _says(self, text: str) -> None:
        lines = [line for line in text.splitlines() if line != DIVIDER]
        for line in lines[:MOST_LINES]:
            self.scene.tell(f"    | {line}")
        if len(lines) > MOST_LINES:
            self.scene.tell(f"    | ... {len(lines) - MOST_LINES} more lines")
