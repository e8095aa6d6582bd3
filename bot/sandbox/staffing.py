"""Fills the sample workspace with a team, as its PM does with `/capacity`."""

from datetime import timedelta

from bot.sandbox.slack import View
from bot.sandbox.stagehand import Stagehand

TEAM = "Sample App team"
WEEKLY = "8"
AWAY_IN = timedelta(days=5)


class Staffing(Stagehand):
    """One team: `await Staffing(scene, bot).staff()`."""

    async def staff(self) -> None:
        """A team of the one engineer who is in Slack too, with days away next week."""
        slack, pm = self.scene.slack, self.scene.pm
        await slack.command(pm, self.scene.ideas, "/capacity", "APP")
        listed = await self.form(pm)
        await slack.click(pm, listed, "capacity.team", block="capacity")
        await slack.submit(pm, await self._over(listed), {"name": TEAM})
        await self.until(lambda: self._offers_people(listed), "the team in the list")
        await slack.click(pm, listed, "capacity.person", block="capacity")
        person = {"person": self.scene.engineer.id, "weekly": WEEKLY}
        await slack.submit(pm, await self._over(listed), person)
        row = await self.until(lambda: self._row(listed), "the engineer in the list")
        await slack.click(pm, listed, "capacity.person", block=row)
        form = await self._over(listed)
        await slack.click(pm, form, "away.open")
        first = self.scene.clock.now().date() + AWAY_IN
        days = {"first": f"{first}", "last": f"{first + timedelta(days=1)}", "note": "Moving house"}
        await slack.submit(pm, await self._over(form), days)
        await slack.close(pm, form)
        await slack.close(pm, listed)

    async def _over(self, view: View) -> View:
        """The form that opens over another one."""
        pm = self.scene.pm

        def found() -> View | None:
            front = self.scene.slack.open_view(pm)
            return front if front is not view else None

        return await self.until(found, "a form over the list")

    def _offers_people(self, listed: View) -> bool:
        """Whether a person can be added: there is a team."""
        return any(
            b["block_id"] == "capacity" and "capacity.person" in str(b) for b in listed.blocks
        )

    def _row(self, listed: View) -> str | None:
        """The block of the only person in the list."""
        beside = (b for b in listed.blocks if "capacity.person" in str(b.get("accessory")))
        return next((str(block["block_id"]) for block in beside), None)
