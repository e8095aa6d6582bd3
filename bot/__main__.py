"""The command line."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.digest import digest
from bot.cli.exchange.commands import export_files, load_file
from bot.cli.jira import jira
from bot.cli.opened import FILE, FOLDER, migrated, opened, says_what_is_wrong
from bot.config import Config, Need, load

if TYPE_CHECKING:
    from bot.app import App


@click.group()
def main() -> None:
    """Shortlist: every request gets an answer, Jira stays in step, the week is read from facts."""


for command in (export_files, load_file, jira, digest):
    main.add_command(command)


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
@says_what_is_wrong
def run() -> None:
    """Everything in one process: Socket Mode, or HTTP when only a signing secret is set."""
    over_http = _over_http(load())
    transport = Need.SIGNING_SECRET if over_http else Need.APP_TOKEN
    load(Need.BOT_TOKEN, transport)
    with opened(Need.BOT_TOKEN, transport) as app:
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
@says_what_is_wrong
def web() -> None:
    """The HTTP process: Slack's payloads, Jira's hints, health and metrics."""
    with opened(Need.BOT_TOKEN, Need.SIGNING_SECRET) as app:
        _serve(app, "WEB")


@main.command()
@says_what_is_wrong
def socket() -> None:
    """The Socket Mode process."""
    with opened(Need.BOT_TOKEN, Need.APP_TOKEN) as app:
        _serve(app, "SOCKET")


@main.command()
@says_what_is_wrong
def worker() -> None:
    """The worker: deliveries, schedules, reading Jira."""
    with opened(Need.BOT_TOKEN) as app:
        _serve(app, "WORKER")


@main.command()
@click.option("--keep", type=FOLDER, help="Keep the demo's state in a folder.")
@click.option("--seed", type=FILE, help="A Jira export to load.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where its page is served.")
@click.option("--once", is_flag=True, help="Tell a story in the terminal, and end.")
@says_what_is_wrong
def demo(keep: Path | None, seed: Path | None, port: int, *, once: bool) -> None:
    """Try it on this machine: a stand-in Slack and Jira with the real bot between them."""
    from bot.sandbox import demo as sandbox

    sandbox.run(keep, seed, once=once, port=port)


# --- Setting up


@main.command()
@says_what_is_wrong
def doctor() -> None:
    """Look at everything the bot needs; each fault comes with its fix."""
    from bot.cli.doctor import examine, table

    with opened() as app:
        findings = asyncio.run(examine(app))
        click.echo("\n".join(table(findings)))
        sys.exit(0 if all(finding.ok for finding in findings) else 1)


@main.command()
@says_what_is_wrong
def manifest() -> None:
    """Print the Slack app manifest that belongs to this version."""
    from bot.cli.manifest import manifest as made
    from bot.discover import discover

    config = load()
    public_url = None if config.slack_app_token else config.public_url
    links = config.public_url or config.jira_url
    click.echo(json.dumps(made(discover(), public_url, links), indent=2))


@main.command()
@says_what_is_wrong
def migrate() -> None:
    """Bring the database to this version's schema."""
    from bot.migrations.runner import migrate as to_newest

    with opened() as app:
        changed = to_newest(app.database.writer)
        click.echo("The database is up to date." if changed else "The database was up to date.")


@main.group()
def admin() -> None:
    """Who may set up products, and who answers for them."""


@admin.command("add")
@click.argument("who")
@click.option("--product", help="Make them PMs of the product with this key, not admins.")
@says_what_is_wrong
def admin_add(who: str, product: str | None) -> None:
    """Make a Slack member (U012AB3CD), or everybody in a user group (S012AB3CD), an admin."""
    from bot.cli.appointing import appoint

    with migrated() as app:
        click.echo(appoint(app, who, product))


@admin.command("remove")
@click.argument("who")
@click.option("--product", help="Take the PMs' role of the product with this key.")
@says_what_is_wrong
def admin_remove(who: str, product: str | None) -> None:
    """Take the role from them again."""
    from bot.cli.appointing import dismiss

    with migrated() as app:
        click.echo(dismiss(app, who, product))


if __name__ == "__main__":
    main(prog_name="python -m bot")
