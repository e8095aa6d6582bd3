"""The 3-way merge of one field, over everything it can be asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.merge import Action, Merge, Rule, merge
from bot.words import Direction, Side

VALUES = st.sampled_from(["", "a", "b", "c"])
BASES = st.none() | VALUES
RULES = st.builds(Rule, st.sampled_from(Direction), st.sampled_from(Side))
MADE = st.booleans()
LEFT_ALONE = (Direction.ONCE, Direction.OFF)


def applied(found: Merge, local: str, remote: str) -> tuple[str, str]:
    """Both sides after what was decided is done."""
    if found.action is Action.TAKE:
        return remote, remote
    return (local, local) if found.action is Action.WRITE else (local, remote)


@given(VALUES, BASES, RULES, MADE)
def test_what_is_the_same_is_agreed(value: str, base: str | None, rule: Rule, made: bool) -> None:
    assert Merge(Action.AGREED) == merge(value, value, base, rule, made=made)


@given(VALUES, VALUES, BASES, RULES, MADE)
def test_both_sides_come_together_unless_they_are_left_alone(
    local: str, remote: str, base: str | None, rule: Rule, made: bool
) -> None:
    found = merge(local, remote, base, rule, made=made)
    ours, theirs = applied(found, local, remote)
    if rule.direction in LEFT_ALONE and found.action is Action.LEAVE:
        assert (local, remote) == (ours, theirs)
    else:
        assert ours == theirs
        again = merge(ours, theirs, theirs, rule, made=made)
        assert Action.AGREED is again.action, "what was done is not done again"


@given(VALUES, VALUES, VALUES, st.sampled_from(Side))
def test_no_edit_is_overridden_without_a_word(
    local: str, remote: str, base: str, owner: Side
) -> None:
    for direction in (Direction.BOTH, Direction.TO_JIRA, Direction.FROM_JIRA):
        found = merge(local, remote, base, Rule(direction, owner))
        kept = applied(found, local, remote)[0]
        edits = {value for value in (local, remote) if value != base}
        assert found.conflict == bool(edits - {kept})


@given(VALUES, VALUES, VALUES, RULES)
def test_one_sided_edits_go_the_way_of_the_field(
    local: str, remote: str, base: str, rule: Rule
) -> None:
    found = merge(local, remote, base, rule)
    if rule.direction is Direction.TO_JIRA:
        assert found.action is not Action.TAKE
    if rule.direction is Direction.FROM_JIRA:
        assert found.action is not Action.WRITE
    if rule.direction is Direction.BOTH and local != remote and base in (local, remote):
        assert Merge(Action.WRITE if remote == base else Action.TAKE) == found


@pytest.mark.parametrize(
    ("local", "remote", "made", "expected"),
    [
        ("a", "b", True, Merge(Action.WRITE)),
        ("", "b", False, Merge(Action.TAKE)),
        ("a", "", False, Merge(Action.WRITE)),
        ("a", "b", False, Merge(Action.TAKE, conflict=True)),
    ],
)
def test_the_first_meeting(local: str, remote: str, made: bool, expected: Merge) -> None:
    assert expected == merge(local, remote, None, Rule(Direction.BOTH), made=made)


def test_once_is_sent_to_an_issue_made_for_the_idea_and_left_alone_from_then_on() -> None:
    once = Rule(Direction.ONCE)
    assert Action.WRITE is merge("a", "b", None, once, made=True).action
    assert Action.LEAVE is merge("a", "b", None, once, made=False).action
    assert Action.LEAVE is merge("a", "b", "a", once, made=True).action
