"""Committed against available as a chart."""

from collections.abc import Sequence

from bot.domain.capacity import Load, TeamLoad
from bot.picture import Mark, Picture, Shape, Tone
from bot.views.backdrop import Backdrop
from bot.views.charts.axes import NAME
from bot.views.loads import busy, measure
from bot.views.text import amount, cut, line
from bot.words import Unit

FEWEST, ROWS = 2, 10
"""One bar says no more than a headline."""
WHOLE = 100.0
Row = tuple[str, Load | TeamLoad, Unit]


def capacity(teams: Sequence[TeamLoad], backdrop: Backdrop) -> Picture | None:
    """By person for one team, in the order of its list; else by team. Teams that count in units of
    their own are shown by what share of the available is committed."""
    rows: list[Row] = [(team.team, team, team.unit) for team in teams]
    if len(teams) == 1:
        unit = teams[0].unit
        rows = [(backdrop.name(load.person), load, unit) for load in busy(teams[0])]
    units = {unit for _, load, unit in rows if load.holds is not None}
    rows = [row for row in rows if row[1].holds or (row[1].holds == 0 and len(units) == 1)][:ROWS]
    if len(rows) < FEWEST:
        return None
    span = _span(teams)
    said = [f"{name}: {_told(load, unit, plain=len(units) == 1)}" for name, load, unit in rows]
    of = f"{rows[0][2]} of" if len(units) == 1 else "in"
    return Picture(
        f"{span[:1].upper()}{span[1:]}",
        f"Committed against available {of} {span}. {'; '.join(said)}.",
        _bars(rows, shares=len(units) > 1),
        y_ticks=tuple((float(-n), cut(line(name), NAME)) for n, (name, _, _) in enumerate(rows)),
        x_name=str(rows[0][2]) if len(units) == 1 else "% of what is available",
    )


def _told(load: Load | TeamLoad, unit: Unit, *, plain: bool) -> str:
    available = amount(load.holds or 0) if plain else measure(load.holds or 0, unit)
    return f"{amount(load.committed)} of {available}"


def _bars(rows: Sequence[Row], *, shares: bool) -> tuple[Mark, ...]:
    places = tuple(float(-n) for n in range(len(rows)))
    sizes = [WHOLE / (load.holds or 1) if shares else 1.0 for _, load, _ in rows]
    holds = [(load.holds or 0) * size for (_, load, _), size in zip(rows, sizes, strict=True)]
    has = [load.committed * size for (_, load, _), size in zip(rows, sizes, strict=True)]
    pairs = list(zip(has, holds, strict=True))
    held = tuple(min(pair) for pair in pairs)
    room = tuple(max(available - committed, 0.0) for committed, available in pairs)
    over = tuple(max(committed - available, 0.0) for committed, available in pairs)
    marks = (
        Mark(Shape.BARS, held, places, Tone.MAIN, "Committed"),
        Mark(Shape.BARS, room, places, Tone.FAINT, "Room", held),
        Mark(Shape.BARS, over, places, Tone.BAD, "Too much", held),
    )
    return tuple(mark for mark in marks if any(mark.x))


def _span(teams: Sequence[TeamLoad]) -> str:
    """What is weighed: the week, or the sprint of the only team."""
    if all(team.in_sprint is None for team in teams):
        return "the week ahead"
    sprint = teams[0].sprint
    if len(teams) > 1 or sprint is None:
        return "the rest of each sprint"
    return f"the rest of {cut(line(sprint.name), NAME)}"
