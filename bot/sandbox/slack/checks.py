"""Small checks from which Block Kit's rules are put together.

A check takes a value and where it stands (a JSON pointer), and yields Slack's complaints.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

Check: TypeAlias = Callable[[object, str], Iterator[str]]


def says(complaint: str, at: str) -> str:
    """A complaint as Slack words it."""
    return f"{complaint} [json-pointer:{at}]"


def string(longest: int | None = None, shortest: int = 1) -> Check:
    """A string of these lengths, in characters."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield says("must be a string", at)
        elif longest is not None and len(value) > longest:
            yield says(f"must be less than {longest + 1} characters", at)
        elif len(value) < shortest:
            yield says(f"must be more than {shortest - 1} characters", at)

    return check


def matching(form: str, meaning: str) -> Check:
    """A string of this regular expression."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(form, value):
            yield says(f"must be {meaning}", at)

    return check


def number(least: float | None = None) -> Check:
    """A number, not below `least`."""

    def check(value: object, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield says("must be a number", at)
        elif least is not None and value < least:
            yield says(f"must be at least {least}", at)

    return check


def flag(value: object, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield says("must be a boolean", at)


def anything(_value: object, _at: str) -> Iterator[str]:
    """Whatever it is."""
    yield from ()


def one_of(*allowed: object) -> Check:
    """One of these values."""

    def check(value: object, at: str) -> Iterator[str]:
        if value not in allowed:
            yield says(f"must be one of {', '.join(map(str, allowed))}", at)

    return check


def items(check_item: Check, most: int | None = None, least: int = 1) -> Check:
    """A list of so many, each passing the check."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield says("must be a list", at)
            return
        if most is not None and len(value) > most:
            yield says(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield says(f"no less than {least} items allowed", at)
        for n, item in enumerate(value):
            yield from check_item(item, f"{at}/{n}")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these members and no others. `type` is left to `variant`."""
    known = {**required, **(optional or {})}

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield says("must be an object", at)
            return
        for name in required:
            if name not in value:
                yield says(f"missing required field: {name}", at)
        for name, member in value.items():
            if name in known:
                yield from known[name](member, f"{at}/{name}")
            elif name != "type":
                yield says(f"invalid additional property: {name}", at)

    return check


def variant(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of these checks it must pass."""

    def check(value: object, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield says(f"unsupported type: {kind}", at)
        else:
            yield from kinds[kind](value, at)

    return check


def both(*checks: Check) -> Check:
    """Every one of these checks."""

    def check(value: object, at: str) -> Iterator[str]:
        for one in checks:
            yield from one(value, at)

    return check


def text(longest: int, *kinds: str, shortest: int = 1) -> Check:
    """A text object of at most so many characters, plain or mrkdwn unless `kinds` says which."""
    by_kind = {
        "plain_text": record({"text": string(longest, shortest)}, {"emoji": flag}),
        "mrkdwn": record({"text": string(longest, shortest)}, {"verbatim": flag}),
    }
    return variant({kind: by_kind[kind] for kind in kinds or by_kind})
