"""`jira`: load an export, read every project now, count what is there."""

import asyncio
from pathlib import Path

import click

from bot.cli.opened import FILE, migrated, says_what_is_wrong
from bot.config import Need


@click.group()
def jira() -> None:
    """Load and sync Jira."""


@jira.command("import")
@click.argument("file", type=FILE)
@click.option("--product", required=True, help="The product's key; made when there is none.")
@click.option("--zone", default="UTC", help="Time zone of a product made by this import.")
@says_what_is_wrong
def jira_import(file: Path, product: str, zone: str) -> None:
    """Load an export (.jsonl, .jsonl.gz or .json) with its histories, as if synced."""
    from bot.cli.importing import Import
    from bot.cli.report import imported

    with migrated() as app:
        loading = Import(app.database, app.workspace(), app.clock.now())
        click.echo("\n".join(imported(loading.load(file, product, zone))))


@jira.command("sync")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@says_what_is_wrong
def jira_sync(dry_run: bool) -> None:
    """Read every product's Jira project now."""
    from bot.cli.syncing import preview, sync_now

    with migrated(Need.JIRA) as app:
        lines = asyncio.run(preview(app) if dry_run else sync_now(app))
        click.echo("\n".join(lines))


@jira.command("census")
@says_what_is_wrong
def jira_census() -> None:
    """Count every product's issues in Jira now: finds what moved or was deleted."""
    from bot.cli.syncing import count_now

    with migrated(Need.JIRA) as app:
        click.echo("\n".join(asyncio.run(count_now(app))))
