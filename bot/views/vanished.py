"""Many issues that vanished at once: the question what became of them, and the answer."""

from collections.abc import Sequence

from bot.message import Block, Message
from bot.models import Vanishing
from bot.views import blocks
from bot.views.jira import Jira
from bot.views.text import counted, escaped, moment, person
from bot.words import Belief

SAMPLES = 5
"""Keys that are shown."""
CHOICES = {
    Belief.DELETED: "are left out of all figures. Ideas built in them go back to their PMs",
    Belief.KEPT: "are kept in all figures. I don't ask about them again",
}


def question(row: Vanishing, keys: Sequence[str], base: str | None) -> Message:
    """What PMs and admins are asked, once."""
    return Message(_head(row), tuple(asked(row, keys, base)))


def asked(row: Vanishing, keys: Sequence[str], base: str | None) -> list[Block]:
    """The question itself."""
    many, jira = counted(len(row.issues), "issue"), Jira(base)
    shown = ", ".join(jira.item(key) for key in keys)
    rest = len(row.issues) - len(keys)
    lost = (
        "If my account lost *Browse Projects* or its sight of a security level there, give it "
        "back: then they are found again. Until somebody chooses, they count as before."
    )
    sure = blocks.confirm(
        f"Leave out {many}?",
        "They count in no figure any more, and ideas built in them go back to their PMs. "
        "I look for each once more first, and what is there again returns.",
        "Leave them out",
        "Not yet",
    )
    value = str(row.id)
    deleted = "They were deleted: leave them out"
    return [
        blocks.section(f":rotating_light: *{_head(row)}*"),
        blocks.section(shown + (f" and {rest} more" if rest else "")),
        blocks.context(lost),
        blocks.actions(
            f"vanished-{value}",
            blocks.button("vanished.leave_out", deleted, value, confirm=sure),
            blocks.button("vanished.keep", "Keep them", value),
        ),
    ]


def _head(row: Vanishing) -> str:
    many = counted(len(row.issues), "issue")
    return f"{many} of {escaped(row.project)} vanished from Jira at once"


def answered(row: Vanishing) -> Message:
    """What was chosen, and by whom."""
    assert row.chosen is not None
    many = counted(len(row.issues), "issue")
    which = f"{many} of {escaped(row.project)} that vanished at once"
    text = f":white_check_mark: {which} {CHOICES[row.chosen]}."
    parts = [person(row.chosen_by or ""), *([moment(row.chosen_at)] if row.chosen_at else [])]
    if row.chosen is Belief.DELETED:
        parts.append("What is there again in Jira returns with the weekly count.")
    return Message(_head(row), (blocks.section(text), blocks.context("  ·  ".join(parts))))
