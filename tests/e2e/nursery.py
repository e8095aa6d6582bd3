"""What each child of the bot knows when it is born: every feature, and how the models are tied."""

from sqlalchemy.orm import configure_mappers

from bot.discover import discover

discover()
configure_mappers()
