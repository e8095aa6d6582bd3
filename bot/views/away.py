"""How days away look: somebody's list with its form, and what became of a calendar file."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.calendar_file import LeftOut
from bot.message import Block, Form, Message, Option
from bot.models import Absence
from bot.views import blocks, inputs
from bot.views.team_list import NOTED, Row, away, named
from bot.views.text import counted, escaped

LISTED = 40
NAMED = 10
"""So many stretches are listed with a way back, and named of a file."""
FILE_SAYS = {
    LeftOut.SHORT: "shorter than half a day's work",
    LeftOut.CANCELLED: "cancelled",
    LeftOut.ELSEWHEN: "over, or too far ahead",
    LeftOut.UNREADABLE: "not understood",
}


def away_form(row: Row, today: date, origin: Mapping[str, object], said: str = "") -> Form:
    """When somebody is away, with what takes each of it back, and fields for more."""
    parts: list[Block] = [blocks.section(said)] if said else []
    parts.append(
        blocks.section(
            f"*{named(row)}* is away:" if row.absences else f"*{named(row)}* is not away yet."
        )
    )
    parts += [
        blocks.section(away(one, notes=True), blocks.button("away.back", "Remove", str(one.id)))
        for one in row.absences[:LISTED]
    ]
    note = inputs.Input("note", "Note", "Seen by PMs and the person.", optional=True)
    last = inputs.Input("last", "To", "The last day away. Empty: one day.", optional=True)
    parts += [
        inputs.date_input(inputs.Input("first", "From"), today),
        inputs.date_input(last),
        inputs.text_input(note, most=NOTED),
    ]
    return Form(
        "away.submit",
        "Days away",
        tuple(parts),
        submit="Add",
        context={**origin, "mate": row.mate.id},
    )


def file_form(product: int, people: Sequence[Option], origin: Mapping[str, object]) -> Form:
    """A calendar file, and whose it is."""
    whose = inputs.Input("mate", "Whose days away?")
    file = inputs.Input(
        "file",
        "Calendar file",
        "An .ics export that holds only days away. All-day events count, "
        "and those of half a day's work or more.",
    )
    return Form(
        "away.file",
        "From a calendar",
        (
            inputs.choice(whose, people, people[0].value if len(people) == 1 else None),
            inputs.file_input(file, ["ics"]),
        ),
        submit="Read it",
        context={**origin, "product": product},
    )


# --- What became of a file


def from_file(
    who: str, file: str, added: Sequence[Absence], found: int, left_out: Mapping[LeftOut, int]
) -> Message:
    """What was taken from a file, what was not, and the way back."""
    text = _added(who, added, found)
    rows = [f"• {away(one, notes=True)}" for one in added[:NAMED]]
    if len(added) > NAMED:
        rows.append(f"… and {len(added) - NAMED} more")
    parts: list[Block] = [blocks.section("\n".join([text, *rows]))]
    skipped = [f"{number} {FILE_SAYS[why]}" for why, number in sorted(left_out.items())]
    if skipped:
        parts.append(blocks.context(f"Events left out: {', '.join(skipped)}."))
    if added:
        undo = blocks.button("away.undo", "Take them back", file)
        parts.append(blocks.actions("file", undo))
    return Message(text, tuple(parts))


def _added(who: str, added: Sequence[Absence], found: int) -> str:
    if not found:
        return f"I found no days away of {who} in the file."
    if not added:
        return f"All days away in the file were known of {who}."
    return f":palm_tree: {who} is away, as the file says:"


def not_read(why: str) -> Message:
    """A file that could not be read."""
    text = f":warning: {escaped(why)}"
    return Message(text, (blocks.section(text),))


def taken_back(number: int) -> Message:
    """The same message once it was undone."""
    text = f"Taken back: {counted(number, 'stretch', 'stretches')} of days away."
    return Message(text, (blocks.section(text),))
