"""Merging: the form that asks into what, what is left of a duplicate, and how it is undone."""

from collections.abc import Sequence

from msgspec import Struct

from bot.message import Block, Form, Message, Option
from bot.models import Idea, Merge
from bot.views import blocks, inputs
from bot.views.cards import MERGE
from bot.views.dossier import STATUSES, reference
from bot.views.similar import Likeness, earlier
from bot.views.text import counted, cut, escaped, line, link, moment, person

UNDO, TARGET = "merge.undo", "merge.target"


class Preview(Struct, frozen=True):
    """What a merge would do."""

    root: Likeness
    named: Idea
    """The idea that was chosen, which may lead to `root`."""
    people: int
    """How many stand behind the duplicate."""
    together: int
    """How many stand behind both, each counted once."""


def merge_form(idea: Idea, chosen: Option | None = None, preview: Preview | None = None) -> Form:
    """The form of one merge; once something is chosen it says what will happen."""
    hint = "Type a number or a few words. Without any, the most similar ones are shown."
    field = inputs.Input("into", "Is the same as", hint, reports=TARGET)
    shown: list[Block] = [
        blocks.section(reference(idea)),
        inputs.search_input(field, TARGET, chosen, "Find an idea", least=0),
    ]
    if preview is not None:
        shown += _preview(idea, preview)
    return Form(
        "merge.submit",
        f"Merge #{idea.number}",
        tuple(shown),
        submit="Merge",
        context={"number": idea.number},
        again=(MERGE, str(idea.number)),
    )


def _preview(idea: Idea, preview: Preview) -> list[Block]:
    root = preview.root.idea
    words = [f"*#{idea.number} goes on as #{root.number}*  {escaped(line(root.title))}"]
    if preview.named.id != root.id:
        words.append(f"• #{preview.named.number} was merged into #{root.number} before.")
    behind = counted(preview.people, "person", "people")
    words += [
        f"• {counted(preview.together, 'person stands', 'people stand')} behind both together.",
        f"• {behind} behind #{idea.number} will be told, once.",
        f"• #{idea.number} stays as a pointer, and you can undo it.",
    ]
    answer = earlier(preview.root)
    answered = [blocks.context(f":leftwards_arrow_with_hook: They read too: {answer}")]
    return [blocks.section("\n".join(words)), *(answered if answer else [])]


def choices(ideas: Sequence[Idea]) -> list[Option]:
    """Ideas to choose from."""
    return [choice(idea) for idea in ideas]


def choice(idea: Idea) -> Option:
    """One idea in a list of them."""
    return Option(str(idea.number), cut(f"#{idea.number} {line(idea.title)}", blocks.LABEL))


def pointer_card(idea: Idea, root: Idea, merge: Merge | None, address: str | None) -> Message:
    """What is left of a duplicate's card."""
    where = link(address, f"#{root.number}")
    text = f"{reference(idea)}\n{STATUSES[idea.status]} of {where} {escaped(line(root.title))}"
    shown: list[Block] = [blocks.section(text)]
    if merge is not None:
        shown.append(blocks.context(f"Merged by {person(merge.by)}, {moment(merge.at)}"))
    undo = blocks.button(UNDO, "Undo merge", str(idea.number), confirm=_question(idea))
    return Message(
        f"#{idea.number} goes on as #{root.number}", (*shown, blocks.actions("merge", undo))
    )


def _question(idea: Idea) -> Block:
    text = f"#{idea.number} stands for itself again, as it was. Its people are told."
    return blocks.confirm(f"Take #{idea.number} out again?", text, "Undo the merge", "Leave it")


def merged_already(idea: Idea, into: Idea, by: str) -> str:
    """Somebody merged it before."""
    return f"#{idea.number} was merged into #{into.number} by {person(by)} already."


def undone(idea: Idea, root: Idea) -> str:
    """It worked."""
    return f"#{idea.number} was taken out of #{root.number} and is as it was."
