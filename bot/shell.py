"""The same for every payload: once, in one transaction, then acknowledged, and never silent."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from typing import TypeVar

import structlog
from msgspec.structs import replace

from bot.discover import Registry
from bot.errors import BotError, Unavailable, UserError
from bot.feature import Context, Entry, Surroundings
from bot.follow_up import FollowUp
from bot.message import SILENT, Reply
from bot.ports import Chat
from bot.refusal import not_served, refusal, undeclared
from bot.request import Kind, Request
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
            return refusal(request, str(error), error.field)
        except (_GivenUp, TimeoutError):
            log.warning("given up", kind=request.kind, name=request.name)
            return refusal(request, notices.SLOW)
        except Unavailable as error:
            log.warning("database away", error=str(error))
            return refusal(request, notices.away())
        except Exception:
            incident = uuid.uuid4().hex[:8]
            log.exception("handler failed", incident=incident, kind=request.kind, name=request.name)
            kept = await self._keep(request)
            return refusal(request, notices.fault(incident, kept=kept))
        finally:
            structlog.contextvars.unbind_contextvars("request")

    async def _answered(self, request: Request) -> Reply:
        entry = self.registry.entry(request.kind, request.name)
        if entry is None:
            return undeclared(request)
        clock = asyncio.get_running_loop().time
        until = clock() + self.patience
        async with asyncio.timeout(self.patience):
            workspace = await self._workspace(request.team)
            if workspace is None:
                log.warning("another workspace", team=request.team, kind=request.kind)
                return not_served(request)
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
        """Begin what a reply asks for besides its acknowledgement."""
        follow_up = FollowUp(request, chat, self.form_patience)
        for work in follow_up.to(reply):
            self._spawn(request, work)
        if reply.beside is not None:
            self._spawn(request, self._add(follow_up, *reply.beside))

    async def _add(self, follow_up: FollowUp, name: str, value: str) -> None:
        """Answer once more, with what is read when nobody waits; where it is late, nothing."""
        request = follow_up.request
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
            await follow_up.answer(reply.message)

    def _spawn(self, request: Request, work: Coroutine[None, None, None]) -> None:
        with structlog.contextvars.bound_contextvars(request=request.id):
            task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def settled(self) -> None:
        """Wait for everything begun by `follow`."""
        while self._beside:
            await asyncio.gather(*self._beside)


def _about(request: Request) -> dict[str, str]:
    """What a refusal was about: by ids, so that a look into another workspace is seen."""
    about = {"kind": request.kind, "name": request.name, "team": request.team}
    return {**about, "user": request.user, "value": request.value[:60]}


def _note_abandoned(writing: asyncio.Future[T]) -> None:
    if writing.cancelled():
        return
    error = writing.exception()
    if error is not None and not isinstance(error, Abandoned):
        log.warning("failed after it was given up", error=repr(error))
