"""The base address."""

import pytest

from bot.errors import ConfigError
from integrations.jira.address import checked_address


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://jira.example.com/", "https://jira.example.com"),
        (" https://jira.example.com/context ", "https://jira.example.com/context"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
    ],
)
def test_https_and_this_machine_will_do(given: str, used: str) -> None:
    assert used == checked_address(given)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("http://jira.example.com", "use https://jira.example.com"),
        ("http://localhost.example.com", "shows the token"),
        ("jira.example.com", "no address"),
        ("file:///etc/passwd", "no address"),
        ("https://", "no address"),
        ("https://someone:secret@jira.example.com", "settings of their own"),
        ("https://jira.example.com/?x=1", "base address"),
    ],
)
def test_anything_else_is_named_with_its_fix(given: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        checked_address(given)


def test_a_password_in_the_address_is_not_repeated() -> None:
    with pytest.raises(ConfigError) as refused:
        checked_address("https://someone:canary@jira.example.com")
    assert "canary" not in str(refused.value)
