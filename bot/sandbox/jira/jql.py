"""Reading JQL: from its text to a tree."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<mark>!=|!~|<=|>=|[=<>~!(),])
      | (?P<word>cf\[\d+\]|[^\s=<>~!(),"']+)
    )""",
    re.VERBOSE,
)
_RESERVED = frozenset(
    [
        "and",
        "or",
        "not",
        "in",
        "is",
        "order",
        "by",
        "empty",
        "null",
        "asc",
        "desc",
        "was",
        "changed",
    ]
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int

    @property
    def keyword(self) -> str:
        return self.text.lower() if self.kind == "word" else self.text


def parse(text: str) -> Query:
    """Read JQL; BadJql when it is none."""
    parser = _Parser(text)
    where = None if parser.at_order() else parser.alternatives()
    order = parser.order()
    parser.expect_end()
    return Query(where, order)


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise BadJql(
                f"Error in the JQL Query: The quoted string '{text[position:].strip()[1:]}' "
                f"has not been completed. (line 1, character {position + 1})"
            )
        yield _Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) + 1)
        position = match.end()


class _Parser:
    def __init__(self, text: str) -> None:
        self._end = _Token("end", "", len(text) + 1)
        self._tokens = [*_tokens(text), self._end]
        self._next = 0

    def alternatives(self) -> Term:
        return self._joined("or", self._conjunction, AnyOf)

    def _conjunction(self) -> Term:
        return self._joined("and", self._negation, AllOf)

    def _joined(
        self, word: str, part: Callable[[], Term], joint: type[AllOf] | type[AnyOf]
    ) -> Term:
        terms = [part()]
        while self._took(word):
            terms.append(part())
        return terms[0] if len(terms) == 1 else joint(tuple(terms))

    def _negation(self) -> Term:
        if self._took("not") or self._took("!"):
            return Not(self._negation())
        if self._took("("):
            inner = self.alternatives()
            self._expect(")")
            return inner
        return self._clause()

    def _clause(self) -> Clause:
        field = self._name()
        operator = self._operator()
        if operator in ("in", "not in"):
            return Clause(field, operator, self._operand_list())
        return Clause(field, operator, (self._operand(),))

    def _operator(self) -> str:
        if self._took("not"):
            self._expect("in")
            return "not in"
        if self._took("is"):
            return "is not" if self._took("not") else "is"
        for operator in ("in", "=", "!=", "<=", ">=", "<", ">", "~", "!~"):
            if self._took(operator):
                return operator
        token = self._tokens[self._next]
        raise BadJql(
            "Error in the JQL Query: Expecting operator but got "
            f"{_shown(token)}. The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', "
            f"'!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'. (line 1, character {token.at})"
        )

    def _operand_list(self) -> tuple[Operand, ...]:
        if not self._took("("):
            return (self._operand(),)
        operands = [self._operand()]
        while self._took(","):
            operands.append(self._operand())
        self._expect(")")
        return tuple(operands)

    def _operand(self) -> Operand:
        token = self._take()
        if token.kind == "string":
            return Operand(OperandKind.TEXT, _unquoted(token.text))
        if token.keyword in ("empty", "null"):
            return Operand(OperandKind.EMPTY)
        if token.kind != "word" or token.keyword in _RESERVED:
            raise _unexpected(token, "either a value, list or function")
        if self._took("("):
            return Operand(OperandKind.FUNCTION, token.text.lower(), self._arguments())
        return Operand(OperandKind.TEXT, token.text)

    def _arguments(self) -> tuple[str, ...]:
        arguments: list[str] = []
        while not self._took(")"):
            token = self._take()
            if token.kind == "end":
                raise _unexpected(token, "')'")
            if token.text != ",":
                arguments.append(_unquoted(token.text))
        return tuple(arguments)

    def at_order(self) -> bool:
        return self._tokens[self._next].keyword in ("order", "")

    def order(self) -> tuple[Sort, ...]:
        if not self._took("order"):
            return ()
        self._expect("by")
        sorts = [self._sort()]
        while self._took(","):
            sorts.append(self._sort())
        return tuple(sorts)

    def _sort(self) -> Sort:
        field = self._name()
        descending = self._took("desc")
        if not descending:
            self._took("asc")
        return Sort(field, descending)

    def expect_end(self) -> None:
        if self._tokens[self._next] is not self._end:
            raise _unexpected(self._tokens[self._next], "'OR', 'AND' or the end")

    def _name(self) -> str:
        token = self._take()
        if token.kind == "string":
            return _unquoted(token.text)
        if token.kind != "word" or token.keyword in _RESERVED:
            raise _unexpected(token, "a field name")
        return token.text

    def _took(self, keyword: str) -> bool:
        token = self._tokens[self._next]
        if token.kind == "end" or token.keyword != keyword:
            return False
        self._next += 1
        return True

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _expect(self, keyword: str) -> None:
        if not self._took(keyword):
            raise _unexpected(self._tokens[self._next], f"'{keyword.upper()}'")


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[:1] in ("'", '"') else text


def _shown(token: _Token) -> str:
    return f"'{token.text}'" if token.text else "the end"


def _unexpected(token: _Token, wanted: str) -> BadJql:
    return BadJql(
        f"Error in the JQL Query: Expecting {wanted} but got {_shown(token)}. "
        f"(line 1, character {token.at})"
    )
