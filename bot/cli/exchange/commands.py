"""`export` and `load`: everything as files, and files of other tools taken over."""

from pathlib import Path
from typing import Any

import click

from bot.cli.opened import FILE, FOLDER, migrated, says_what_is_wrong


@click.command("export")
@click.argument("folder", type=FOLDER)
@click.option("--format", "suffix", type=click.Choice(["csv", "json"]), default="csv")
@says_what_is_wrong
def export_files(folder: Path, suffix: str) -> None:
    """Write ideas, support, customers and decisions into FOLDER; `load` reads them again."""
    from bot.cli.exchange.exporting import export
    from bot.cli.exchange.report import exported

    with migrated() as app:
        workspace = app.workspace()
        written = app.database.look(lambda stores: export(stores.of(workspace), folder, suffix))
        click.echo("\n".join(exported(folder, written)))


@click.command("load")
@click.argument("kind", type=click.Choice(["ideas", "support", "customers", "decisions"]))
@click.argument("file", type=FILE)
@click.option("--map", "columns", multiple=True, help="COLUMN=FIELD; COLUMN=- leaves it out.")
@click.option("--source", default="file", help="Where it comes from, such as canny.")
@click.option("--as", "instead", help="The Slack member who stands in for people nobody knows.")
@click.option("--product", help="The product of ideas that name none.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@says_what_is_wrong
def load_file(kind: str, file: Path, columns: tuple[str, ...], **more: Any) -> None:  # noqa: ANN401
    """Load a CSV or JSON file: all of it or nothing, and twice the same changes nothing."""
    from bot.cli.exchange.columns import Kind, told
    from bot.cli.exchange.loading import Wish
    from bot.cli.exchange.loading import load as taken_over
    from bot.cli.exchange.report import loaded

    with migrated() as app:
        wish = Wish(Kind(kind), file, told(columns), **more)
        done = taken_over(app.database, app.workspace(), wish, app.clock.now())
        click.echo("\n".join(loaded(done)))
