"""Logs: one form for ours and the libraries', and no secret in either."""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog

from bot.logs import HIDDEN, set_up, without_secrets

SECRETS = {
    "bot token": "xoxb-1234-abcd-CANARY",
    "user token": "xoxp-1234-CANARY",
    "app token": "xapp-1-A1-2-CANARY",
    "rotated token": "xoxe.xoxb-1-CANARY",
    "refresh token": "xoxe-1-CANARY",
    "response url": "https://hooks.slack.com/actions/T1/2/CANARY",
    "bearer": "Authorization: Bearer CANARYCANARY==",
    "basic": "Authorization: Basic Q0FOQVJZCANARY==",
    "database": "postgresql://user:CANARY@db.example/shortlist",
    "socket": "wss://wss.example/link/?ticket=CANARY-1&app_id=A1",
}
CONFIGURED = "configured-CANARY-secret"


@contextmanager
def logged(log_format: str, secrets: Iterable[str] = ()) -> Iterator[None]:
    """Log as a process does, for a while."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up(log_format, secrets=secrets)
    try:
        yield
    finally:
        root.handlers[:], root.level = handlers, level
        structlog.reset_defaults()


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_what_looks_like_a_secret_is_hidden(secret: str) -> None:
    hidden = without_secrets(f"before {secret} after")
    assert "CANARY" not in hidden
    assert HIDDEN in hidden
    assert hidden.startswith("before ")
    assert hidden.endswith(" after")


@pytest.mark.parametrize("log_format", ["json", "text"])
@pytest.mark.parametrize("secret", [*SECRETS.values(), CONFIGURED], ids=[*SECRETS, "configured"])
def test_no_secret_gets_into_a_log_by_any_way(
    log_format: str, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with logged(log_format, [CONFIGURED, ""]):
        log_all(secret)
    printed = capsys.readouterr()
    assert "" == printed.out
    assert 2 == printed.err.count("RuntimeError: ")
    assert "CANARY" not in printed.err


def log_all(secret: str) -> None:
    """Log a secret in every way there is."""
    log: Any = structlog.get_logger("sample")
    library = logging.getLogger("sample.library")
    log.warning(f"event {secret}", value=secret, several=[secret], inside={"key": {"a": secret}})
    library.warning("message %s", secret)
    library.warning("object %s", {"headers": {"x": secret}})
    with structlog.contextvars.bound_contextvars(bound=secret):
        log.info("bound")
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        log.exception("failed")
        library.exception("failed too")


def test_in_production_every_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    with logged("json"):
        log: Any = structlog.get_logger("sample")
        log.info("ours", words='a "quoted"\nline', url="https://hooks.slack.com/a/b", more=1)
        library = logging.getLogger("sample.library")
        library.warning("theirs\nin two lines")
        try:
            raise ValueError("broken")
        except ValueError:
            library.exception("with a traceback")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert ["ours", "theirs\nin two lines", "with a traceback"] == [one["event"] for one in lines]
    assert ["info", "warning", "error"] == [one["level"] for one in lines]
    assert 'a "quoted"\nline' == lines[0]["words"]
    assert 1 == lines[0]["more"]
    assert "sample.library" == lines[1]["logger"]
    assert "ValueError: broken" in lines[2]["exception"]


def test_a_short_setting_does_not_garble_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    with logged("json", ["a", "log"]):
        logging.getLogger("sample").warning("a log")
    assert "a log" in capsys.readouterr().err
