"""JQL on the issues of a site: which match, and in what order."""

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.sandbox.jira.entities import Document
from bot.sandbox.jira.jql_tree import (
    AllOf,
    AnyOf,
    BadJql,
    Clause,
    Not,
    Operand,
    OperandKind,
    Query,
    Sort,
    Term,
)
from bot.sandbox.jira.jql_values import held_moment, identities, known, low, moment, names
from bot.sandbox.jira.state import Site
from bot.sandbox.jira.wire import JsonValue

Predicate = Callable[[Document], bool]

_COMPARE: dict[str, Callable[[JsonValue, JsonValue], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_EQUALITY = frozenset({"=", "!=", "in", "not in", "is", "is not"})
_NEGATED = frozenset({"!=", "not in", "is not", "!~"})
_KEYS = frozenset({"key", "issuekey", "id", "issue"})
_TEXTS = frozenset({"summary", "description", "text"})


def matching(site: Site, query: Query, documents: Iterable[Document]) -> list[Document]:
    """The documents a query matches, in its order (the newest id first without one).

    Raises BadJql for fields, values, functions and operators that the site does not know.
    """
    predicate = _term(site, query.where) if query.where else lambda _: True
    found = [document for document in documents if predicate(document)]
    found.sort(key=lambda document: int(document.id), reverse=not query.order)
    for sort in reversed(query.order):
        found.sort(key=_sort_key(site, sort), reverse=sort.descending)
    return found


def _term(site: Site, term: Term) -> Predicate:
    match term:
        case Not(inner):
            refused = _term(site, inner)
            return lambda document: not refused(document)
        case AllOf(terms):
            every = [_term(site, part) for part in terms]
            return lambda document: all(part(document) for part in every)
        case AnyOf(terms):
            some = [_term(site, part) for part in terms]
            return lambda document: any(part(document) for part in some)
        case Clause():
            return _clause(site, term)


def _clause(site: Site, clause: Clause) -> Predicate:
    name = clause.field.lower()
    if name in _KEYS:
        return _membership(site, clause, "key", lambda document: {document.id})
    if name == "statuscategory":
        return _membership(
            site,
            clause,
            name,
            lambda document: identities(document.fields["status"]["statusCategory"]),
        )
    if name in _TEXTS:
        return _text(clause, name)
    return _field_clause(site, clause)


def _field_clause(site: Site, clause: Clause) -> Predicate:
    field = site.field_named(clause.field)
    if field is None:
        raise BadJql(
            f"Field '{clause.field}' does not exist or you do not have permission to view it."
        )
    if field.kind in ("datetime", "date"):
        return _comparison(
            clause,
            lambda document: held_moment(site, document.fields.get(field.id)),
            lambda operand: moment(site, clause.field, operand),
        )
    if field.kind == "number":
        return _comparison(
            clause,
            lambda document: document.fields.get(field.id),
            lambda operand: _number(clause.field, operand),
        )
    return _membership(
        site, clause, field.id, lambda document: identities(document.fields.get(field.id))
    )


def _membership(
    site: Site, clause: Clause, field: str, held_by: Callable[[Document], set[str]]
) -> Predicate:
    _refuse_operator(clause, _EQUALITY)
    negated = clause.operator in _NEGATED
    filled = [operand for operand in clause.operands if not _is_empty(field, operand)]
    takes_empty = len(filled) < len(clause.operands)
    wanted = {name for operand in filled for name in _wanted(site, clause, field, operand)}

    def matches(document: Document) -> bool:
        held = held_by(document)
        if not held:
            return takes_empty and not negated
        return bool(held & wanted) is not negated

    return matches


def _is_empty(field: str, operand: Operand) -> bool:
    unresolved = field == "resolution" and low(operand.text) == "unresolved"
    return operand.kind is OperandKind.EMPTY or unresolved


def _wanted(site: Site, clause: Clause, field: str, operand: Operand) -> set[str]:
    if field in ("key", "parent"):
        return {_issue_id(site, clause, operand.text)}
    wanted = names(site, operand)
    if field == "project":
        wanted |= {site.former_keys[name] for name in wanted if name in site.former_keys}
    allowed = known(site, field)
    if operand.kind is OperandKind.TEXT and allowed is not None and not wanted & allowed:
        raise BadJql(f"The value '{operand.text}' does not exist for the field '{clause.field}'.")
    emails = {email.lower(): user for user, email in site.emails.items()}
    return wanted | {emails[name].lower() for name in wanted if name in emails}


def _issue_id(site: Site, clause: Clause, text: str) -> str:
    if issue := site.issue(text):
        return issue.id
    for document in site.indexed():
        if text.upper() in (document.id, document.key):
            return document.id
    raise BadJql(f"An issue with key '{text}' does not exist for field '{clause.field}'.")


def _text(clause: Clause, name: str) -> Predicate:
    _refuse_operator(clause, frozenset({"~", "!~", "is", "is not"}))
    fields = ("summary", "description") if name == "text" else (name,)
    negated = clause.operator in _NEGATED
    words = [low(word).removesuffix("*") for word in clause.operands[0].text.split()]
    prefix = clause.operands[0].text.endswith("*")

    def matches(document: Document) -> bool:
        held = low(" ".join(str(document.fields.get(f) or "") for f in fields))
        if clause.operands[0].kind is OperandKind.EMPTY:
            return bool(held.strip()) is negated
        return all(_has_word(held, word, prefix=prefix) for word in words) is not negated

    return matches


def _has_word(text: str, word: str, *, prefix: bool) -> bool:
    return re.search(rf"\b{re.escape(word)}" + ("" if prefix else r"(?!\w)"), text) is not None


def _comparison(
    clause: Clause,
    held_by: Callable[[Document], JsonValue],
    read: Callable[[Operand], JsonValue],
) -> Predicate:
    _refuse_operator(clause, _EQUALITY | _COMPARE.keys())
    filled = [operand for operand in clause.operands if operand.kind is not OperandKind.EMPTY]
    negated = clause.operator in _NEGATED
    if not filled:
        return lambda document: (held_by(document) is None) is not negated
    bounds = [read(operand) for operand in filled]
    if clause.operator in _COMPARE:
        compare, bound = _COMPARE[clause.operator], bounds[0]
        return lambda document: (
            (h := _cut(held_by(document), clause)) is not None and compare(h, bound)
        )
    return lambda document: (
        (h := _cut(held_by(document), clause)) is not None and ((h in bounds) is not negated)
    )


def _cut(held: JsonValue, clause: Clause) -> JsonValue:
    if isinstance(held, datetime) and clause.operator in _EQUALITY:
        return held.replace(second=0, microsecond=0)
    return held


def _number(field: str, operand: Operand) -> float:
    try:
        return float(operand.text)
    except ValueError:
        raise BadJql(f"The value '{operand.text}' for field '{field}' is not a number.") from None


def _refuse_operator(clause: Clause, allowed: Iterable[str]) -> None:
    if clause.operator not in allowed:
        raise BadJql(
            f"The operator '{clause.operator}' is not supported by the '{clause.field}' field."
        )


def _sort_key(site: Site, sort: Sort) -> Callable[[Document], JsonValue]:
    name = sort.field.lower()
    if name in ("key", "issuekey"):
        return lambda document: _key_parts(document.key)
    if name in ("id", "issue"):
        return lambda document: int(document.id)
    field = site.field_named(sort.field)
    if field is None:
        raise BadJql(f"Not able to sort using field '{sort.field}'.")
    if field.kind in ("datetime", "date"):
        return lambda document: _placed(held_moment(site, document.fields.get(field.id)))
    if field.kind == "priority":
        order = list(site.priorities)
        return lambda document: -_rank_in(order, document.fields.get(field.id))
    return lambda document: _placed(_sort_text(document.fields.get(field.id)))


def _placed(value: JsonValue) -> tuple[bool, JsonValue]:
    return (value is None, 0 if value is None else value)


def _sort_text(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return low(value.get("name") or value.get("displayName") or value.get("key"))
    if isinstance(value, list):
        return ",".join(sorted(identities(value))) or None
    return value if value is None or isinstance(value, int | float) else low(value)


def _rank_in(order: Sequence[str], value: JsonValue) -> int:
    return order.index(value["id"]) if value and value["id"] in order else len(order)


def _key_parts(key: str) -> tuple[str, int]:
    project, _, number = key.rpartition("-")
    return project, int(number)
