"""The product's bands of priority against a Jira project's own scheme."""

from collections.abc import Sequence

from bot.words import Priority

USUAL = {
    "highest": Priority.URGENT,
    "blocker": Priority.URGENT,
    "urgent": Priority.URGENT,
    "high": Priority.HIGH,
    "critical": Priority.HIGH,
    "medium": Priority.MEDIUM,
    "normal": Priority.MEDIUM,
    "major": Priority.MEDIUM,
    "low": Priority.LOW,
    "minor": Priority.LOW,
    "trivial": Priority.LOW,
    "lowest": Priority.LOW,
}
"""The bands of the names most schemes use; sites add suffixes, such as `Critical - P2`."""


def to_band(name: str | None, scheme: Sequence[str]) -> Priority | None:
    """The band of a scheme's priority: by its usual name, else by its place in the scheme.

    `scheme` is highest first. None for a priority the scheme does not have.
    """
    if name is None or name not in scheme:
        return None
    bands = list(Priority)
    place = scheme.index(name) * len(bands) // len(scheme)
    return USUAL.get(name.split(" - ")[0].strip().lower(), bands[place])


def to_scheme(band: Priority, scheme: Sequence[str]) -> str | None:
    """The scheme's highest name in a band, or in the next one below; None without a scheme."""
    bands = list(Priority)
    for candidate in (*bands[bands.index(band) :], *reversed(bands[: bands.index(band)])):
        for name in scheme:
            if to_band(name, scheme) == candidate:
                return name
    return None
