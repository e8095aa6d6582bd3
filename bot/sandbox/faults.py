"""Weather on demand: what a stand-in is told to do wrong, and for how many calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """How a call goes wrong, seen from the caller."""

    RATE_LIMITED = "rate_limited"
    """429 with Retry-After, nothing done; Jira's 503 too, where `status` says so."""
    SERVER_ERROR = "server_error"
    """5xx, nothing done, though the caller cannot know."""
    ERROR_AFTER = "error_after"
    """Done, then answered with a 5xx."""
    CUT_BEFORE = "cut_before"
    """The connection is closed unanswered, nothing done."""
    CUT_AFTER = "cut_after"
    """Done, then the connection is closed unanswered."""
    SLOW = "slow"
    """Done, answered after `seconds`."""
    REFUSED = "refused"
    """Answered with `status` and `error`, nothing done."""


@dataclass(slots=True)
class Fault:
    """One fault, due for the next `times` calls of `method` (`*`: any method)."""

    kind: FaultKind
    method: str = "*"
    times: int = 1
    seconds: float = 0.0
    """The delay of `SLOW`, in seconds."""
    retry_after: str = "1"
    """The header's text: seconds or an HTTP date, as vendors send both."""
    status: int = 500
    error: str = "internal_error"


class Faults:
    """The faults still due, taken in the order they were added."""

    def __init__(self) -> None:
        self._due: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Make `fault` due."""
        self._due.append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault due for this call of `method`, counted down; None for fair weather."""
        for fault in self._due:
            if fault.method in ("*", method):
                fault.times -= 1
                if fault.times == 0:
                    self._due.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Fair weather again."""
        self._due.clear()

    @contextmanager
    def during(self, fault: Fault) -> Iterator[None]:
        """Let `fault` hold for every call made inside the block."""
        fault.times = -1
        self.add(fault)
        try:
            yield
        finally:
            self._due.remove(fault)
