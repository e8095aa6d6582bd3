"""The command line."""

import asyncio
import gc
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.config import Config, Need, load
from bot.errors import BotError
from bot.words import DigestKind, DigestShape

if TYPE_CHECKING:
    from bot.app import App

F = TypeVar("F", bound=Callable[..., Any])
DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
GARBAGE = (50_000, 20, 50)
"""How much is made between two looks for garbage. With Python's usual 700, 10 and 10 a digest of a
large project spends half its time on looking."""


def _says_what_is_wrong(command: F) -> F:
    """End with a sentence, not a traceback, for everything that is raised on purpose."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        try:
            return command(*args, **kwargs)
        except BotError as error:
            raise click.ClickException(str(error)) from error

    return guarded  # type: ignore[return-value]


@contextmanager
def _app(*needs: Need) -> "Iterator[App]":
    from bot import logs
    from bot.app import App

    gc.set_threshold(*GARBAGE)
    config = load(*needs)
    logs.set_up(config.log_format, secrets=config.secrets)
    app = App(config)
    try:
        yield app
    finally:
        app.close()


@contextmanager
def _migrated(*needs: Need) -> "Iterator[App]":
    with _app(*needs) as app:
        _migrate(app)
        yield app


def _migrate(app: "App") -> bool:
    from bot.migrations.runner import migrate

    return migrate(app.database.writer)


@click.group()
def main() -> None:
    """Shortlist: every request gets an answer, Jira stays in step, the week is read from facts."""


# --- Processes


def _serve(app: "App", *names: str) -> None:
    from bot.processes import Part, serve

    parts = Part(0)
    for name in names:
        parts |= Part[name]
    _run(serve(app, parts))


def _run(work: Any) -> None:  # noqa: ANN401
    import uvloop

    uvloop.run(work)


@main.command()
@_says_what_is_wrong
def run() -> None:
    """Everything in one process: Socket Mode, or HTTP when only a signing secret is set."""
    over_http = _over_http(load())
    transport = Need.SIGNING_SECRET if over_http else Need.APP_TOKEN
    load(Need.BOT_TOKEN, transport)
    with _app(Need.BOT_TOKEN, transport) as app:
        _bring_up_to_date(app)
        _serve(app, "WORKER", "WEB", *([] if over_http else ["SOCKET"]))


def _over_http(config: Config) -> bool:
    """Socket Mode wherever its token is set: it needs no public address."""
    return bool(config.slack_signing_secret and not config.slack_app_token)


def _bring_up_to_date(app: "App") -> None:
    """Migrate, where that is needed, in another process: alembic does not stay in the memory of
    one that runs for months."""
    import subprocess

    from bot.migrations import current, newest

    if app.database.look(lambda stores: current(stores.session.connection())) == newest():
        return
    with subprocess.Popen([sys.executable, "-m", "bot", "migrate"]) as migrating:
        import bot.processes  # noqa: F401 - what takes long is read meanwhile

    if migrating.returncode:
        raise SystemExit(migrating.returncode)


@main.command()
@_says_what_is_wrong
def web() -> None:
    """The HTTP process: Slack's payloads, Jira's hints, health and metrics."""
    with _app(Need.BOT_TOKEN, Need.SIGNING_SECRET) as app:
        _serve(app, "WEB")


@main.command()
@_says_what_is_wrong
def socket() -> None:
    """The Socket Mode process."""
    with _app(Need.BOT_TOKEN, Need.APP_TOKEN) as app:
        _serve(app, "SOCKET")


@main.command()
@_says_what_is_wrong
def worker() -> None:
    """The worker: deliveries, schedules, reading Jira."""
    with _app(Need.BOT_TOKEN) as app:
        _serve(app, "WORKER")


@main.command()
@click.option("--keep", type=FOLDER, help="Keep the demo's state in a folder.")
@click.option("--seed", type=FILE, help="A Jira export to load.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where its page is served.")
@click.option("--once", is_flag=True, help="Tell a story in the terminal, and end.")
@_says_what_is_wrong
def demo(keep: Path | None, seed: Path | None, port: int, *, once: bool) -> None:
    """Try it on this machine: a stand-in Slack and Jira with the real bot between them."""
    from bot.sandbox import demo as sandbox

    sandbox.run(keep, seed, once=once, port=port)


# --- Setting up


@main.command()
@_says_what_is_wrong
def doctor() -> None:
    """Look at everything the bot needs; each fault comes with its fix."""
    from bot.cli.doctor import examine, table

    with _app() as app:
        findings = asyncio.run(examine(app))
        click.echo("\n".join(table(findings)))
        sys.exit(0 if all(finding.ok for finding in findings) else 1)


@main.command()
@_says_what_is_wrong
def manifest() -> None:
    """Print the Slack app manifest that belongs to this version."""
    from bot.cli.manifest import manifest as made
    from bot.discover import discover

    config = load()
    public_url = None if config.slack_app_token else config.public_url
    links = config.public_url or config.jira_url
    click.echo(json.dumps(made(discover(), public_url, links), indent=2))


@main.command()
@_says_what_is_wrong
def migrate() -> None:
    """Bring the database to this version's schema."""
    with _app() as app:
        changed = _migrate(app)
        click.echo("The database is up to date." if changed else "The database was up to date.")


