"""Fills the sample workspace: five weeks of requests and answers, acted out with the real bot."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.sandbox.jira import Issue
from bot.sandbox.ledger import Ledger
from bot.sandbox.sample import (
    DAYS_BEFORE,
    SAMPLES,
    TALK,
    VOICES,
    Fate,
    Sample,
    Voice,
)
from bot.sandbox.scene import ENGINEER, FRIDAY, MONDAY
from bot.sandbox.setting_up import SettingUp
from bot.sandbox.slack import Message, Person
from bot.sandbox.slack.controls import controls
from bot.sandbox.staffing import Staffing
from bot.sandbox.stagehand import Stagehand

CALM_WITHIN = 10.0
DIGESTS_WITHIN = 15.0
"""Seconds of waiting for what may also not come."""
MORNING, PAUSE = timedelta(minutes=55), timedelta(minutes=1, seconds=20)
"""A day begins so long before ten, and so long is from one act to the next."""
DIGESTS, DIGESTS_OF = 5, "Data as of"
"""So many are posted on a Monday, each with these words."""
DIGESTS_FROM = 4
"""On which day the digests are subscribed to, so that the Monday after has its first."""
SHIPS, NEXT = "Sample 2.0", "Sample 2.1"
PLANNED_ON = {1: SHIPS, 3: NEXT}
"""On which days a version is set up; it is due two weeks later."""
RELEASED_ON = 3
ASKED_AT, ASKED_WITHIN = 13, 15.0
"""The hour from which PMs are asked, and seconds of waiting for it."""
SEEN = ":large_green_circle:"
LINE = "The sample supplier is a few days late."
VERDICTS = {
    Fate.ASKED: "needs_info",
    Fate.ADDED: "needs_info",
    Fate.NOT_NOW: "not_now",
    Fate.NO: "no",
    Fate.PLANNED: "yes",
    Fate.STARTED: "yes",
    Fate.SHIPPED: "yes",
}
IN_PROGRESS, DONE = "indeterminate", "done"
FILED_ON = {sample.title: sample.day for sample in SAMPLES}
WORKED_ON = (Fate.STARTED, Fate.SHIPPED)
NOTE = "The sample supplier is not ready yet."
ADDITION = "About ten times a day, mostly in the morning."


@dataclass
class Filling(Stagehand):
    """One filling of an empty workspace: `await Filling(scene, bot, database).fill()`."""

    database: Path
    _numbers: dict[str, int] = field(default_factory=dict, init=False)
    """The number of each idea, by its title."""
    _replies: dict[str, Message] = field(default_factory=dict, init=False)
    """What the person was shown who filed it."""

    async def fill(self) -> None:
        """Act it out, day by day."""
        self.scene.tell("Filling the sample workspace ...")
        setting_up = SettingUp(self.scene, self.bot)
        await setting_up.products()
        await setting_up.customers()
        for day, before in enumerate(DAYS_BEFORE):
            await self._calm()
            self.scene.go_to(self.scene.present - timedelta(days=before) - MORNING)
            await self._live(day)
            self.scene.filled = 0.99 * len(self._numbers) / len(SAMPLES)
        await self._talk()
        await self._calm()
        self._forget()
        self.scene.clock.move_to(max(self.scene.present, self.scene.clock.now()))
        self.scene.filled = 1.0
        issues = len(self.scene.jira.site.issues)
        self.scene.tell(f"{len(SAMPLES)} ideas in two products, {issues} issues in Jira.")

    async def _talk(self) -> None:
        """What people said lately in the channel where they ask."""
        slack, place = self.scene.slack, self.scene.ideas
        for said in TALK:
            message = await slack.say(self._person(said.by), place, said.text)
            if said.emoji:
                await slack.react(self.scene.requester, message, said.emoji)
            if said.reply:
                await slack.say(self.scene.pm, place, said.reply, message)

    def _forget(self) -> None:
        """What only one person saw is gone when they look again, as in Slack."""
        messages = self.scene.slack.workspace.messages
        messages[:] = [message for message in messages if message.ephemeral_for is None]

    async def _calm(self) -> None:
        """Wait until nothing is owed, so that it is said on the day it belongs to."""
        ledger = Ledger(self.database)
        await self.within(CALM_WITHIN, lambda: not ledger.owed())

    # --- A day

    async def _live(self, day: int) -> None:
        if self.scene.clock.now().weekday() == MONDAY:
            await self.within(DIGESTS_WITHIN, self._has_digests)
        if day == DIGESTS_FROM:
            await SettingUp(self.scene, self.bot).digests()
            await Staffing(self.scene, self.bot).staff()
        if day in PLANNED_ON:
            due = (self.scene.clock.now() + timedelta(days=14)).date()
            self.scene.jira.add_version(self.scene.project, PLANNED_ON[day], due)
        for sample in SAMPLES:
            self.scene.clock.move_to(self.scene.clock.now() + PAUSE)
            since = day - sample.day
            if since == 0:
                await self._file(sample)
            elif since == 1:
                await self._answer(sample)
            elif since > 1:
                await self._go_on(sample, since)
        for voice in VOICES:
            if FILED_ON[voice.title] == day:
                await self._speak(voice)
        if day == RELEASED_ON:
            self.scene.jira.release(SHIPS)
        if day == DIGESTS_FROM:
            await self._check_in()

    async def _check_in(self) -> None:
        """On Friday owners say how things look, for Monday's digests."""
        scene = self.scene
        scene.go_to(scene.clock.next(FRIDAY, ASKED_AT))
        risk, line = "checkin.at_risk", "checkin.line"
        asked = await self.within(ASKED_WITHIN, lambda: self._offered(scene.pm, risk, NEXT))
        if asked is not None:
            await scene.slack.click(scene.pm, asked, risk)
            said = await self.until(lambda: self._offered(scene.pm, line, NEXT), "what was said")
            await scene.slack.click(scene.pm, said, line)
            await self.send(scene.pm, {"line": LINE})
            await self._look_at_an_initiative(said)

    async def _look_at_an_initiative(self, asked: Message) -> None:
        """The PM sees the first one on track; a tap that a busy machine lost is made once more."""
        pm, on_track = self.scene.pm, "checkin.on_track"
        taps = (one for one in controls(asked.blocks) if one.action_id == on_track)
        tap = next((one for one in taps if ":initiative:" in one.block_id), None)
        for block in [tap.block_id] * 2 if tap else []:
            await self.scene.slack.click(pm, asked, on_track, block=block)
            if await self.within(CALM_WITHIN, lambda: self._offered(pm, on_track, SEEN)):
                return

    def _has_digests(self) -> bool:
        posts = (*self.posts(self.scene.digests), *self.posts(self.scene.company))
        return sum(DIGESTS_OF in self.read(post) for post in posts) >= DIGESTS

    async def _file(self, sample: Sample) -> None:
        slack, person = self.scene.slack, self._person(sample.by)
        place = self.scene.portal if sample.portal else self.scene.ideas
        self._numbers[sample.title] = len(self._numbers) + 1
        if not sample.importance:
            words = f"{sample.title}\n{sample.problem}".strip()
            answer = await slack.command(person, place, "/idea", words)
            self._replies[sample.title] = answer.reply
            return
        await slack.command(person, place, "/idea")
        entered = {"title": sample.title, "importance": sample.importance}
        await self.send(person, {**entered, "problem": sample.problem})

    def _person(self, by: str) -> Person:
        return {
            "requester": self.scene.requester,
            "engineer": self.scene.engineer,
            "executive": self.scene.executive,
            "admin": self.scene.admin,
        }[by]

    async def _speak(self, voice: Voice) -> None:
        """Stand behind an idea; say for which customer, and why, in the form that follows."""
        slack, person = self.scene.slack, self._person(voice.by)
        shown = await self._shown(person, voice)
        await slack.click(person, shown, "support.give")
        if not voice.customer:
            return
        await slack.click(person, await self._shown(person, voice), "support.more")
        form = await self.form(person)
        found = await slack.options(person, form, "customer.find", voice.customer)
        said = {"quote": voice.quote, "customer.find": found[0]["value"]}
        await self.send(person, said)

    async def _shown(self, person: Person, voice: Voice) -> Message:
        number = f"#{self._numbers[voice.title]}"
        return (await self.scene.slack.command(person, self.scene.ideas, "/idea", number)).reply

    async def _answer(self, sample: Sample) -> None:
        if sample.fate == Fate.WITHDRAWN:
            reply = self._replies[sample.title]
            await self.scene.slack.click(self._person(sample.by), reply, "idea.withdraw")
        if sample.fate not in VERDICTS:
            return
        pm = self.scene.second_pm if sample.portal else self.scene.pm
        entered: dict[str, object] = {"answer": sample.says} if sample.says else {}
        if sample.reason == "dependency":
            entered["note"] = NOTE
        card = await self._card(sample)
        await self.decide(pm, card, VERDICTS[sample.fate], entered, sample.reason)

    async def _card(self, sample: Sample) -> Message:
        place = self.scene.portal_triage if sample.portal else self.scene.triage
        return await self.carded(self._numbers[sample.title], place)

    # --- What follows an answer

    async def _go_on(self, sample: Sample, since: int) -> None:
        if sample.fate == Fate.ADDED and since == 2:
            await self._add(sample)
        if sample.fate in WORKED_ON and since == 2:
            await self._begin(sample)
        if sample.fate == Fate.SHIPPED and since == 3:
            self.move(await self._issue(sample), DONE)

    async def _add(self, sample: Sample) -> None:
        person = self._person(sample.by)
        asked = await self.until(
            lambda: self._offered(person, "idea.edit", sample.title),
            f"the question about {sample.title}",
        )
        await self.scene.slack.click(person, asked, "idea.edit")
        await self.send(person, {"problem": ADDITION})

    def _offered(self, person: Person, control: str, title: str) -> Message | None:
        """The newest message to a person that has a control and names it: others name it too."""
        told = reversed(self.scene.slack.direct_messages(person))
        named = (message for message in told if title in self.read(message))
        found = (m for m in named if control in {one.action_id for one in controls(m.blocks)})
        return next(found, None)

    async def _begin(self, sample: Sample) -> None:
        issue, version = await self._issue(sample), self._version(sample)
        self.scene.jira.assign(issue, ENGINEER, author=ENGINEER)
        self.move(issue, IN_PROGRESS)
        self.scene.jira.add_to_version(issue, version, author=ENGINEER)

    def _version(self, sample: Sample) -> str:
        return SHIPS if sample.fate == Fate.SHIPPED else NEXT

    async def _issue(self, sample: Sample) -> Issue:
        issues = self.scene.jira.site.issues.values()
        return await self.until(
            lambda: next((i for i in issues if i.fields["summary"] == sample.title), None),
            f"the issue of {sample.title}",
        )
