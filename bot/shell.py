"""The same for every payload: once, in one transaction, then acknowledged, and never silent."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine

import structlog

from bot.discover import Registry
from bot.errors import BotError, Unavailable, UserError
from bot.feature import Context, Entry, Kind, Request, Surroundings
from bot.message import SILENT, Form, Place, Reply
from bot.ports import Chat
from bot.store.database import Abandoned, Database, Deadline
from bot.store.stores import Stores
from bot.views import notices

log = structlog.get_logger("shell")

PATIENCE = 2.0
"""Seconds after which a transaction is given up: Slack waits 3 for the acknowledgement."""
FORM_PATIENCE = 2.0
"""Seconds a form may take to open: its trigger lives 3."""


class _Repeated(Exception):
    """A form that was accepted before came again: it is closed, and nothing changes."""


class Shell:
    """Takes requests to their handlers and answers for everything that can happen to them."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        surroundings: Surroundings,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self.database = database
        self.registry = registry
        self.surroundings = surroundings
        self.patience = patience
        self.on_commit: Callable[[], None] = lambda: None
        self._teams: dict[str, int] = {}
        self._beside: set[asyncio.Task[None]] = set()

    async def answer(self, request: Request) -> Reply:
        """What the person gets, after whatever it took is committed. Never raises."""
        structlog.contextvars.bind_contextvars(request=request.id)
        try:
            return await self._answered(request)
        except UserError as error:
            await self._keep(request)
            return _refusal(request, str(error), error.field)
        except Unavailable as error:
            log.warning("database away", error=str(error))
            return _refusal(request, notices.away())
        except Exception:
            incident = uuid.uuid4().hex[:8]
            log.exception("handler failed", incident=incident, name=request.name)
            await self._keep(request)
            return _refusal(request, notices.fault(incident))
        finally:
            structlog.contextvars.unbind_contextvars("request")

    async def _answered(self, request: Request) -> Reply:
        entry = self.registry.entry(request.kind, request.name)
        if entry is None:
            log.warning("nobody declared this", kind=request.kind, name=request.name)
            return SILENT
        workspace = await self._workspace(request.team)
        if workspace is None:
            log.warning("another workspace", team=request.team, kind=request.kind)
            return _refusal(request, notices.unknown_workspace())
        if entry.reads:
            return await self.database.read(
                lambda stores: entry.handler(request, self._context(stores, workspace, request))
            )
        return await self._written(entry, request, workspace)

    async def _written(self, entry: Entry, request: Request, workspace: int) -> Reply:
        deadline = Deadline()
        work = asyncio.ensure_future(
            self.database.write(
                lambda stores: self._transact(stores, entry, request, workspace), deadline
            )
        )
        try:
            reply = await asyncio.wait_for(asyncio.shield(work), self.patience)
        except TimeoutError:
            if deadline.abandon():
                work.add_done_callback(_swallow_abandoned)
                log.warning("given up", name=request.name)
                return _refusal(request, notices.SLOW)
            reply = await work
        except _Repeated:
            return SILENT
        self.on_commit()
        return reply

    def _transact(self, stores: Stores, entry: Entry, request: Request, workspace: int) -> Reply:
        context = self._context(stores, workspace, request)
        inbox = context.store.inbox
        if not inbox.take(request.once, context.real_now):
            return entry.again(request, context) if entry.again else SILENT
        reply = entry.handler(request, context)
        if request.kind is Kind.FORM:
            self._settle_draft(request, reply, context)
            if not reply.errors and not inbox.take(request.once_accepted, context.real_now):
                raise _Repeated
        return reply

    def _settle_draft(self, request: Request, reply: Reply, context: Context) -> None:
        drafts, about = context.store.drafts, request.view or ""
        if reply.errors:
            drafts.keep(request.user, request.name, about, dict(request.values), context.now)
        else:
            drafts.drop(request.user, request.name, about)

    async def _keep(self, request: Request) -> None:
        """Keep what was typed, in a transaction of its own: the handler's was rolled back."""
        content = dict(request.values) or ({"text": request.text} if request.text else {})
        workspace = self._teams.get(request.team)
        if not content or workspace is None:
            return

        def keep(stores: Stores) -> None:
            context = self._context(stores, workspace, request)
            context.store.drafts.keep(
                request.user, request.name, request.view or "", content, context.now
            )

        try:
            await self.database.write(keep)
        except Unavailable as error:
            log.warning("draft not kept", error=str(error))

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
            self._spawn(self._open(request, reply.form, reply.place, chat))
        if request.kind in (Kind.BUTTON, Kind.SHORTCUT) and request.answer_url:
            if reply.replace is not None:
                self._spawn(_answer(chat, request, reply, replace_clicked=True))
            if reply.message is not None:
                self._spawn(_answer(chat, request, reply, replace_clicked=False))

    async def settled(self) -> None:
        """Wait for everything begun by `follow`."""
        while self._beside:
            await asyncio.gather(*self._beside)

    async def _open(self, request: Request, form: Form, place: Place, chat: Chat) -> None:
        onto = request.view if place is not Place.OPEN else None
        try:
            async with asyncio.timeout(FORM_PATIENCE):
                await chat.open_form(request.trigger or "", form, onto, place)
        except (BotError, TimeoutError) as error:
            log.warning("form not opened", form=form.name, error=str(error))
            if request.answer_url:
                sorry = Reply(message=notices.open_form(form))
                await _answer(chat, request, sorry, replace_clicked=False)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _answer(chat: Chat, request: Request, reply: Reply, *, replace_clicked: bool) -> None:
    message = reply.replace if replace_clicked else reply.message
    if message is None or request.answer_url is None:
        return
    try:
        await chat.answer(request.answer_url, message, replace=replace_clicked)
    except BotError as error:
        log.warning("answer not delivered", error=str(error))


def _refusal(request: Request, why: str, field: str | None = None) -> Reply:
    """The sentence, where the person will see it, with their words beside it."""
    match request.kind:
        case Kind.FORM:
            shown = field if field in request.values else next(iter(request.values), None)
            if shown is None:
                return Reply(form=notices.sheet(request.name, "Not done", why), place=Place.UPDATE)
            return Reply(errors={shown: why})
        case Kind.COMMAND:
            return Reply(message=notices.not_stored(why, request.text))
        case Kind.OPTIONS:
            return Reply(options=())
        case _:
            return Reply(message=notices.told(why))


def _swallow_abandoned(work: asyncio.Future[Reply]) -> None:
    if not work.cancelled() and (error := work.exception()) and not isinstance(error, Abandoned):
        log.warning("failed after it was given up", error=repr(error))
