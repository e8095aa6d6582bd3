"""`python -m bot demo`: the real bot between a stand-in Slack and a stand-in Jira."""

import asyncio
import contextlib
import fcntl
import re
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

import click

from bot.sandbox.child import Bot, BotEnded, free_port
from bot.sandbox.emoji import with_emoji
from bot.sandbox.filling import Filling
from bot.sandbox.scene import EMAIL, PAST, TOKEN, NoExport, Scene, scene
from bot.sandbox.slack import CannotAct
from bot.sandbox.stagehand import NotTold
from bot.sandbox.story import Story
from bot.sandbox.workspace import Build, PortTaken, WorkspacePage
from bot.sandbox.workspace.manifest import manifest

WEBHOOK_SECRET = "sample-webhook-secret"  # noqa: S105 - of a Jira that is not one
DATABASE = "shortlist.db"
MEANWHILE = "\nMeanwhile the bot is running, and the terminal shows what happens.\n"
"""What a page says besides that could not be built."""
BOLD = re.compile(r"(?<!\w)\*([^*\n ][^*\n]*)\*(?!\w)")


def run(keep: Path | None, seed: Path | None, *, once: bool = False, port: int = 0) -> None:
    """Fill the sample workspace and serve its page until Ctrl-C; with `once`, or where there can
    be no page, tell a story in the terminal instead.

    The state is left in `keep` where one is named. `seed` is a Jira export (.jsonl, .jsonl.gz).
    The page is served on `port`, 0 for any that is free.
    Raises click.ClickException, with a sentence, for what goes wrong.
    """
    with _folder(keep) as folder:
        try:
            asyncio.run(_until_told(_demo(folder, seed, once, port)))
        except (NoExport, PortTaken) as error:
            raise click.ClickException(str(error)) from error
        except (BotEnded, NotTold, CannotAct) as error:
            log = f"Its whole log: {folder / 'bot.log'}" if keep else "To keep its log: --keep DIR"
            raise click.ClickException(f"{error}\n{log}") from error
    click.echo("\nEnded." + (f" Its state is in {keep}." if keep else ""))


# --- Its folder


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="shortlist-demo-") as made:
            yield Path(made)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True)
        lock = (keep / "lock").open("w")
    except OSError as error:
        raise click.ClickException(f"{keep} cannot be used: {error.strerror}.") from error
    with lock:
        _lock(lock.fileno(), keep)
        if (keep / DATABASE).exists():
            raise click.ClickException(
                f"{keep} holds an earlier demo. Name another folder, or remove that one."
            )
        yield keep.resolve()


def _lock(file: int, keep: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise click.ClickException(
            f"Another demo is using {keep}. End it first, or name another folder."
        ) from error


# --- From start to end


async def _until_told(work: Coroutine[None, None, None]) -> None:
    """Do `work` until it is done or Ctrl-C or SIGTERM says to stop; it cleans up either way."""
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    stopping = asyncio.create_task(told.wait())
    await asyncio.wait([task, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _demo(folder: Path, seed: Path | None, once: bool, port: int) -> None:
    instead = await Build().make(click.echo)
    tells = once or bool(instead)
    async with (
        scene(folder, seed, timedelta() if tells else PAST) as stage,
        WorkspacePage(stage, instead and instead + MEANWHILE, folder / DATABASE, port) as page,
    ):
        click.echo(f"See it happen: {page.url}")
        if not tells:
            show(page.url)
        stage.tell = _print
        stage.filled = 1.0 if tells else 0.0
        async with running(folder, stage) as bot:
            page.has(bot)
            if tells:
                await Story(stage, bot).tell()
            else:
                await Filling(stage, bot, folder / DATABASE).fill()
            if not once:
                await _serve(page)


def show(url: str) -> None:
    """Open a page where somebody sits before a browser with a window; one that draws in the
    terminal would take it from the demo."""
    with contextlib.suppress(webbrowser.Error):
        browser = webbrowser.get()
        if sys.stdout.isatty() and type(browser) is not webbrowser.GenericBrowser:
            browser.open(url)


def _print(line: str) -> None:
    click.echo(BOLD.sub(lambda found: click.style(found[1], bold=True), with_emoji(line)))


@asynccontextmanager
async def running(folder: Path, stage: Scene) -> AsyncIterator[Bot]:
    """The bot between the stand-ins, with its state in `folder`; it ends with the context."""
    connected = stage.slack.sockets.connections
    bot = Bot(folder, _settings(stage), free_port(), lambda: bool(connected))
    try:
        await asyncio.gather(bot.start(), _declare(stage))
        stage.jira.deliver_to(f"http://127.0.0.1:{bot.port}/jira/webhook", WEBHOOK_SECRET)
        yield bot
    finally:
        await bot.stop()


async def _declare(stage: Scene) -> None:
    stage.declare(await manifest())


def _settings(stage: Scene) -> dict[str, str]:
    installation = stage.slack.installation
    return {
        "SLACK_BOT_TOKEN": installation.bot_token,
        "SLACK_APP_TOKEN": installation.app_token,
        "SLACK_API_URL": stage.slack.api_url,
        "JIRA_URL": stage.jira.url,
        "JIRA_EMAIL": EMAIL,
        "JIRA_TOKEN": TOKEN,
        "JIRA_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "DATABASE_URL": f"sqlite:///{DATABASE}",
        "ADMIN_USERS": stage.admin.id,
        "LOG_FORMAT": "text",
        "CLOCK_FILE": stage.clock.file.name,
    }


async def _serve(page: WorkspacePage) -> None:
    if sys.stdin.isatty():
        click.echo(f"\nHave a look around: {page.url}\nCtrl-C ends the demo.")
    while True:
        page.check()
        await asyncio.sleep(0.5)
