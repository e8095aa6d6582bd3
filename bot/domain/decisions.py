"""Answers: the verdicts, their reasons, and what each one asks for."""

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.triggers import Condition
from bot.errors import UserError
from bot.words import Verdict


class Reason(Struct, frozen=True):
    """Why the answer is no, or not now."""

    code: str
    verdict: Verdict
    label: str
    sentence: str
    """What the requester is told, to start from."""
    note_required: bool = False
    """Whether the team must write down more than the label says."""
    retired: bool = False
    """No new answer may use it."""


def _no(code: str, label: str, sentence: str, *, note: bool = False) -> Reason:
    return Reason(code, Verdict.NO, label, sentence, note)


def _not_now(code: str, label: str, sentence: str, *, note: bool = False) -> Reason:
    return Reason(code, Verdict.NOT_NOW, label, sentence, note)


REASONS = (
    _no("already_exists", "Already exists", "Good news: you can do this today.", note=True),
    _no("off_strategy", "Off strategy", "It is not where we are taking the product."),
    _no("low_reach", "Low reach", "It would help too few people for what it takes."),
    _no("cost_exceeds_value", "Cost exceeds value", "It would cost more than it brings."),
    _no("not_feasible", "Not feasible", "We can't build this in a way we could stand behind."),
    _no("one_customer", "One customer only", "It serves a single customer, and we build for all."),
    _no("security_legal", "Security or legal", "Security or legal reasons rule it out.", note=True),
    _no(
        "other_team",
        "Belongs to another team",
        "Another team looks after this; please ask them.",
        note=True,
    ),
    _not_now("no_capacity", "No capacity this cycle", "This cycle is full."),
    _not_now("dependency", "Waits on a dependency", "Something else has to come first.", note=True),
    _not_now("needs_evidence", "Needs evidence", "We want to see that more people need it."),
    _not_now("later_goal", "Fits a later goal", "It belongs to a goal we take up later."),
    _not_now("market_timing", "Market timing", "The time for it has not come yet."),
)
BY_CODE = {reason.code: reason for reason in REASONS}
"""The shipped ones; a workspace may have reworded or retired them."""
REASONED = frozenset({Verdict.NO, Verdict.NOT_NOW})
"""The verdicts that have a reason."""

THANKS = "Thank you for this idea."
OPENINGS = {
    Verdict.YES: f"{THANKS} We are going to do it.",
    Verdict.NOT_NOW: f"{THANKS} Not now, but it comes back to us by itself.",
    Verdict.NO: f"{THANKS} We have decided not to do it.",
    Verdict.NEEDS_INFO: f"{THANKS} Before we can answer we need to know a little more:",
}


class Reasons:
    """The reasons of one workspace: the shipped ones, and over them its own."""

    def __init__(self, own: Iterable[Reason] = ()) -> None:
        self._known = BY_CODE | {reason.code: reason for reason in own}

    def of(self, verdict: Verdict, *, retired: bool = False) -> list[Reason]:
        """The reasons one verdict may have; or those it may have no more."""
        known = self._known.values()
        return [r for r in known if r.verdict == verdict and r.retired == retired]

    def known(self, code: str | None) -> Reason | None:
        """The reason with this code, retired or not."""
        return self._known.get(code or "")

    def named(self, label: str) -> Reason | None:
        """The reason in use with this name, in any case."""
        wanted = " ".join(label.split()).casefold()
        used = (r for r in self._known.values() if not r.retired)
        return next((r for r in used if r.label.casefold() == wanted), None)

    def suggested(self, verdict: Verdict, code: str | None = None) -> str:
        """The text for the requester to start from."""
        reason = self.known(code)
        return f"{OPENINGS[verdict]} {reason.sentence}" if reason else OPENINGS[verdict]

    def is_suggested(self, text: str, verdict: Verdict) -> bool:
        """Whether nobody changed the suggested text, so that another may take its place."""
        codes: list[str | None] = [None, *(r.code for r in self.of(verdict))]
        return text.strip() in {"", *(self.suggested(verdict, code) for code in codes)}


class Answer(Struct, frozen=True):
    """One answer as a PM entered it, checked."""

    verdict: Verdict
    reason: Reason | None
    answer: str
    note: str
    returns: tuple[Condition, ...] = ()
    """What brings it back, whichever comes first."""


def checked(
    verdict: Verdict,
    reason: Reason | None,
    answer: str,
    note: str,
    returns: tuple[Condition, ...] = (),
) -> Answer:
    """The answer, if it is whole. Raises UserError naming the field that is not."""
    if not answer.strip():
        raise UserError("Write what the requester will read.", "answer")
    if verdict in REASONED:
        _must_fit(reason, verdict, note)
    if verdict == Verdict.NOT_NOW and not returns:
        raise UserError("Choose what brings it back.", "returns")
    return Answer(verdict, reason, answer.strip(), note.strip(), returns)


def _must_fit(reason: Reason | None, verdict: Verdict, note: str) -> None:
    if reason is None or reason.verdict != verdict:
        raise UserError("Choose the reason.", "reason")
    if reason.retired:
        raise UserError(f"“{reason.label}” was retired meanwhile. Choose another.", "reason")
    if reason.note_required and not note.strip():
        raise UserError(f"“{reason.label}” needs a note: which one, or who?", "note")


# --- The taxonomy itself

LABEL_LENGTH = 60
SENTENCE_LENGTH = 500
MOST_REASONS = 40
"""Reasons of one verdict in use."""


def added(verdict: Verdict, label: str, reasons: Reasons) -> Reason:
    """A reason still without words. Raises UserError where there are enough of them."""
    if verdict not in REASONED:
        raise UserError("Choose which answer it is for.", "verdict")
    if len(reasons.of(verdict)) >= MOST_REASONS:
        raise UserError(f"{MOST_REASONS} are enough to choose from. Retire one first.", "label")
    stem = re.sub(r"\W+", "_", label.strip().lower())[:40].strip("_") or "reason"
    names = (stem, *(f"{stem}_{number}" for number in range(2, 1000)))
    code = next(name for name in names if reasons.known(name) is None)
    return Reason(code, verdict, "", "")


def worded(reason: Reason, label: str, sentence: str, reasons: Reasons) -> Reason:
    """The reason with these words. Raises UserError naming the field that does not do."""
    name, said = " ".join(label.split()), sentence.strip()
    if not name or len(name) > LABEL_LENGTH:
        raise UserError(f"Give it a short name, of {LABEL_LENGTH} characters at most.", "label")
    if not said or len(said) > SENTENCE_LENGTH:
        raise UserError("Write the sentence the requester reads, a short one.", "sentence")
    others = [other for other in reasons.of(reason.verdict) if other.code != reason.code]
    if any(other.label.casefold() == name.casefold() for other in others):
        raise UserError("There is a reason of that name already.", "label")
    return replace(reason, label=name, sentence=said)
