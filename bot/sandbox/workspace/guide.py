"""A short path through the demo, whose steps tick themselves when they are done on the page."""

from dataclasses import dataclass

from bot.sandbox.scene import Scene
from bot.sandbox.slack import Channel, Json, Person
from bot.sandbox.workspace.asked import Asked

ANSWERS = ("help", "mine")
"""Words after /idea that ask for nothing."""
JIRA = "jira"
"""Where the Jira tab is."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: who does it, where, and what may be typed there."""

    name: str
    title: str
    hint: str
    person: Person
    place: str
    type: str = ""


class Guide:
    """Watches the acts of the page; what the demo does by itself does not count."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._steps = _steps(scene)
        self._done: set[str] = set()
        self._place = ""
        self._moved: float | None = None
        """When the clock was first moved on the page, in seconds since 1970."""

    def note(self, act: str, asked: Asked, outcome: Json) -> None:
        """Something was done on the page, with this outcome."""
        if not outcome["ok"]:
            return
        if act == "look":
            self._place = asked.text("place")
        elif act == "clock":
            self._moved = self._moved or float(outcome["before"])
        elif act == "jira.move":
            self._done.add("move")
        elif act == "submit" and asked.text("callback") == "decide.submit":
            self._done.add("answer")
        elif _asks(act, asked):
            self._done.add("ask")

    def parts(self) -> list[Json]:
        """The steps, each with whether it is done."""
        if self._place == JIRA and "answer" in self._done:
            self._done.add("see")
        if self._place == self._scene.digests.id and self._has_digest():
            self._done.add("read")
        return [
            {
                "name": step.name,
                "title": step.title,
                "hint": step.hint,
                "person": step.person.id,
                "place": step.place,
                "type": step.type,
                "done": step.name in self._done,
            }
            for step in self._steps
        ]

    def _has_digest(self) -> bool:
        posted = self._scene.slack.messages(self._scene.digests)
        moved = self._moved
        return moved is not None and any(
            message.by_bot and float(message.ts) > moved for message in posted
        )


def _asks(act: str, asked: Asked) -> bool:
    if act == "submit":
        return asked.text("callback") == "idea.submit"
    name, _, text = asked.text("text").strip().partition(" ")
    words = text.strip().lower()
    return (
        act == "command"
        and name == "/idea"
        and bool(words)
        and not (words in ANSWERS or words.lstrip("#").isdigit())
    )


def _steps(scene: Scene) -> tuple[Step, ...]:
    ideas, triage, digests = scene.ideas, scene.triage, scene.digests

    def named(channel: Channel) -> str:
        return f"#{channel.name}"

    return (
        Step(
            "ask",
            "Ask for something",
            f"As {scene.requester.real_name}, in {named(ideas)}: type /idea and what you need.",
            scene.requester,
            ideas.id,
            "/idea Remind me before the sample expires",
        ),
        Step(
            "answer",
            "Answer it",
            f"As {scene.pm.real_name}, in {named(triage)}: press Yes on its card, and send.",
            scene.pm,
            triage.id,
        ),
        Step("see", "See it in Jira", "A yes is an issue there.", scene.engineer, JIRA),
        Step(
            "move",
            "Move it on",
            "Put it In Progress: who asked hears of it.",
            scene.engineer,
            JIRA,
        ),
        Step(
            "read",
            "Read Monday's digest",
            f"Move the clock to next Monday, and look into {named(digests)}.",
            scene.requester,
            digests.id,
        ),
    )
