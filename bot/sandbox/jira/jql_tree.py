"""JQL as a tree: what was asked, before anyone knows what it means on a site."""

from dataclasses import dataclass
from enum import StrEnum


class BadJql(ValueError):
    """JQL that cannot be read or means nothing; the text is what Jira says."""


class OperandKind(StrEnum):
    """How an operand was written."""

    TEXT = "text"
    FUNCTION = "function"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Operand:
    """A value to compare with; a function carries its arguments."""

    kind: OperandKind
    text: str = ""
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """`field operator operands`; `in` has several operands, all others have one."""

    field: str
    operator: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What `term` does not match."""

    term: "Term"


@dataclass(frozen=True, slots=True)
class AllOf:
    """What every term matches."""

    terms: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What at least one term matches."""

    terms: tuple["Term", ...]


Term = Clause | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Sort:
    """One field of ORDER BY."""

    field: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query; `where` is None when nothing restricts it."""

    where: Term | None
    order: tuple[Sort, ...]
