"""Labels as they are entered, and what Jira takes for none."""

import pytest

from bot.domain.labels import labels
from bot.errors import UserError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" customer-request , q3,, q3 ", ["customer-request", "q3"]),
        ("Größe,#1", ["Größe", "#1"]),
    ],
)
def test_labels_are_entered_by_comma(text: str, found: list[str]) -> None:
    assert found == labels(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ok, customer request", "“customer request” has a space"),
        ("two\u00a0words", "try two-words"),
        ("x" * 256, "255 characters"),
        ("a\u200bb", "to be seen"),
        ("Shortlist-t1-1", "my own marks"),
        (",".join(map(str, range(11))), "10 labels at most"),
    ],
)
def test_what_is_none_is_said_with_the_way_out(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        labels(text)
