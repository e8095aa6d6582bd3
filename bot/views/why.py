"""Why an item is held up, in words."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.domain import charted, releases
from bot.domain.blockers import Blocked, Kind
from bot.domain.calendar import local
from bot.domain.facts import Facts
from bot.message import Block
from bot.tracked import Field
from bot.views import blocks
from bot.views.backdrop import NAME, Backdrop, shown
from bot.views.jira import Jira
from bot.views.text import day, in_days, listed


class Words:
    """What is known of items that are held up, in words."""

    def __init__(self, facts: Facts, backdrop: Backdrop, jira: Jira) -> None:
        self._facts = facts
        self._backdrop = backdrop
        self._jira = jira
        self._overdue = releases.overdue(
            facts.base.versions, facts.base.slips, facts.as_of, facts.at
        )

    def of(self, found: Blocked) -> Block:
        """The item, then why it is held up."""
        return blocks.section(f"{self._backdrop.titled(self._jira, found.item)}\n{self.why(found)}")

    def why(self, found: Blocked) -> str:
        """What holds it up, since when, who can end it, and when it last moved."""
        kinds, moved = found.kinds.items(), self._day(found.last_move)
        said = [self._kind(found, kind, self._day(since)) for kind, since in kinds]
        said += self._waits(found)
        if moved not in map(self._day, found.kinds.values()):
            said.append(f"last moved {moved}")
        why = "; ".join(said)
        return f"{why[:1].upper()}{why[1:]}"

    def usual(self, shown_: Iterable[Blocked]) -> list[str]:
        """What counts as stuck in the steps where some of those are, told once."""
        stuck = [found for found in shown_ if Kind.AGING in found.kinds]
        steps = {self._status(found): self._step(found) for found in stuck}
        limits = charted.usual(self._facts) if steps else {}
        said = [f"{in_days(limits[s])} in {name}" for s, name in steps.items() if s in limits]
        words = "Stuck means longer than 85% of items stay there"
        return [f"{words}: {listed(said, 'and')}."] if said else []

    def _waits(self, found: Blocked) -> list[str]:
        if found.waiting_on:
            return [f"waits on {self._backdrop.person(found.waiting_on)}"]
        if Kind.UNOWNED in found.kinds:
            return []
        return ["the owner of that is not known" if Kind.LINKED in found.kinds else "nobody has it"]

    def _kind(self, found: Blocked, kind: Kind, since: str) -> str:
        match kind:
            case Kind.FLAGGED:
                return f"flagged since {since}"
            case Kind.LINKED:
                return f"blocked by {self._holder(found)} since {since}"
            case Kind.BLOCKED_STATUS:
                return f"in {self._step(found) or 'a blocked status'} since {since}"
            case Kind.AGING:
                return f"stuck in {self._step(found) or 'its status'} since {since}"
            case Kind.UNOWNED:
                return f"in progress without an owner since {since}"
            case Kind.OVERDUE_RELEASE:
                return f"in {self._release(found)}, which was due {since}"

    def _day(self, at: datetime | date) -> str:
        return day(local(at, self._facts.zone).date() if isinstance(at, datetime) else at)

    def _status(self, found: Blocked) -> str | None:
        history = self._facts.by_key.get(found.item)
        state = history.status.at(self._facts.at) if history else None
        return state.status if state else None

    def _step(self, found: Blocked) -> str:
        """The status it stands in, as people call it; empty where that is not known."""
        status, history = self._status(found), self._facts.by_key.get(found.item)
        if history is None:
            return ""
        now, moves = history.issue.status, history.issue.changes
        names = [m.after_name for m in moves if m.field is Field.STATUS and m.after == status]
        name = now.name if now.id == status else next(reversed(names), "")
        return f"“{shown(name, NAME)}”" if name else ""

    def _holder(self, found: Blocked) -> str:
        """The item that has blocked it longest of those that are not done."""
        facts, since = self._facts, found.kinds[Kind.LINKED]
        history = facts.by_key.get(found.item)
        if history is None:
            return "another item"
        links, known = history.blocked_by, facts.base.by_key
        blocking = (
            key
            for key in links.at(facts.at)
            if links.since(key, facts.at) == since
            and (key not in known or known[key].is_open(facts.at))
        )
        key = min(blocking, default=None)
        return self._jira.item(key) if key else "another item"

    def _release(self, found: Blocked) -> str:
        """The release that has been overdue longest."""
        facts, due = self._facts, found.kinds[Kind.OVERDUE_RELEASE]
        history = facts.by_key.get(found.item)
        held = history.versions.at(facts.at) if history else set()
        names = (self._backdrop.version(v) for v in held if self._overdue.get(v) == due)
        return shown(min(names, default="a release"), NAME)
