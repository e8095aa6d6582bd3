"""What the demo is made of: its clock, its child process, how it draws messages."""

import fcntl
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from bot.sandbox import demo
from bot.sandbox.child import ROOT, Bot, BotEnded, free_port
from bot.sandbox.emoji import EMOJI, EMOJI_NAME, with_emoji
from bot.sandbox.scene import FRIDAY, MONDAY, MovableClock

# --- Its clock


def test_a_moved_clock_goes_on_and_tells_the_bot_by_how_much(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "clock")
    real = datetime.now(UTC)
    clock.move_to(real + timedelta(days=2))
    assert timedelta(0) <= clock.now() - (real + timedelta(days=2)) < timedelta(minutes=1)
    assert 2 * 86400 == pytest.approx(float((tmp_path / "clock").read_text()), abs=60)


def test_the_next_weekday_is_never_now_and_never_past(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "clock")
    clock.move_to(clock.next(FRIDAY, 15))
    monday = clock.next(MONDAY, 9, 5)
    assert (MONDAY, 9, 5) == (monday.weekday(), monday.hour, monday.minute)
    assert timedelta(days=2) < monday - clock.now() < timedelta(days=3)
    clock.move_to(monday)
    assert timedelta(days=6) < clock.next(MONDAY, 9, 5) - monday <= timedelta(days=7)


# --- Its child and its folder


async def test_a_bot_that_does_not_start_shows_the_end_of_its_log(tmp_path: Path) -> None:
    settings = {"SLACK_BOT_TOKEN": "sample", "DATABASE_URL": "sqlite:///shortlist.db"}
    bot = Bot(tmp_path, settings, free_port(), lambda: False)
    with pytest.raises(BotEnded, match="exit code 1") as ended:
        await bot.start()
    await bot.stop()
    assert "A bot token starts with xoxb-." in str(ended.value)


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as other:
        fcntl.flock(other.fileno(), fcntl.LOCK_EX)
        with pytest.raises(click.ClickException, match="Another demo is using"):
            demo.run(tmp_path, None, once=True)


def test_a_name_that_is_no_picture_stays() -> None:
    assert "✅ :sample: 12:30:45" == with_emoji(":white_check_mark: :sample: 12:30:45")


def test_every_emoji_of_our_messages_is_a_picture() -> None:
    views = "".join(file.read_text() for file in (ROOT / "bot" / "views").glob("*.py"))
    assert {"code"} >= {name for name in EMOJI_NAME.findall(views) if name not in EMOJI}


@pytest.mark.parametrize(("in_a_terminal", "opened"), [(True, "the page"), (False, "")])
def test_the_page_opens_where_somebody_sees_it(
    in_a_terminal: bool, opened: str, tmp_path: Path
) -> None:
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\necho "$1" >&2\n')
    browser.chmod(0o755)
    ours, theirs = os.openpty()
    asked = subprocess.run(
        [sys.executable, "-c", "from bot.sandbox import demo; demo.show('the page')"],
        env={**os.environ, "BROWSER": f"{browser} %s &"},
        stdout=theirs if in_a_terminal else subprocess.DEVNULL,
        stderr=subprocess.PIPE,  # read until the browser, which nobody waits for, has closed it too
        text=True,
        cwd=ROOT,
        check=True,
    )
    os.close(ours)
    os.close(theirs)
    assert opened == asked.stderr.strip()
