"""`python -m bot.sandbox.workspace`: build the page now, instead of at the demo's first start."""

import asyncio
import sys

import click

from bot.sandbox.workspace.build import Build

failed = asyncio.run(Build().make(click.echo))
click.echo(failed or "The page is built.")
sys.exit(1 if failed else 0)
