"""What follows an acknowledgement: forms, redrawn views, answers. All of it is best effort."""

import asyncio
from collections.abc import Coroutine, Iterator

import structlog
from msgspec import Struct

from bot.errors import BotError
from bot.message import Form, Message, Place, Reply
from bot.ports import Chat
from bot.request import Kind, Request
from bot.views import notices

log = structlog.get_logger("shell")


class FollowUp(Struct, frozen=True):
    """The person who was acknowledged, and what they see besides."""

    request: Request
    chat: Chat
    patience: float
    """Seconds a view may take."""

    def to(self, reply: Reply) -> Iterator[Coroutine[None, None, None]]:
        """What a reply asks for, each to be begun on its own."""
        request = self.request
        if reply.form is not None and request.kind is not Kind.FORM:
            yield self.open(reply.form, reply.place)
        if reply.beneath is not None:
            yield self.redraw(*reply.beneath)
        if not request.clicked:
            return
        if request.answer_url is None:
            yield from self._over(reply)
            return
        if reply.replace is not None:
            yield self.answer(reply.replace, replace=True)
        if reply.message is not None:
            yield self.answer(reply.message)

    def _over(self, reply: Reply) -> Iterator[Coroutine[None, None, None]]:
        """A click inside a form has no message to answer: the sentence opens over the form."""
        if reply.message is not None and reply.form is None:
            place = Place.PUSH if self.request.view else Place.OPEN
            yield self.open(notices.over(self.request.name, reply.message), place)

    async def open(self, form: Form, place: Place) -> None:
        """Open a form; where that fails, offer a button that does."""
        request, onto = self.request, self.request.view if place is not Place.OPEN else None
        try:
            async with asyncio.timeout(self.patience):
                await self.chat.open_form(request.trigger or "", form, onto, place)
            return
        except (BotError, TimeoutError) as error:
            log.warning("form not opened", form=form.name, error=str(error) or "too slow")
        except Exception:
            log.exception("form not opened", form=form.name)
        if request.answer_url:
            await self.answer(notices.open_form(form))

    async def redraw(self, view: str, form: Form) -> None:
        """Draw a view below the one in front anew; what it shows is checked when it is used."""
        try:
            async with asyncio.timeout(self.patience):
                await self.chat.open_form("", form, view, Place.UPDATE)
        except (BotError, TimeoutError) as error:
            log.warning("view not redrawn", form=form.name, error=str(error) or "too slow")

    async def answer(self, message: Message, *, replace: bool = False) -> None:
        """Answer the payload once more, in its thread, or in place of the message it came from."""
        url, thread = self.request.answer_url or "", self.request.thread
        try:
            await self.chat.answer(url, message, replace=replace, thread=thread)
        except BotError as error:
            log.warning("answer not delivered", error=str(error))
        except Exception:
            log.exception("answer not delivered")
