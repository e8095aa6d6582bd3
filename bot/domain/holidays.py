"""Public holidays by country and subdivision, from the `holidays` library, read once a year each.

The library is imported when a country is first asked for: it is large, and many name none.
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple


class Place(NamedTuple):
    """A country, or a state or region of one, whose holidays are known."""

    country: str
    """ISO 3166 code."""
    subdivision: str | None
    """ISO 3166-2 code without the country."""
    name: str

    @property
    def code(self) -> str:
        """Both codes in one: `DE`, `DE-BY`."""
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country


@lru_cache(maxsize=256)
def off(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """The public holidays of one year. Raises LookupError for a place that is not known."""
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, subdiv=subdivision, years=year))
    except NotImplementedError as error:
        raise LookupError(f"no holidays are known for {country} {subdivision or ''}") from error


def countries() -> list[Place]:
    """Every country, by name."""
    from holidays.registry import COUNTRIES

    found = [Place(names[1], None, _spaced(names[0])) for names in COUNTRIES.values()]
    return sorted(found, key=lambda place: place.name)


@lru_cache(maxsize=32)
def subdivisions(country: str) -> tuple[Place, ...]:
    """The states or regions of a country that have holidays of their own, by name."""
    from holidays import country_holidays

    names = country_holidays(country).get_subdivision_aliases()
    found = [Place(country, code, others[0] if others else code) for code, others in names.items()]
    return tuple(sorted(found, key=lambda place: place.name))


@lru_cache(maxsize=512)
def place(code: str) -> Place | None:
    """The place of a code such as `DE` or `DE-BY`, None where no holidays are known."""
    country, _, subdivision = code.partition("-")
    whole = next((found for found in countries() if found.country == country), None)
    if whole is None or not subdivision:
        return whole
    part = next((p for p in subdivisions(country) if p.subdivision == subdivision), None)
    return part and part._replace(name=f"{whole.name}: {part.name}")


def search(typed: str, most: int = 100) -> list[Place]:
    """Countries whose name or code holds what was typed; with their regions where few do."""
    words = typed.strip().lower()
    country, _, region = (part.strip() for part in words.partition(":"))
    found = [c for c in countries() if country in c.name.lower() or words == c.code.lower()]
    found.sort(key=lambda c: (c.code.lower() != words, not c.name.lower().startswith(country)))
    if len(found) > 3 and not region:
        return found[:most]
    named = [
        part._replace(name=f"{whole.name}: {part.name}")
        for whole in found[:3]
        for part in subdivisions(whole.country)
        if region in part.name.lower()
    ]
    return [*([] if region else found), *named][:most]


def _spaced(name: str) -> str:
    """`UnitedStates` as a person writes it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
