"""The same for every payload: once, in one transaction, then acknowledged, and never silent."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TypeVar

import structlog

from bot.discover import Registry
from bot.errors import BotError, Unavailable, UserError
from bot.feature import Context, Entry, Kind, Request, Surroundings
from bot.message import SILENT, Form, Message, Place, Reply
from bot.ports import Chat
from bot.store.database import Abandoned, Database, Deadline
from bot.store.stores import Stores
from bot.views import notices

log = structlog.get_logger("shell")
T = TypeVar("T")

PATIENCE = 2.0
"""Seconds after which a transaction is given up: Slack waits 3 for the acknowledgement."""
KEEPING = 0.5
"""Seconds more for keeping the text of what failed."""
FORM_PATIENCE = 2.0
"""Seconds a form may take to open: its trigger lives 3."""


CLICKS = (Kind.BUTTON, Kind.SHORTCUT)


class _Repeated(Exception):
    """A form that was accepted before came again: it is closed, and nothing changes."""


class _Returned(Exception):
    """A form goes back with errors by field, and its transaction is rolled back."""

    def __init__(self, reply: Reply) -> None:
        super().__init__("fields refused")
        self.reply = reply


class _GivenUp(Exception):
    """Nobody waits for the transaction any more; nothing was stored."""


class Shell:
    """Takes requests to their handlers and answers for everything that can happen to them."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        surroundings: Surroundings,
        *,
        patience: float = PATIENCE,
        form_patience: float = FORM_PATIENCE,
    ) -> None:
        self.database = database
        self.registry = registry
        self.surroundings = surroundings
        self.patience = patience
        self.form_patience = form_patience
        self.on_commit: Callable[[], None] = lambda: None
        self._teams: dict[str, int] = {}
        self._beside: set[asyncio.Task[None]] = set()

    async def answer(self, request: Request) -> Reply:
        """What the person gets, after whatever it took is committed. Never raises."""
        structlog.contextvars.bind_contextvars(request=request.id)
        try:
            with self.database.lull:
                return await self._answered(request)
        except _Returned as returned:
            await self._keep(request)
            return returned.reply
        except UserError as error:
            log.info("refused", **_about(request))
            if request.kind is Kind.FORM:
                await self._keep(request)
            return _refusal(request, str(error), error.field)
        except (_GivenUp, TimeoutError):
            log.warning("given up", kind=request.kind, name=request.name)
            return _refusal(request, notices.SLOW)
        except Unavailable as error:
            log.warning("database away", error=str(error))
            return _refusal(request, notices.away())
        except Exception:
            incident = uuid.uuid4().hex[:8]
            log.exception("handler failed", incident=incident, kind=request.kind, name=request.name)
            kept = await self._keep(request)
            return _refusal(request, notices.fault(incident, kept=kept))
        finally:
            structlog.contextvars.unbind_contextvars("request")

    async def _answered(self, request: Request) -> Reply:
        entry = self.registry.entry(request.kind, request.name)
        if entry is None:
            return _undeclared(request)
        clock = asyncio.get_running_loop().time
        until = clock() + self.patience
        async with asyncio.timeout(self.patience):
            workspace = await self._workspace(request.team)
            if workspace is None:
                log.warning("another workspace", team=request.team, kind=request.kind)
                return _refusal(request, _not_served(request))
            if entry.reads:
                return await self.database.read(
                    lambda stores: entry.handler(request, self._context(stores, workspace, request))
                )
        try:
            reply = await self._committed(
                lambda stores: self._transact(stores, entry, request, workspace), until - clock()
            )
        except _Repeated:
            return SILENT
        self.on_commit()
        return reply

    async def _committed(self, work: Callable[[Stores], T], seconds: float) -> T:
        """What `work` returned, committed; raises _GivenUp once `seconds` have passed."""
        deadline = Deadline()
        writing = asyncio.ensure_future(self.database.write(work, deadline))
        try:
            return await asyncio.wait_for(asyncio.shield(writing), seconds)
        except TimeoutError:
            if not deadline.abandon():
                return await writing
            writing.add_done_callback(_note_abandoned)
            raise _GivenUp from None

    def _transact(self, stores: Stores, entry: Entry, request: Request, workspace: int) -> Reply:
        context = self._context(stores, workspace, request)
        inbox = context.store.inbox
        if not inbox.take(request.once, context.real_now):
            return entry.again(request, context) if entry.again else SILENT
        reply = entry.handler(request, context)
        if request.kind is Kind.FORM:
            if reply.errors:
                raise _Returned(reply)
            if not inbox.take(request.once_accepted, context.real_now):
                raise _Repeated
            context.store.drafts.drop(request.user, request.name, request.view or "")
        return reply

    async def _keep(self, request: Request) -> bool:
        """Keep what was typed, in a transaction of its own: the handler's was rolled back."""
        content: dict[str, object] = {"text": request.text} if request.text else {}
        if request.values:
            content = {**request.values, "about": dict(request.context)}
        workspace = self._teams.get(request.team)
        if not content or workspace is None:
            return False

        def keep(stores: Stores) -> None:
            context = self._context(stores, workspace, request)
            context.store.drafts.keep(
                request.user, request.name, request.view or "", content, context.now
            )

        try:
            await self._committed(keep, KEEPING)
        except Exception as error:  # noqa: BLE001 - the person is answered all the same
            log.warning("draft not kept", error=repr(error))
            return False
        return True

    async def _workspace(self, team: str) -> int | None:
        if team not in self._teams:
            found = await self.database.read(lambda stores: stores.workspaces.of_team(team))
            if found is None or found.id is None:
                return None
            self._teams[team] = found.id
        return self._teams[team]

    def _context(self, stores: Stores, workspace: int, request: Request) -> Context:
        return self.surroundings.context(stores.of(workspace), request.id)

    # --- Beside the acknowledgement

    def follow(self, request: Request, reply: Reply, chat: Chat) -> None:
        """Begin what a reply asks for besides its acknowledgement: forms, redrawn messages."""
        if reply.form is not None and request.kind is not Kind.FORM:
            self._spawn(request, self._open(request, reply.form, reply.place, chat))
        if reply.beneath is not None:
            self._spawn(request, self._redraw(*reply.beneath, chat))
        if reply.beside is not None:
            self._spawn(request, self._add(request, reply.beside, chat))
        if request.kind not in CLICKS:
            return
        if request.answer_url is None:
            self._tell_over(request, reply, chat)
            return
        if reply.replace is not None:
            self._spawn(request, _answer(chat, request, reply.replace, replace=True))
        if reply.message is not None:
            self._spawn(request, _answer(chat, request, reply.message, replace=False))

    async def _add(self, request: Request, beside: tuple[str, str], chat: Chat) -> None:
        """Answer once more, with what is read when nobody waits; where it is late, nothing."""
        name, value = beside
        asked = replace(request, kind=Kind.BESIDE, name=name, value=value, once=())
        try:
            lull = self.database.lull
            async with asyncio.timeout(self.patience), lull.turn:
                await lull.wait()
                reply = await self._answered(asked)
        except (BotError, TimeoutError) as error:
            log.warning("nothing added", name=name, error=str(error) or "too busy")
            return
        except Exception:
            log.exception("nothing added", name=name)
            return
        if reply.message is not None:
            await _answer(chat, request, reply.message, replace=False)

    def _tell_over(self, request: Request, reply: Reply, chat: Chat) -> None:
        """A click inside a form has no message to answer: the sentence opens over the form."""
        if reply.message is not None and reply.form is None:
            place = Place.PUSH if request.view else Place.OPEN
            sheet = notices.over(request.name, reply.message)
            self._spawn(request, self._open(request, sheet, place, chat))

    async def settled(self) -> None:
        """Wait for everything begun by `follow`."""
        while self._beside:
            await asyncio.gather(*self._beside)

    async def _open(self, request: Request, form: Form, place: Place, chat: Chat) -> None:
        onto = request.view if place is not Place.OPEN else None
        try:
            async with asyncio.timeout(self.form_patience):
                await chat.open_form(request.trigger or "", form, onto, place)
            return
        except (BotError, TimeoutError) as error:
            log.warning("form not opened", form=form.name, error=str(error) or "too slow")
        except Exception:
            log.exception("form not opened", form=form.name)
        if request.answer_url:
            await _answer(chat, request, notices.open_form(form), replace=False)

    async def _redraw(self, view: str, form: Form, chat: Chat) -> None:
        """Draw a view below the one in front anew; what it shows is checked when it is used."""
        try:
            async with asyncio.timeout(self.form_patience):
                await chat.open_form("", form, view, Place.UPDATE)
        except (BotError, TimeoutError) as error:
            log.warning("view not redrawn", form=form.name, error=str(error) or "too slow")

    def _spawn(self, request: Request, work: Coroutine[None, None, None]) -> None:
        with structlog.contextvars.bound_contextvars(request=request.id):
            task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _answer(chat: Chat, request: Request, message: Message, *, replace: bool) -> None:
    try:
        url, thread = request.answer_url or "", request.thread
        await chat.answer(url, message, replace=replace, thread=thread)
    except BotError as error:
        log.warning("answer not delivered", error=str(error))
    except Exception:
        log.exception("answer not delivered")


