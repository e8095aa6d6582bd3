"""Answers: the verdicts, their reasons, and what each one asks for."""

from dataclasses import dataclass
from datetime import date

from bot.errors import UserError
from bot.words import Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the answer is no, or not now."""

    code: str
    verdict: Verdict
    label: str
    sentence: str
    """What the requester is told, to start from."""
    note_required: bool = False
    """Whether the team must write down more than the label says."""


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

THANKS = "Thank you for this idea."
OPENINGS = {
    Verdict.YES: f"{THANKS} We are going to do it.",
    Verdict.NOT_NOW: f"{THANKS} Not now, but it comes back to us by itself.",
    Verdict.NO: f"{THANKS} We have decided not to do it.",
    Verdict.NEEDS_INFO: f"{THANKS} Before we can answer we need to know a little more:",
}


def reasons_for(verdict: Verdict) -> list[Reason]:
    """The reasons one verdict may have."""
    return [reason for reason in REASONS if reason.verdict == verdict]


def suggested(verdict: Verdict, code: str | None = None) -> str:
    """The text for the requester to start from."""
    reason = BY_CODE.get(code or "")
    return f"{OPENINGS[verdict]} {reason.sentence}" if reason else OPENINGS[verdict]


def is_suggested(text: str, verdict: Verdict) -> bool:
    """Whether nobody changed the suggested text, so that another may take its place."""
    codes: list[str | None] = [None, *(reason.code for reason in reasons_for(verdict))]
    return text.strip() in {"", *(suggested(verdict, code) for code in codes)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as a PM entered it, checked."""

    verdict: Verdict
    reason: str | None
    answer: str
    note: str
    return_on: date | None


def checked(
    verdict: Verdict,
    reason: str | None,
    answer: str,
    note: str,
    return_on: date | None,
    today: date,
) -> Answer:
    """The answer, if it is whole. Raises UserError naming the field that is not."""
    if not answer.strip():
        raise UserError("Write what the requester will read.", "answer")
    known = BY_CODE.get(reason or "")
    if reasons_for(verdict):
        if known is None or known.verdict != verdict:
            raise UserError("Choose the reason.", "reason")
        if known.note_required and not note.strip():
            raise UserError(f"“{known.label}” needs a note: which one, or who?", "note")
    if verdict == Verdict.NOT_NOW and return_on is None:
        raise UserError("Choose the day it comes back.", "return_on")
    if return_on is not None and return_on <= today:
        raise UserError("Choose a day after today.", "return_on")
    return Answer(verdict, known.code if known else None, answer.strip(), note.strip(), return_on)
