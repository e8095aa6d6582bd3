"""Finds what the files in commands/, jobs/ and integrations/ declare; refuses gaps and doubles."""

import importlib
import pkgutil
from collections.abc import Iterable
from types import ModuleType
from typing import TypeVar

from msgspec import Struct

from bot.errors import BotError
from bot.feature import Context, EffectKind, Effects, Entry, Feature
from bot.job import Job
from bot.message import SILENT, Reply
from bot.request import Kind, Request

D = TypeVar("D", bound=Effects)


class DeclarationError(BotError):
    """A file declares nothing, or something that was declared before."""


class Registry(Struct, frozen=True):
    """Everything declared, by the name it is reached under."""

    features: dict[str, Feature]
    jobs: dict[str, Job]
    entries: dict[tuple[Kind, str], Entry]
    effects: dict[str, EffectKind]

    def entry(self, kind: Kind, name: str) -> Entry | None:
        """The way in of this kind and name."""
        return self.entries.get((kind, name))

    def of_kind(self, kind: Kind) -> list[Entry]:
        """All ways in of one kind, by name."""
        return sorted((e for (k, _), e in self.entries.items() if k == kind), key=lambda e: e.name)


def discover() -> Registry:
    """Read every file of commands/ and jobs/. Raises DeclarationError."""
    import commands
    import jobs

    return registry(_declared(commands, Feature, "feature"), _declared(jobs, Job, "job"))


def registry(features: dict[str, Feature], jobs: dict[str, Job]) -> Registry:
    """Join declarations into one registry. Raises DeclarationError for doubles."""
    entries: dict[tuple[Kind, str], Entry] = {}
    effects: dict[str, EffectKind] = {}
    for file, feature in features.items():
        for entry in feature.entries:
            _must_lead_to(file, entry)
            key = (entry.kind, entry.name)
            if entry.kind is Kind.EVENT and key in entries:
                entries[key] = _together(entries[key], entry)
            else:
                _add(entries, key, entry)
    owners: Iterable[Effects] = [*features.values(), *jobs.values()]
    for owner in owners:
        for effect in owner.effects.values():
            _add(effects, effect.name, effect)
    return Registry(features, jobs, entries, effects)


def _together(one: Entry, other: Entry) -> Entry:
    """Two handlers of one event: both run in its transaction, so both have happened or neither."""

    def handler(request: Request, context: Context) -> Reply:
        one.handler(request, context)
        other.handler(request, context)
        return SILENT

    known = tuple(dict.fromkeys([*one.subscriptions, *other.subscriptions]))
    return Entry(Kind.EVENT, one.name, handler, subscriptions=known)


def _must_lead_to(file: str, entry: Entry) -> None:
    """One search leads from a payload to its code: what commands/idea.py declares is `idea.*`."""
    by_slack = entry.kind in (Kind.COMMAND, Kind.EVENT)
    if not by_slack and entry.name.split(".")[0] != file:
        raise DeclarationError(f"{entry.name} is declared in commands/{file}.py: name it {file}.*")


def _declared(package: ModuleType, kind: type[D], name: str) -> dict[str, D]:
    found: dict[str, D] = {}
    for module in pkgutil.iter_modules(package.__path__):
        file = importlib.import_module(f"{package.__name__}.{module.name}")
        value = getattr(file, name, None)
        if not isinstance(value, kind):
            raise DeclarationError(
                f"{package.__name__}/{module.name}.py declares no `{name} = {kind.__name__}(...)`."
            )
        found[module.name] = value
    return found


K = TypeVar("K")
V = TypeVar("V")


def _add(known: dict[K, V], key: K, value: V) -> None:
    if key in known:
        raise DeclarationError(f"{key} is declared twice.")
    known[key] = value