def _about(request: Request) -> dict[str, str]:
    """What a refusal was about: by ids, so that a look into another workspace is seen."""
    about = {"kind": request.kind, "name": request.name, "team": request.team}
    return {**about, "user": request.user, "value": request.value[:60]}


def _undeclared(request: Request) -> Reply:
    """An old message's control that no version of today knows; links report, and want nothing."""
    if request.kind is Kind.BUTTON and not request.value:
        return SILENT
    log.warning("nobody declared this", kind=request.kind, name=request.name)
    return _refusal(request, notices.UNDECLARED)


def _not_served(request: Request) -> str:
    """What one of another team is told: who clicks can only have met us in a shared channel."""
    return notices.elsewhere() if request.kind in CLICKS else notices.unknown_workspace()


def _refusal(request: Request, why: str, field: str | None = None) -> Reply:
    """The sentence, where the person will see it, with their words beside it."""
    match request.kind:
        case Kind.FORM:
            return _back(request, why, field)
        case Kind.COMMAND:
            return Reply(message=notices.not_stored(why, request.text))
        case Kind.OPTIONS:
            return Reply(options=())
        case _:
            return Reply(message=notices.told(why))


def _back(request: Request, why: str, field: str | None) -> Reply:
    """A form stays open with the sentence under a field, or beside it where that cannot be."""
    shown = field if field in request.values else next(iter(request.values), None)
    if shown is None:
        return Reply(form=notices.sheet(request.name, "Not done", why), place=Place.UPDATE)
    if "<@" in why:  # a field's error is plain text, which shows no names
        return Reply(form=notices.sheet(request.name, "Not done", why), place=Place.PUSH)
    return Reply(errors={shown: why})


def _note_abandoned(writing: asyncio.Future[T]) -> None:
    if writing.cancelled():
        return
    error = writing.exception()
    if error is not None and not isinstance(error, Abandoned):
        log.warning("failed after it was given up", error=repr(error))
