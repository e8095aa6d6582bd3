"""What a command file declares, and the context its handlers get.

Decorators only note what they see in the `Feature` the file owns: importing a file does nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from msgspec import Struct

from bot.effects import Effect
from bot.message import Reply
from bot.models import Delivery, Event, Product
from bot.ports import Clock
from bot.request import Kind, Request
from bot.store.stores import Store


class Links(Struct, frozen=True):
    """Where the outside is: for addresses in messages."""

    jira: str | None = None
    public: str | None = None

    def issue(self, key: str) -> str | None:
        """The address of a Jira issue."""
        return f"{self.jira.rstrip('/')}/browse/{key}" if self.jira else None

    def idea(self, number: int) -> str | None:
        """The address of an idea, which leads to its card."""
        return f"{self.public}/i/{number}" if self.public else None


class Context(Struct, frozen=True):
    """What a handler may use: the store in its transaction, the instant, and a way to owe."""

    store: Store
    now: datetime
    """The product's clock, in UTC."""
    real_now: datetime
    """The machine's clock: differs from `now` only in a demo that moved its time."""
    links: Links
    request: str = ""
    doubtful: bool = False
    """The delivery may have happened already: what is drawn is looked for before it is sent."""

    def owe(
        self,
        kind: str,
        key: str,
        payload: Mapping[str, Any],
        *,
        dedup: str | None = None,
        after: int | None = None,
        replaces: bool = False,
        wait: timedelta = timedelta(),
    ) -> int | None:
        """Owe an effect of `kind`; its delivery's id, or None when it was owed before.

        Deliveries of one `key` leave in order. `dedup` names this one for ever; without it, it is
        owed however often it was before. It leaves after `wait` at the earliest.
        """
        name = dedup or f"{kind}:{uuid4().hex}"
        delivery = self._delivery(kind, key, payload, name, after, wait)
        return self.store.deliveries.owe(delivery, replaces=replaces)

    def owe_each(self, kind: str, to: Sequence[tuple[str, Mapping[str, Any], str]]) -> None:
        """Owe many effects of one kind in few statements: (key, payload, dedup) each."""
        workspace = self.store.workspace
        named = [(f"{workspace}:{key}", row, f"{workspace}:{dedup}") for key, row, dedup in to]
        self.store.deliveries.owe_each(self._delivery(kind, "", {}, ""), named)

    def _delivery(
        self,
        kind: str,
        key: str,
        payload: Mapping[str, Any],
        name: str,
        after: int | None = None,
        wait: timedelta = timedelta(),
    ) -> Delivery:
        workspace = self.store.workspace
        return Delivery(
            workspace_id=workspace,
            kind=kind,
            key=f"{workspace}:{key}",
            payload=dict(payload),
            dedup=f"{workspace}:{name}",
            after=after,
            available_at=self.real_now + wait,
            request=self.request,
        )

    def record(self, kind: str, by: str, *, idea: int | None = None, **detail: object) -> None:
        """Add to the append-only history."""
        self.store.ideas.tell(
            Event(
                workspace_id=self.store.workspace,
                idea_id=idea,
                kind=kind,
                by=by,
                at=self.now,
                detail=detail,
                request=self.request,
            )
        )

    def decides_for(self, user: str, product: Product | None) -> bool:
        """Whether `user` may answer requests of `product`: its PMs, and admins where it is open."""
        if product is None or product.id is None:
            return self.store.members.is_admin(user)
        return self.store.products.is_manager(user, product.id)


class Surroundings(Struct, frozen=True):
    """What every context is made from."""

    clock: Clock
    links: Links

    def context(self, store: Store, request: str = "", *, doubtful: bool = False) -> Context:
        """A context at this instant."""
        now, real_now = self.clock.now(), self.clock.real_now()
        return Context(store, now, real_now, self.links, request, doubtful)


