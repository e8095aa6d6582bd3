"""What a person does on the page, done in the stand-in Slack."""

from collections.abc import Awaitable, Callable

from bot.sandbox.slack import Answer, Json, SlackStandIn, View
from bot.sandbox.workspace.asked import Asked

LATE = "Shortlist did not respond in time. Try again."
Act = Callable[[Asked], Awaitable[Json]]
"""Does what is asked; what the page hears. Raises NotUnderstood and CannotAct."""


class SlackActs:
    """Every act by its name."""

    def __init__(self, slack: SlackStandIn) -> None:
        self._slack = slack
        self.by_name: dict[str, Act] = {
            "click": self._click,
            "close": self._close,
            "command": self._command,
            "delete": self._delete,
            "edit": self._edit,
            "fill": self._fill,
            "home": self._home,
            "options": self._options,
            "react": self._react,
            "say": self._say,
            "shortcut": self._shortcut,
            "submit": self._submit,
            "unreact": self._unreact,
        }

    async def _command(self, asked: Asked) -> Json:
        name, _, text = asked.text("text").partition(" ")
        return told(await self._slack.command(asked.person, asked.channel, name, text.strip()))

    async def _say(self, asked: Asked) -> Json:
        thread = asked.message if asked.text("ts") else None
        await self._slack.say(asked.person, asked.channel, asked.text("text"), thread)
        return {"ok": True}

    async def _edit(self, asked: Asked) -> Json:
        return told(await self._slack.edit(asked.person, asked.message, asked.text("text")))

    async def _delete(self, asked: Asked) -> Json:
        return told(await self._slack.delete(asked.person, asked.message))

    async def _unreact(self, asked: Asked) -> Json:
        return told(await self._slack.unreact(asked.person, asked.message, asked.text("emoji")))

    async def _react(self, asked: Asked) -> Json:
        return told(await self._slack.react(asked.person, asked.message, asked.text("emoji")))

    async def _click(self, asked: Asked) -> Json:
        person, shown = asked.person, asked.surface
        if isinstance(shown, View) and asked.typed:
            self._slack.fill(person, shown, self._typed(asked))
        action, value, block = asked.text("action"), asked.body.get("value"), asked.text("block")
        return told(await self._slack.click(person, shown, action, value, block=block))

    async def _fill(self, asked: Asked) -> Json:
        self._slack.fill(asked.person, asked.view, self._typed(asked))
        return {"ok": True}

    async def _submit(self, asked: Asked) -> Json:
        return told(await self._slack.submit(asked.person, asked.view, self._typed(asked)))

    def _typed(self, asked: Asked) -> Json:
        """What is put into fields: a file is uploaded first."""
        return {name: self._uploaded(value, asked) for name, value in asked.typed.items()}

    def _uploaded(self, value: object, asked: Asked) -> object:
        if not isinstance(value, dict) or not {"name", "content"} <= value.keys():
            return value
        content = str(value["content"]).encode()
        return [self._slack.upload(asked.person, str(value["name"]), content)]

    async def _close(self, asked: Asked) -> Json:
        return told(await self._slack.close(asked.person, asked.view))

    async def _options(self, asked: Asked) -> Json:
        query, action = asked.text("query"), asked.text("action")
        offered = await self._slack.options(asked.person, asked.surface, action, query)
        return {"ok": True, "options": offered}

    async def _shortcut(self, asked: Asked) -> Json:
        message = asked.message if asked.text("ts") else None
        return told(await self._slack.shortcut(asked.person, message, asked.text("callback")))

    async def _home(self, asked: Asked) -> Json:
        return told(await self._slack.open_home(asked.person))


def told(answer: Answer | None) -> Json:
    """What the page hears of an answer; None stands for an act the app is not told of."""
    if answer is None:
        return {"ok": True}
    if answer.timed_out:
        return {"ok": False, "note": LATE}
    if answer.refused:
        return {"ok": False, "note": f"Slack did not show the answer: {answer.refused['error']}."}
    return {"ok": not answer.errors, "errors": answer.errors}
