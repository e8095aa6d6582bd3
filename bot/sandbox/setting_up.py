"""Sets the sample workspace up, as its admin and its PM do: products, customers, digests."""

from dataclasses import asdict

from bot.sandbox.sample import CUSTOMERS, Customer
from bot.sandbox.slack import Channel, Person
from bot.sandbox.stagehand import Stagehand


class SettingUp(Stagehand):
    """`SettingUp(scene, bot)`, then each part at its time."""

    async def products(self) -> None:
        """Both products; the first has the project in Jira."""
        scene = self.scene
        await scene.slack.command(scene.admin, scene.ideas, "/product")
        first = self._settings("Sample App", "APP", scene.pm, scene.ideas, scene.triage)
        await self.send(scene.admin, {**first, "project": scene.project})
        listed = await scene.slack.command(scene.admin, scene.portal, "/product")
        await scene.slack.click(scene.admin, listed.reply, "product.edit", block="add")
        second = ("Sample Portal", "PORTAL", scene.second_pm, scene.portal, scene.portal_triage)
        await self.send(scene.admin, self._settings(*second))

    def _settings(
        self, name: str, key: str, pm: Person, intake: Channel, triage: Channel
    ) -> dict[str, object]:
        return {
            "name": name,
            "key": key,
            "managers": [pm.id],
            "intake": intake.id,
            "triage": triage.id,
        }

    async def customers(self) -> None:
        """The accounts, with what they pay."""
        for customer in CUSTOMERS:
            await self._add_customer(customer)

    async def _add_customer(self, customer: Customer) -> None:
        slack, admin = self.scene.slack, self.scene.admin
        listed = await slack.command(admin, self.scene.ideas, "/customer")
        await slack.click(admin, listed.reply, "customer.edit", block="add")
        await self.send(admin, asdict(customer))
        await slack.close(admin, await self.form(admin))

    async def digests(self) -> None:
        """The team's digests with the product, the others' with /digest."""
        scene = self.scene
        await scene.slack.command(scene.admin, scene.ideas, "/product", "APP")
        await self.send(scene.admin, {"digest": scene.digests.id})
        for shape in ("executive", "sales"):
            listed = await scene.slack.command(scene.pm, scene.company, "/digest")
            await scene.slack.click(scene.pm, listed.reply, "digest.add")
            await self.send(scene.pm, {"shape": shape})
