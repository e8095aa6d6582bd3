"""One field, held by an idea and by its issue: who takes what from whom.

A 3-way merge: `base` is what both sides held when they last agreed. What differs from it was
changed since. Pure: values are compared, never read or written.
"""

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from bot.words import Direction, Side, SyncedField


class Rule(NamedTuple):
    """How one field is kept in step. `owner` keeps what both sides changed."""

    direction: Direction
    owner: Side = Side.JIRA


USUAL = {
    SyncedField.PRIORITY: Rule(Direction.BOTH),
    SyncedField.STATUS: Rule(Direction.FROM_JIRA),
    SyncedField.SUMMARY: Rule(Direction.ONCE),
    SyncedField.LABEL: Rule(Direction.ONCE),
    SyncedField.VERSION: Rule(Direction.BOTH),
}
"""The rules of a product that has none of its own."""


class Action(StrEnum):
    """What is to be done."""

    AGREED = "agreed"
    """Both hold the same: it is the new base."""
    LEAVE = "leave"
    """They differ, and may."""
    TAKE = "take"
    """The idea takes what Jira holds."""
    WRITE = "write"
    """Jira is to hold what the idea holds."""


class Merge(Struct, frozen=True):
    """What is to be done; `conflict`: it overrides a change that somebody made."""

    action: Action
    conflict: bool = False


def merge(local: str, remote: str, base: str | None, rule: Rule, *, made: bool = False) -> Merge:
    """How to bring a field together.

    Without a base both sides never agreed. In an issue that was `made` for the idea nothing is
    anybody's choice yet, so it takes the idea's value; in one that was there before, the owner's
    rules, and an empty side takes what the other holds.
    """
    if local == remote:
        return Merge(Action.AGREED)
    if base is None:
        base = remote if made and local else _first(local, remote)
        if rule.direction is Direction.ONCE:
            return Merge(Action.WRITE if made else Action.LEAVE)
    return _directed(local, remote, base, rule)


def _first(local: str, remote: str) -> str | None:
    return "" if not (local and remote) else None


def _directed(local: str, remote: str, base: str | None, rule: Rule) -> Merge:
    ours, theirs = local != base, remote != base
    match rule.direction:
        case Direction.TO_JIRA:
            return Merge(Action.WRITE, conflict=theirs)
        case Direction.FROM_JIRA:
            return Merge(Action.TAKE, conflict=ours)
        case Direction.BOTH if ours and theirs:
            takes = rule.owner is Side.JIRA
            return Merge(Action.TAKE if takes else Action.WRITE, conflict=True)
        case Direction.BOTH:
            return Merge(Action.WRITE if ours else Action.TAKE)
        case _:
            return Merge(Action.LEAVE)
