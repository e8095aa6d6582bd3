"""Similar ideas: a full-text index over the titles, kept in step by triggers."""

from alembic import op

from bot.migrations.search_index import statements

revision = "0007"
down_revision = "0006"

FILLED = {
    "sqlite": "INSERT INTO idea_words (idea_words) VALUES ('rebuild')",
    "postgresql": "INSERT INTO idea_words SELECT id, to_tsvector('english', title) FROM idea",
}


def upgrade() -> None:
    """Make the index, and take in the ideas there are."""
    dialect = op.get_bind().dialect.name
    for statement in statements(dialect):
        op.execute(statement)
    op.execute(FILLED[dialect])
