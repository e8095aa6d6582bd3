"""What people and teams have against what they can take on, in words and in order."""

from bot.domain.capacity import Load, TeamLoad
from bot.views.text import amount, counted
from bot.words import Unit


def measure(value: float, unit: Unit) -> str:
    """A quantity of work: 1 point, 7.5 hours."""
    words = amount(value)
    return f"{words} {unit.removesuffix('s') if words == '1' else unit}"


def against(available: float | None, committed: float, unit: Unit) -> str:
    """What is had of what can be taken on, and what the one leaves of the other."""
    if available is None or not (available or committed):
        return measure(committed, unit)
    return f"{amount(committed)} of {measure(available, unit)}, {verdict(available, committed)}"


def verdict(available: float, committed: float, unit: Unit | None = None) -> str:
    """What the one leaves of the other, in words, with the unit if given."""
    over = committed - available
    size = amount(abs(over))
    if size == "0":
        return "just full"
    words = measure(abs(over), unit) if unit else size
    return f"{words} too many" if over > 0 else f"room for {words}"


def excess(load: Load | TeamLoad) -> float | None:
    """By how much there is too much; less than nothing is room, None what nobody told."""
    return None if load.holds is None else load.committed - load.holds


def nothing_told(team: TeamLoad) -> str:
    """Why there is nothing to weigh a team's work against."""
    return "not estimated" if team.apart else "no weekly figures yet"


def untold(team: TeamLoad) -> str:
    """That some have work but no weekly figure, so that the team's sums do not compare."""
    number = sum(load.available is None and load.committed > 0 for load in team.people)
    have = "has" if number == 1 else "have"
    people = counted(number, "person", "people")
    return f"{people} {have} no weekly figure" if number else ""


def busy(team: TeamLoad) -> list[Load]:
    """Those who have or can take something, those with too much first."""
    loads = [load for load in team.people if load.committed or load.available is not None]
    return sorted(loads, key=_burden)


def _burden(load: Load) -> tuple[float, float, str]:
    return -max(excess(load) or 0, 0), -load.committed, load.person
