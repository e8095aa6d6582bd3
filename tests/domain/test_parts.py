"""A digest of some releases or initiatives of a real history, held against that of the whole."""

from datetime import date
from functools import cache

import pytest

from bot.domain.digests import Blockers, Progress, blockers, progress
from bot.domain.facts import Facts, narrowed
from bot.domain.health import of_initiatives, of_releases
from tests.domain.test_against_oracle import real_history

DAYS = ["2010-06-07", "2012-03-12", "2013-03-11"]


@cache
def whole(as_of: str) -> tuple[Facts, Progress, Blockers]:
    known = real_history().known(date.fromisoformat(as_of))
    return known, progress(known), blockers(known)


@pytest.mark.parametrize("as_of", DAYS)
def test_each_release_alone_has_the_dates_and_blockers_of_the_whole(as_of: str) -> None:
    known, figures, held_up = whole(as_of)
    assert figures.forecast
    for version, forecast in figures.forecast.items():
        part = narrowed(known, [], [version])
        alone = progress(part)
        keys = {history.key for history in part.histories}
        assert {version: forecast} == alone.forecast
        assert [key for key in figures.shipped if key in keys] == alone.shipped
        assert figures.added_to_release.get(version) == alone.added_to_release.get(version)
        assert [one for one in held_up.blockers if one.item in keys] == blockers(part).blockers
        whole_health = [one for one in of_releases(figures) if one.version == version]
        assert whole_health == of_releases(alone)


@pytest.mark.parametrize("as_of", DAYS)
def test_each_initiative_alone_stands_as_in_the_whole(as_of: str) -> None:
    known, figures, _ = whole(as_of)
    by_key = {issue.key: issue.id for issue in known.issues}
    for initiative in of_initiatives(figures):
        alone = progress(narrowed(known, [by_key[initiative.key]], []))
        assert [initiative] == of_initiatives(alone)
        assert set(alone.wip) <= set(figures.wip)


@pytest.mark.parametrize("as_of", DAYS)
def test_no_item_is_in_no_health(as_of: str) -> None:
    """Whatever is left in an open release that is not archived is left in its health too."""
    known, figures, _ = whole(as_of)
    archived = {version.id for version in known.versions if version.archived}
    left = {v: found.remaining for v, found in figures.forecast.items() if v not in archived}
    assert left == {one.version: len(one.left) for one in of_releases(figures) if one.left}
