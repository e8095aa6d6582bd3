"""`digest`: any week's digest, recomputed."""

from datetime import date, datetime

import click

from bot.cli.opened import migrated, says_what_is_wrong
from bot.words import DigestKind, DigestShape

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("kind", type=click.Choice([kind.value for kind in DigestKind]))
@click.option("--product", required=True, help="The product's key.")
@click.option("--as-of", type=DAY, default=None, help="The day whose 00:00 is now; default today.")
@click.option("--shape", type=click.Choice([shape.value for shape in DigestShape]), default="team")
@click.option("--format", "form", type=click.Choice(["text", "json", "blocks"]), default="text")
@says_what_is_wrong
def digest(kind: str, product: str, as_of: datetime | None, shape: str, form: str) -> None:
    """Recompute a weekly digest as of any day, for any readers."""
    from bot.cli.report import Wanted, digest_lines

    with migrated() as app:
        day: date | None = as_of.date() if as_of else None
        wanted = Wanted(DigestKind(kind), product, day, DigestShape(shape), form)
        for line in digest_lines(app, wanted):
            click.echo(line)