@main.group()
def admin() -> None:
    """Who may set up products, and who answers for them."""


@admin.command("add")
@click.argument("who")
@click.option("--product", help="Make them PMs of the product with this key, not admins.")
@_says_what_is_wrong
def admin_add(who: str, product: str | None) -> None:
    """Make a Slack member (U012AB3CD), or everybody in a user group (S012AB3CD), an admin."""
    from bot.cli.appointing import appoint

    with _migrated() as app:
        click.echo(appoint(app, who, product))


@admin.command("remove")
@click.argument("who")
@click.option("--product", help="Take the PMs' role of the product with this key.")
@_says_what_is_wrong
def admin_remove(who: str, product: str | None) -> None:
    """Take the role from them again."""
    from bot.cli.appointing import dismiss

    with _migrated() as app:
        click.echo(dismiss(app, who, product))


# --- Files in and out


@main.command("export")
@click.argument("folder", type=FOLDER)
@click.option("--format", "suffix", type=click.Choice(["csv", "json"]), default="csv")
@_says_what_is_wrong
def export_files(folder: Path, suffix: str) -> None:
    """Write ideas, support, customers and decisions into FOLDER; `load` reads them again."""
    from bot.cli.exchange.exporting import export
    from bot.cli.exchange.report import exported

    with _migrated() as app:
        workspace = app.workspace()
        written = app.database.look(lambda stores: export(stores.of(workspace), folder, suffix))
        click.echo("\n".join(exported(folder, written)))


@main.command("load")
@click.argument("kind", type=click.Choice(["ideas", "support", "customers", "decisions"]))
@click.argument("file", type=FILE)
@click.option("--map", "columns", multiple=True, help="COLUMN=FIELD; COLUMN=- leaves it out.")
@click.option("--source", default="file", help="Where it comes from, such as canny.")
@click.option("--as", "instead", help="The Slack member who stands in for people nobody knows.")
@click.option("--product", help="The product of ideas that name none.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@_says_what_is_wrong
def load_file(kind: str, file: Path, columns: tuple[str, ...], **more: Any) -> None:  # noqa: ANN401
    """Load a CSV or JSON file: all of it or nothing, and twice the same changes nothing."""
    from bot.cli.exchange.columns import Kind, told
    from bot.cli.exchange.loading import Wish
    from bot.cli.exchange.loading import load as taken_over
    from bot.cli.exchange.report import loaded

    with _migrated() as app:
        wish = Wish(Kind(kind), file, told(columns), **more)
        done = taken_over(app.database, app.workspace(), wish, app.clock.now())
        click.echo("\n".join(loaded(done)))


# --- Jira and the digests


@main.group()
def jira() -> None:
    """Load and sync Jira."""


@jira.command("import")
@click.argument("file", type=FILE)
@click.option("--product", required=True, help="The product's key; made when there is none.")
@click.option("--zone", default="UTC", help="Time zone of a product made by this import.")
@_says_what_is_wrong
def jira_import(file: Path, product: str, zone: str) -> None:
    """Load an export (.jsonl, .jsonl.gz or .json) with its histories, as if synced."""
    from bot.cli.importing import Import
    from bot.cli.report import imported

    with _migrated() as app:
        loading = Import(app.database, app.workspace(), app.clock.now())
        click.echo("\n".join(imported(loading.load(file, product, zone))))


@jira.command("sync")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@_says_what_is_wrong
def jira_sync(dry_run: bool) -> None:
    """Read every product's Jira project now."""
    from bot.cli.syncing import preview, sync_now

    with _migrated(Need.JIRA) as app:
        lines = asyncio.run(preview(app) if dry_run else sync_now(app))
        click.echo("\n".join(lines))


@jira.command("census")
@_says_what_is_wrong
def jira_census() -> None:
    """Count every product's issues in Jira now: finds what moved or was deleted."""
    from bot.cli.syncing import count_now

    with _migrated(Need.JIRA) as app:
        click.echo("\n".join(asyncio.run(count_now(app))))


@main.command()
@click.argument("kind", type=click.Choice([kind.value for kind in DigestKind]))
@click.option("--product", required=True, help="The product's key.")
@click.option("--as-of", type=DAY, default=None, help="The day whose 00:00 is now; default today.")
@click.option("--shape", type=click.Choice([shape.value for shape in DigestShape]), default="team")
@click.option("--format", "form", type=click.Choice(["text", "json", "blocks"]), default="text")
@_says_what_is_wrong
def digest(kind: str, product: str, as_of: datetime | None, shape: str, form: str) -> None:
    """Recompute a weekly digest as of any day, for any readers."""
    from bot.cli.report import Wanted, digest_lines

    with _migrated() as app:
        day: date | None = as_of.date() if as_of else None
        wanted = Wanted(DigestKind(kind), product, day, DigestShape(shape), form)
        for line in digest_lines(app, wanted):
            click.echo(line)


if __name__ == "__main__":
    main(prog_name="python -m bot")
