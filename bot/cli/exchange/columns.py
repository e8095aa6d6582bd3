"""Which column is which: told, or recognised by the names that tools for ideas give them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import UserError


class Kind(StrEnum):
    """What a file holds."""

    IDEAS = "ideas"
    SUPPORT = "support"
    CUSTOMERS = "customers"
    DECISIONS = "decisions"


IGNORED = "-"
"""The field of a column that shall not be read."""
_WHO = ("email", "user email", "author email", "created by email", "submitter email")
_WHEN = ("created", "date", "created on", "creation date", "created date", "date created")
_ACCOUNT = ("company", "company name", "account", "account name", "organization", "organisation")
_IDEA = ("idea id", "post id", "feature id", "idea reference", "post")

FIELDS: Mapping[Kind, Mapping[str, Sequence[str]]] = {
    Kind.IDEAS: {
        "id": ("external id", *_IDEA, "reference", "reference number", "key"),
        "number": (),
        "title": ("name", "idea name", "feature name", "post title", "summary", "subject"),
        "problem": ("description", "details", "body", "content", "note", "text"),
        "requester": (*_WHO, "created by", "author", "creator", "submitter", "reporter"),
        "filed_by": (),
        "customer": ("customer name", *_ACCOUNT),
        "through": (),
        "product": ("product key", "product name", "product line"),
        "priority": (),
        "status": ("state", "workflow status", "idea status", "feature status"),
        "duplicate_of": ("duplicate", "original id", "original number", "merged into"),
        "channel": (),
        "thread": (),
        "permalink": ("url", "link", "post url", "idea url"),
        "due_on": (),
        "created_at": (*_WHEN, "submitted at"),
        "updated_at": ("updated", "last updated", "updated on", "last modified"),
    },
    Kind.SUPPORT: {
        "idea": (*_IDEA, "id"),
        "number": (),
        "person": (*_WHO, "voter email", "voter", "supporter", "user"),
        "by": (),
        "customer": ("customer name", *_ACCOUNT),
        "importance": ("user impact", "severity"),
        "quote": ("comment", "note", "feedback", "text", "content", "body"),
        "at": ("created at", "voted at", *_WHEN),
    },
    Kind.CUSTOMERS: {
        "name": ("customer", "customer name", *_ACCOUNT),
        "revenue": ("annual revenue", "yearly revenue", "arr", "acv", "annual contract value"),
        "currency": ("revenue currency", "currency code"),
        "tier": ("plan", "customer tier"),
        "segment": ("industry", "market segment"),
        "owner": ("account owner", "owner email", "csm"),
        "domains": ("domain", "email domain", "email domains", "website"),
    },
    Kind.DECISIONS: {
        "idea": (*_IDEA, "id"),
        "idea_number": (),
        "number": (),
        "verdict": (),
        "reason": (),
        "reason_label": (),
        "answer": ("response", "response text", "reply"),
        "note": ("internal note",),
        "by": ("responded by", "decided by"),
        "at": ("responded at", "decided at", *_WHEN),
        "triggers": (),
    },
}
"""Every field, in the order of an export, with the other names it is known by, likeliest first."""
READ_ONLY = {(Kind.IDEAS, "customer")}
"""What is read but not written: an idea's customers are written with its support."""
NEEDED = {
    Kind.IDEAS: ("title",),
    Kind.SUPPORT: ("idea", "person"),
    Kind.CUSTOMERS: ("name",),
    Kind.DECISIONS: ("idea", "verdict"),
}
LAST_RESORT = {(Kind.IDEAS, "id"): "number"}
"""What stands for a field when nothing else does: some tools know ideas by number alone."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What is read of a file: its columns by field, and those that are not."""

    by_field: Mapping[str, str]
    unused: Sequence[str]


def told(pairs: Sequence[str]) -> dict[str, str]:
    """`COLUMN=FIELD` of the command line, by column. Raises UserError."""
    found = dict(pair.rsplit("=", 1) for pair in pairs if "=" in pair)
    if len(found) < len(pairs):
        raise UserError("Write --map COLUMN=FIELD, each column once.")
    return {column.strip(): name.strip() for column, name in found.items()}


def mapped(kind: Kind, columns: Sequence[str], told: Mapping[str, str]) -> Mapped:
    """Each field's column; what was `told` (column to field) goes before what is recognised.

    Raises UserError for what cannot be, and where a field that must be there is not.
    """
    _must_exist(kind, columns, told)
    chosen = {field: column for column, field in told.items() if field != IGNORED}
    free = {_folded(column): column for column in columns if column not in told}
    for field, others in FIELDS[kind].items():
        names = [_folded(field), *others]
        found = next((free.pop(name) for name in names if name in free), None)
        if found is not None and field not in chosen:
            chosen[field] = found
    for (of, field), instead in LAST_RESORT.items():
        if of is kind and field not in chosen and instead in chosen:
            chosen[field] = chosen.pop(instead)
    _must_be_there(kind, chosen, columns)
    return Mapped(chosen, [column for column in columns if column not in chosen.values()])


def _folded(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def _must_exist(kind: Kind, columns: Sequence[str], told: Mapping[str, str]) -> None:
    for column, field in told.items():
        if column not in columns:
            raise UserError(f"There is no column {column}. Columns: {', '.join(columns)}.")
        if field not in (*FIELDS[kind], IGNORED):
            fields = ", ".join(FIELDS[kind])
            raise UserError(f"{kind} have no field {field}. Fields: {fields}, or - for none.")
    fields_told = [field for field in told.values() if field != IGNORED]
    double = next((field for field in fields_told if fields_told.count(field) > 1), None)
    if double:
        raise UserError(f"Two columns are told to be {double}. Choose one.")


def _must_be_there(kind: Kind, chosen: Mapping[str, str], columns: Sequence[str]) -> None:
    missing = [field for field in NEEDED[kind] if field not in chosen]
    if missing:
        raise UserError(
            f"I can't tell which column is the {' and the '.join(missing)}: say so with "
            f"--map COLUMN={missing[0]}. Columns: {', '.join(columns)}."
        )
