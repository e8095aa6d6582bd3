"""Column types the tables share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Word(TypeDecorator[StrEnum]):
    """A member of a closed set, kept as its word: adding one needs no migration."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__(40)
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The word, refused with ValueError when it is not of the set."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """The member of the set."""
        return None if value is None else self.words(value)


def word(words: type[StrEnum]) -> Any:  # noqa: ANN401 - SQLModel's sa_type takes no instance type
    """The column type for members of `words`."""
    return Word(words)


LongText: Any = Text
"""Text of any length."""
Json: Any = JSON
"""Any JSON value; written whole, never changed in place."""
