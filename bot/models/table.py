"""What every table is."""

from pydantic import ConfigDict
from sqlmodel import SQLModel


class Table(SQLModel):
    """A row. None is ever validated by pydantic, so the validators are not built: they would stay
    in memory unused (https://docs.pydantic.dev/latest/api/config/#pydantic.config.ConfigDict)."""

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]
