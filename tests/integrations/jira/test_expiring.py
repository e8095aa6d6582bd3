"""What is kept for a while."""

import pytest

from integrations.jira.expiring import Expiring


def test_a_value_is_read_again_once_too_old() -> None:
    now = 0.0
    kept = Expiring(lambda: now, seconds=10)
    readings = iter(["first", "second"])
    assert "first" == kept.value("key", lambda: next(readings))
    now = 9.9
    assert "first" == kept.value("key", lambda: next(readings))
    now = 10.0
    assert "second" == kept.value("key", lambda: next(readings))


def test_a_failed_reading_is_not_kept() -> None:
    kept = Expiring(lambda: 0.0)
    with pytest.raises(ZeroDivisionError):
        kept.value("key", lambda: 1 // 0)
    assert 7 == kept.value("key", lambda: 7)
