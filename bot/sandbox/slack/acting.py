"""Acting as a person: each method does what the person does, and returns what they see."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from bot.sandbox.slack import interactions
from bot.sandbox.slack.answer import Answer
from bot.sandbox.slack.checks import items
from bot.sandbox.slack.controls import CannotAct, Control, chosen, complaint, controls, state_values
from bot.sandbox.slack.elements import GROUPS, PLAIN_OPTION
from bot.sandbox.slack.envelope import Ack, Envelope, Kind, Transport
from bot.sandbox.slack.errors import Refused
from bot.sandbox.slack.response_urls import show
from bot.sandbox.slack.state import Channel, Json, Message, Person, ResponseUrl, Values, View
from bot.sandbox.slack.submission import settle
from bot.sandbox.slack.workspace import Workspace

Surface: TypeAlias = Message | View
WITHOUT_STATE = ("button", "workflow_button", "icon_button")
SHORTEST_QUERY = 3
"""What an external menu waits for when it names no `min_query_length`."""


class Acting:
    """What people do. Raises CannotAct for what they could not do in Slack."""

    def __init__(self, workspace: Workspace, ack_seconds: float) -> None:
        self.workspace = workspace
        self.sent: list[Envelope] = []
        """Every payload sent, oldest first."""
        self.transport: Transport
        self.ack_seconds = ack_seconds
        """How long an acknowledgement may take, in real seconds."""

    async def _send(self, kind: Kind, payload: Json) -> tuple[Envelope, Ack | None]:
        envelope = Envelope(kind, payload, self.workspace.new_id("envelope-"))
        self.sent.append(envelope)
        return envelope, await self._deliver(envelope)

    async def _deliver(self, envelope: Envelope) -> Ack | None:
        ack = await self.transport.send(envelope, self.ack_seconds)
        if ack is not None:
            envelope.acks.append(ack)
        return ack

    async def redeliver(
        self, envelope: Envelope | None = None, reason: str = "http_timeout"
    ) -> Answer:
        """The same payload once more, marked as a retry: the last one unless told which.
        What is answered is returned, and not shown."""
        envelope = envelope or self.sent[-1]
        envelope.attempt, envelope.reason = envelope.attempt + 1, reason
        return Answer(envelope, await self._deliver(envelope))

    def person(self, user: Person | str) -> Person:
        """The member, by id or as they are; who is deactivated cannot act."""
        person = self.workspace.people[user] if isinstance(user, str) else user
        if person.deactivated:
            raise CannotAct(f"{person.real_name} is deactivated")
        return person

    def channel(self, channel: Channel | str) -> Channel:
        """The conversation, by id or as it is."""
        return self.workspace.channels[channel] if isinstance(channel, str) else channel

    def visible(self, person: Person, message: Message) -> bool:
        """Whether that person sees the message."""
        if message.ephemeral_for not in (None, person.id):
            return False
        channel = self.workspace.channels[message.channel]
        return channel.kind == "public_channel" or person.id in channel.members

    def top_view(self, person: Person) -> View | None:
        """The modal in front of that person."""
        stack = self.workspace.modals.get(person.id)
        return stack[-1] if stack else None

    async def command(
        self, user: Person | str, channel: Channel | str, command: str, text: str = ""
    ) -> Answer:
        """Type a slash command; what the acknowledgement says is shown in the channel."""
        person, place = self.person(user), self.channel(channel)
        payload = interactions.command(self.workspace, person, place, f"{command} {text}".strip())
        envelope, ack = await self._send("slash_commands", payload)
        return self._shown(envelope, ack, ResponseUrl("", person.id, place.id, 0.0))

    def _shown(self, envelope: Envelope, ack: Ack | None, where: ResponseUrl) -> Answer:
        """The answer to a command, put in the channel as Slack does."""
        message, refused = None, None
        before = len(self.workspace.messages)
        try:
            if ack is not None and ack.status != 200:
                raise Refused("dispatch_failed")
            if ack is not None and ack.body:
                show(self.workspace, where, ack.body)
                message = next(iter(self.workspace.messages[before:]), None)
        except Refused as refusal:
            refused = refusal.answer
        view = self.top_view(self.person(where.user))
        return Answer(envelope, ack, message, view, refused)

    async def _interact(self, person: Person, payload: Json) -> Answer:
        envelope, ack = await self._send("interactive", payload)
        return Answer(envelope, ack, view=self.top_view(person))

    def _control(self, person: Person, shown: Surface, action_id: str, block: str = "") -> Control:
        self._must_see(person, shown)
        for control in controls(_all_blocks(shown)):
            if action_id == control.action_id and block in ("", control.block_id):
                return control
        known = [control.action_id for control in controls(_all_blocks(shown))]
        raise CannotAct(f"there is no {action_id!r} here, only {known}")

    def _must_see(self, person: Person, shown: Surface) -> None:
        if isinstance(shown, View):
            home = self.workspace.homes.get(person.id)
            if shown is not self.top_view(person) and shown is not home:
                raise CannotAct(f"{person.real_name} does not have that view in front of them")
            return
        if self.workspace.standing(shown) is None or not self.visible(person, shown):
            raise CannotAct(f"{person.real_name} does not see that message")

    def _typed(self, person: Person, shown: Surface) -> Values:
        return shown.typed if isinstance(shown, View) else shown.typed.setdefault(person.id, {})

    def _put(self, person: Person, shown: Surface, control: Control, value: object) -> Json:
        offered = self.workspace.offered.get((person.id, control.action_id), [])
        held = chosen(control, value, offered)
        block = self._typed(person, shown).setdefault(control.block_id, {})
        block[control.action_id] = held
        return held

    async def click(
        self,
        user: Person | str,
        shown: Surface,
        action_id: str,
        value: object = None,
        *,
        block: str = "",
    ) -> Answer:
        """Click a button, or choose `value` in a menu: an option by value or label, an id, a
        day as YYYY-MM-DD, or a list; in that block, where several have such a control. An
        earlier copy of a message is clicked as it stood."""
        person = self.person(user)
        control = self._control(person, shown, action_id, block)
        if control.block["type"] == "input" and not control.block.get("dispatch_action"):
            raise CannotAct(f"{action_id} tells the app nothing before the form is sent")
        kind, used = control.element["type"], {}
        if kind == "overflow":
            stateless = Control(control.block, {**control.element, "type": "static_select"})
            used = {"selected_option": chosen(stateless, value)["selected_option"]}
        elif kind == "feedback_buttons":
            used = {"value": control.element[f"{value}_button"]["value"]}
        elif kind not in WITHOUT_STATE:
            used = {
                k: v for k, v in self._put(person, shown, control, value).items() if k != "type"
            }
        action = interactions.action(self.workspace, control, used)
        payload = interactions.block_actions(self.workspace, person, shown, action)
        return await self._interact(person, payload)

    def fill(self, user: Person | str, view: View, values: Mapping[str, object]) -> None:
        """Type into a form, or choose in it, without sending: by action_id or block_id."""
        person = self.person(user)
        self._must_see(person, view)
        for name, value in values.items():
            found = [c for c in controls(view.blocks) if name in (c.action_id, c.block_id)]
            if len(found) != 1:
                known = [c.action_id for c in controls(view.blocks)]
                raise CannotAct(f"{len(found)} fields are called {name!r} here: {known}")
            self._put(person, view, found[0], value)

    async def submit(
        self, user: Person | str, view: View, values: Mapping[str, object] | None = None
    ) -> Answer:
        """Fill a form in and send it; what the person leaves alone keeps its initial value."""
        person = self.person(user)
        self.fill(person, view, values or {})
        if "submit" not in view.content or view is not self.top_view(person):
            raise CannotAct("that view has no submit button")
        self._must_be_complete(view)
        payload = interactions.view_submission(self.workspace, person, view)
        envelope, ack = await self._send("interactive", payload)
        refused = None
        try:
            if ack is not None:
                settle(self.workspace, view, ack)
        except Refused as refusal:
            refused = refusal.answer
        return Answer(envelope, ack, view=self.top_view(person), refused=refused)

    def _must_be_complete(self, view: View) -> None:
        values = state_values(view.blocks, view.typed)
        for control in controls(view.blocks):
            if control.value_key is not None:
                wrong = complaint(control, values[control.block_id][control.action_id])
                if wrong:
                    raise CannotAct(f"{control.action_id} {wrong}")

    async def close(self, user: Person | str, view: View) -> Answer | None:
        """Close a modal unsent; the app is told only if it asked to be, and not what was typed."""
        person = self.person(user)
        self._must_see(person, view)
        stack = self.workspace.modals[person.id]
        cleared = bool(view.content.get("clear_on_close"))
        closed = list(reversed(stack)) if cleared else [view]
        self.workspace.modals[person.id] = [kept for kept in stack if kept not in closed]
        answer = None
        for gone in closed:
            if gone.content.get("notify_on_close"):
                told = interactions.view_closed(self.workspace, person, gone, cleared=cleared)
                answer = await self._interact(person, told)
        return answer

    async def options(
        self, user: Person | str, shown: Surface, action_id: str, query: str = ""
    ) -> list[Json]:
        """Type into an external menu; the options the app offers, empty when it did not answer.
        They can then be chosen by value or label."""
        person = self.person(user)
        control = self._control(person, shown, action_id)
        if len(query) < control.element.get("min_query_length", SHORTEST_QUERY):
            raise CannotAct(f"{action_id} does not ask for {query!r} yet")
        payload = interactions.block_suggestion(self.workspace, person, shown, (control, query))
        answer = await self._interact(person, payload)
        offered = _offered(answer.payload)
        self.workspace.offered[person.id, action_id] = offered
        return offered

    async def shortcut(
        self, user: Person | str, message: Message | None, callback_id: str
    ) -> Answer:
        """Use a shortcut on a message, or a global one without."""
        person = self.person(user)
        if message is not None:
            self._must_see(person, message)
        payload = interactions.shortcut(self.workspace, person, message, callback_id)
        return await self._interact(person, payload)


def _all_blocks(shown: Surface) -> list[Json]:
    if isinstance(shown, View):
        return shown.blocks
    unfurled = [block for card in shown.attachments for block in card.get("blocks", [])]
    return [*shown.blocks, *unfurled]


def _offered(body: dict[str, Any]) -> list[Json]:
    options, groups = body.get("options", []), body.get("option_groups", [])
    wrong = [*items(PLAIN_OPTION, 100, 0)(options, "/options")]
    wrong += GROUPS(groups, "/option_groups") if groups else []
    if wrong:
        raise CannotAct(f"Slack would show no options: {wrong}")
    return [*options, *(option for group in groups for option in group["options"])]
