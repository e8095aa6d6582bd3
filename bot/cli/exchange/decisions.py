"""Loading decisions: append-only, so a file may add to them and never change one."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.cli.exchange.files import Row
from bot.cli.exchange.plan import Loading, Plan, Step, instant, meant, utc
from bot.cli.exchange.words import VERDICTS
from bot.errors import UserError
from bot.models import Decision, Idea, Trigger
from bot.words import TriggerKind

TRIGGER = re.compile(r"(?P<kind>\w+)=(?P<value>[^;@]+)(?:@(?P<fired>\S+))?")


def told(trigger: Trigger) -> str:
    """A trigger as a file holds it: supporters=10, or date=2026-12-01@ when it fired."""
    fired = f"@{utc(trigger.fired_at).isoformat()}" if trigger.fired_at else ""
    return f"{trigger.kind}={trigger.value}{fired}"


class Decisions:
    """What a file of decisions would add."""

    def __init__(self, rows: Sequence[Row], loading: Loading) -> None:
        self.rows, self.loading, self.plan = rows, loading, Plan()
        exchange = loading.store.exchange
        self.ideas = {idea.request: idea for idea in exchange.ideas()}
        self.known = {(d.idea_id, d.number): d for d, _ in exchange.decisions()}
        self.numbers = {idea.id: idea.decisions for idea in self.ideas.values()}
        self.seen: dict[int | None, int] = {}

    def planned(self) -> Plan:
        """Each row a new decision, one there is, or a fault."""
        self.plan.each(self.rows, self._row)
        return self.plan

    def _row(self, row: Row) -> None:
        cells = row.cells
        idea = self.loading.idea(cells["idea"], self.ideas)
        number = self._number(idea, cells.get("number", "").strip())
        made, triggers = self._made(idea, number, cells), self._triggers(cells)
        known = self.known.get((idea.id or 0, number))
        if known is not None and _said(known) != _said(made):
            raise UserError(
                f"#{idea.number} has another decision {number}. Decisions are never changed.",
                "number",
            )
        label = f"#{idea.number}: {made.verdict.replace('_', ' ')}"
        step = Step(row.at, True, label, lambda: self._store(idea, made, triggers))
        self.plan.note(step, changes=known is None)

    def _number(self, idea: Idea, told: str) -> int:
        """Its place among the idea's decisions: as told, else by the order of the file."""
        self.seen[idea.id] = self.seen.get(idea.id, 0) + 1
        number = int(told) if told.isdecimal() else self.seen[idea.id]
        if (idea.id or 0, number) in self.known:
            return number
        if number != self.numbers[idea.id] + 1:
            following = self.numbers[idea.id] + 1
            raise UserError(f"The next decision of #{idea.number} is {following}.", "number")
        self.numbers[idea.id] = number
        return number

    def _made(self, idea: Idea, number: int, cells: Mapping[str, str]) -> Decision:
        verdict = meant(cells["verdict"], VERDICTS, "verdict")
        if verdict is None:
            raise UserError("What was the answer: yes, not now, no or needs info?", "verdict")
        words = {name: cells.get(name, "").strip() for name in ("reason", "reason_label")}
        return Decision(
            workspace_id=idea.workspace_id,
            idea_id=idea.id or 0,
            number=number,
            verdict=verdict,
            reason=words["reason"] or None,
            reason_label=words["reason_label"] or None,
            answer=cells.get("answer", "").strip(),
            note=cells.get("note", "").strip(),
            by=self.loading.person(cells.get("by", ""), "by"),
            at=instant(cells.get("at", ""), "at") or self.loading.now,
        )

    def _triggers(self, cells: Mapping[str, str]) -> list[Trigger]:
        found = []
        for word in filter(None, (part.strip() for part in cells.get("triggers", "").split(";"))):
            trigger = TRIGGER.fullmatch(word)
            if trigger is None or trigger["kind"] not in set(TriggerKind):
                raise UserError(f"“{word}” is no trigger: write supporters=10.", "triggers")
            kind, fired = TriggerKind(trigger["kind"]), instant(trigger["fired"] or "", "triggers")
            given: dict[str, Any] = {"workspace_id": self.loading.store.workspace, "decision_id": 0}
            found.append(Trigger(**given, kind=kind, value=trigger["value"], fired_at=fired))
        return found

    def _store(self, idea: Idea, made: Decision, triggers: Sequence[Trigger]) -> None:
        exchange = self.loading.store.exchange
        exchange.add(made)
        idea.decisions = max(idea.decisions, made.number)
        exchange.add(idea)
        self.plan.later.append(lambda: self._hang_on(made, triggers))

    def _hang_on(self, made: Decision, triggers: Sequence[Trigger]) -> None:
        for trigger in triggers:
            trigger.decision_id = made.id or 0
            self.loading.store.exchange.add(trigger)


def _said(decision: Decision) -> tuple[object, ...]:
    return decision.verdict, decision.reason, decision.answer, decision.note
