"""What the command line prints of files that were written or loaded."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.cli.exchange.loading import Loaded
from bot.views.text import counted, cut, line

SHOWN = 5
"""How many rows a preview shows."""


def exported(folder: Path, written: Mapping[str, int]) -> Iterator[str]:
    """Which files hold what."""
    for name, rows in written.items():
        yield f"{folder / name}: {counted(rows, 'row')}"


def loaded(done: Loaded) -> Iterator[str]:
    """How the file was read, what it brings, and its first rows."""
    wish, plan = done.wish, done.plan
    new = sum(step.new for step in plan.steps)
    changed = len(plan.steps) - new
    yield f"{wish.path.name}: {new} {wish.kind} new, {changed} changed, {plan.same} as they were."
    read = [f"{column} as {name}" for name, column in done.mapped.by_field.items()]
    yield f"Columns read: {', '.join(read)}."
    if done.mapped.unused:
        yield f"Columns not read: {', '.join(done.mapped.unused)}."
    for step in plan.steps[:SHOWN]:
        what = "new" if step.new else "changed"
        yield f"  {done.unit} {step.at}  {what}  {cut(line(step.label), 70)}"
    if len(plan.steps) > SHOWN:
        yield f"  and {len(plan.steps) - SHOWN} more"
    yield "This was a dry run: nothing was stored." if wish.dry_run else "Stored."