Handler = Callable[[Request, Context], Reply]
Renderer = Callable[[Mapping[str, Any], Context], Effect | None]
Continuation = Callable[[Mapping[str, Any], Any, Context], None]


class Entry(Struct, frozen=True):
    """One way in."""

    kind: Kind
    name: str
    handler: Handler
    summary: str = ""
    usage: str = ""
    reads: bool = False
    """Only reads: it runs beside the writer, and repeating it is harmless."""
    again: Handler | None = None
    """Answers a payload that was taken in before, from the present state."""
    subscriptions: tuple[str, ...] = ()
    """What Slack calls the events that lead here, where it has several names for them."""


class EffectKind(Struct):
    """A kind of delivery: what it sends, drawn when it is sent, and what follows."""

    name: str
    render: Renderer
    done: Continuation | None = None
    dead: Continuation | None = None


class Effects:
    """The kinds of delivery one file declares."""

    def __init__(self) -> None:
        self.effects: dict[str, EffectKind] = {}

    def effect(self, name: str) -> Callable[[Renderer], Renderer]:
        """Declare what a delivery of this kind sends; None for nothing any more."""

        def declare(render: Renderer) -> Renderer:
            self.effects[name] = EffectKind(name, render)
            return render

        return declare

    def done(self, name: str) -> Callable[[Continuation], Continuation]:
        """Declare what follows its result, in the transaction that finishes it."""

        def declare(continuation: Continuation) -> Continuation:
            self.effects[name].done = continuation
            return continuation

        return declare

    def dead(self, name: str) -> Callable[[Continuation], Continuation]:
        """Declare what follows when it is given up, or there is nobody to get it.

        The second argument is the reason.
        """

        def declare(continuation: Continuation) -> Continuation:
            self.effects[name].dead = continuation
            return continuation

        return declare


class Feature(Effects):
    """One feature: its ways in and its effects. `scopes` are the Slack scopes it needs."""

    def __init__(self, summary: str, *, scopes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.summary = summary
        self.scopes = scopes
        self.entries: list[Entry] = []

    def command(
        self, name: str, *, usage: str = "", again: Handler | None = None
    ) -> Callable[[Handler], Handler]:
        """Declare a slash command; its help is the feature's summary."""
        return self._entry(Kind.COMMAND, name, summary=self.summary, usage=usage, again=again)

    def shortcut(self, name: str, title: str) -> Callable[[Handler], Handler]:
        """Declare a message shortcut shown as `title`."""
        return self._entry(Kind.SHORTCUT, name, summary=title)

    def button(self, name: str) -> Callable[[Handler], Handler]:
        """Declare a button or another control that reports when it is used."""
        return self._entry(Kind.BUTTON, name)

    def form(self, name: str) -> Callable[[Handler], Handler]:
        """Declare a form's submission."""
        return self._entry(Kind.FORM, name)

    def closed(self, name: str) -> Callable[[Handler], Handler]:
        """Declare what happens when a form is closed unsent."""
        return self._entry(Kind.CLOSED, name)

    def options(self, name: str) -> Callable[[Handler], Handler]:
        """Declare the choices of a select that asks while a person types."""
        return self._entry(Kind.OPTIONS, name, reads=True)

    def beside(self, name: str) -> Callable[[Handler], Handler]:
        """Declare what is read after an acknowledgement; its message follows, best effort."""
        return self._entry(Kind.BESIDE, name, reads=True)

    def event(self, name: str, *subscriptions: str) -> Callable[[Handler], Handler]:
        """Declare a handler of a Slack event; any number of files may handle one event.

        `subscriptions` are the names it is subscribed to by, where they are not its own.
        """
        return self._entry(Kind.EVENT, name, subscriptions=subscriptions or (name,))

    def _entry(self, kind: Kind, name: str, **more: Any) -> Callable[[Handler], Handler]:  # noqa: ANN401
        def declare(handler: Handler) -> Handler:
            self.entries.append(Entry(kind, name, handler, **more))
            return handler

        return declare
