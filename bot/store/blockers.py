"""What people did about blockers: what was put off, who was asked."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from bot.message import MessageRef
from bot.models import Question, Snooze
from bot.store.statements import inserting

ASK = inserting(Question, "id")


class Blockers:
    """The snoozes and questions of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    # --- Put off

    def snooze(self, snooze: Snooze) -> None:
        """Put a blocker off; the last word on one counts."""
        self.session.merge(snooze)
        self.session.flush()

    def wake(self, issue: str) -> bool:
        """Put it off no longer; False when it was not."""
        found = self.session.get(Snooze, (self.workspace, issue))
        if found is not None:
            self.session.delete(found)
            self.session.flush()
        return found is not None

    def snooze_of(self, issue: str) -> Snooze | None:
        """How an item is put off."""
        return self.session.get(Snooze, (self.workspace, issue))

    def snoozed(self, day: date) -> list[Snooze]:
        """What is put off beyond a day."""
        rows = select(Snooze).where(Snooze.workspace_id == self.workspace, Snooze.until > day)
        return list(self.session.exec(rows))

    # --- Asked

    def ask(self, question: Question) -> int | None:
        """Store a question; its id, or None where one was asked about this item there already."""
        add: Any = ASK[self.session.get_bind().dialect.name]
        row = question.model_dump(exclude={"id"})
        return self.session.execute(add, [row]).scalar()

    def asked(self, thread: MessageRef, issue: str) -> Question | None:
        """What was asked about an item in a digest's thread."""
        return self._question(
            Question.channel == thread.channel,
            Question.thread == thread.ts,
            Question.issue_id == issue,
        )

    def question(self, number: int, *, lock: bool = False) -> Question | None:
        """The question with this id. With `lock`, others who want to answer it wait."""
        return self._question(Question.id == number, lock=lock)

    def asked_in(self, dm: MessageRef) -> Question | None:
        """The question that was asked by this DM."""
        return self._question(Question.dm_channel == dm.channel, Question.dm_ts == dm.ts, lock=True)

    def _question(self, *conditions: Any, lock: bool = False) -> Question | None:  # noqa: ANN401
        rows = select(Question).where(Question.workspace_id == self.workspace, *conditions)
        return self.session.exec(rows.with_for_update() if lock else rows).first()

    def keep(self, question: Question) -> None:
        """Store a changed question."""
        self.session.add(question)
        self.session.flush()

    def drop(self, question: Question) -> None:
        """Forget a question nobody got."""
        self.session.delete(question)
        self.session.flush()
