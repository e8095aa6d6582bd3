"""The form of one answer for several ideas, and the word when all are answered."""

from collections.abc import Sequence

from bot.domain.queue import Waiting
from bot.message import Form, Message, Option
from bot.views import blocks, inputs
from bot.views.answer_form import Entered, Setting, answer_inputs
from bot.views.dossier import VERDICTS
from bot.views.text import counted, cut, line
from bot.words import Verdict

ALL = "all"
"""What stands for the whole queue among the ideas to answer together."""
OFFERED = 99
"""Ideas offered one by one, beside the whole queue."""


def form(
    queue: Sequence[Waiting],
    entered: Entered,
    setting: Setting,
    picked: Sequence[Waiting],
) -> Form:
    """One answer for several ideas; the count follows what is chosen."""
    chosen = entered.get("ideas", ())
    which = inputs.Input("ideas", "Ideas", reports="several.pick")
    options = [Option(ALL, f"All {len(queue)} in the queue")] if len(queue) > 1 else []
    options += [Option(str(w.number), _label(w)) for w in queue[:OFFERED]]
    what = inputs.Input("verdict", "Answer", reports="several.verdict")
    answers = [Option(verdict.value, label) for verdict, label in VERDICTS.items()]
    verdict = entered.get("verdict")
    given = verdict if isinstance(verdict, str) else None
    shown = [
        inputs.multi_choice(which, options, chosen if isinstance(chosen, tuple) else ()),
        inputs.choice(what, answers, given, "Choose an answer"),
    ]
    if given:
        shown += answer_inputs("several", Verdict(given), entered, setting)
    shown.append(blocks.context(_preview(picked)))
    return Form(
        "several.submit",
        "Answer several",
        tuple(shown),
        submit="Answer",
        context={"origin": setting.origin},
    )


def _label(waiting: Waiting) -> str:
    late = "  (late)" if waiting.late else ""
    return f"#{waiting.number} {cut(line(waiting.title), 60)}{late}"


def _preview(picked: Sequence[Waiting]) -> str:
    if not picked:
        return "Each person is told about their own idea, in the usual place."
    askers = {one.requester for one in picked}
    told = counted(len(askers), "person", "people")
    return (
        f"*{counted(len(picked), 'idea')}* will be answered. {told} who asked, and all supporters, "
        "are told about their own idea, in the usual place."
    )


def answered(done: int, missed: Sequence[int]) -> Message:
    """To the PM, once all of several ideas are answered."""
    text = f":white_check_mark: {counted(done, 'idea')} answered, and everybody told."
    if missed:
        numbers = ", ".join(f"#{number}" for number in missed[:20])
        rest = f" and {len(missed) - 20} more" if len(missed) > 20 else ""
        text += f"\nNot answered, for they changed in the meantime: {numbers}{rest}."
    return Message(text, (blocks.section(text),))
