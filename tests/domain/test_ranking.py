"""What is to be done first, and what moved."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ranking import Move, Way, moves, neighbour, ordered, ranked
from bot.tracked import Change, Field, Glance
from bot.words import Priority
from tests.builders import at, change, issue

SCHEME = ["Highest", "High", "Medium", "Low", "Lowest"]
SINCE = at("2024-03-01")


def item(number: int, priority: str | None) -> Glance:
    return Glance(f"{number}", f"A-{number}", "", None, "", priority, False, False, SINCE)


def prioritised(when: str, before: str, after: str, by: str = "Sample Person") -> Change:
    names = {"before_name": before, "after_name": after, "by": "a1", "by_name": by}
    return change(when, Field.PRIORITY, before, after, **names)


def reranked(when: str, words: str) -> Change:
    return change(when, Field.RANK, None, words, after_name=words, by="a1", by_name="Sample Person")


@given(st.lists(st.sampled_from([*SCHEME, "Renamed", None])))
def test_items_stand_by_priority_and_else_as_they_stood(names: list[str | None]) -> None:
    items = [item(number, name) for number, name in enumerate(names)]
    found = ordered(items, SCHEME)
    assert sorted(items) == sorted(found)
    places = [SCHEME.index(i.priority) if i.priority in SCHEME else 9 for i in found]
    assert places == sorted(places)
    for name in set(names):
        same = [i for i in found if i.priority == name]
        assert same == [i for i in items if i.priority == name] or name in ("Renamed", None)
    assert list(range(1, len(names) + 1)) == [one.place for one in ranked(found, SCHEME, {})]


def test_bands_are_those_of_the_projects_scheme() -> None:
    found = ranked([item(1, "Highest"), item(2, "Lowest"), item(3, None)], SCHEME, {})
    assert [Priority.URGENT, Priority.LOW, None] == [one.band for one in found]


def test_a_move_is_what_is_left_of_all_changes_since() -> None:
    known = issue(
        changes=[
            prioritised("2024-02-20", "Highest", "Low"),
            prioritised("2024-03-02", "Low", "Medium", "Another Person"),
            prioritised("2024-03-03", "Medium", "High"),
        ]
    )
    (move,) = moves(known, SINCE, SCHEME)
    assert Move(Way.UP, at("2024-03-03"), "Low", "High", "a1", "Sample Person") == move


def test_what_was_taken_back_is_no_move() -> None:
    there = prioritised("2024-03-02", "Low", "High")
    back = prioritised("2024-03-03", "High", "Low")
    assert [] == moves(issue(changes=[there, back]), SINCE, SCHEME)


def test_ranks_tell_only_their_way() -> None:
    ways = {"Ranked higher": Way.UP, "Ranked lower": Way.DOWN, "Anders sortiert": Way.MOVED}
    for words, way in ways.items():
        (move,) = moves(issue(changes=[reranked("2024-03-02", words)]), SINCE, SCHEME)
        assert (way, True) == (move.way, move.is_rank)


def test_a_new_item_is_new_whatever_happened_to_it() -> None:
    fresh = issue(created="2024-03-02", changes=[prioritised("2024-03-03", "Low", "High")])
    assert [Way.NEW] == [move.way for move in moves(fresh, SINCE, SCHEME)]


@given(names=st.lists(st.sampled_from(SCHEME)), band=st.sampled_from(list(Priority)))
def test_something_new_stands_below_all_that_comes_first_and_above_all_that_is_less(
    names: list[str], band: Priority
) -> None:
    items = ordered([item(number, name) for number, name in enumerate(names)], SCHEME)
    listed, bands = ranked(items, SCHEME, {}), list(Priority)
    found = neighbour(listed, band)
    if found is None:
        assert all(
            one.band is not band and bands.index(one.band) < bands.index(band)
            for one in listed
            if one.band
        )
        return
    other, before = found
    place = next(one.place for one in listed if one.item is other) - before
    assert all(bands.index(one.band or band) <= bands.index(band) for one in listed[:place])
    assert all(bands.index(one.band or band) > bands.index(band) for one in listed[place:])
