"""History that the database itself keeps from being changed or deleted."""

SQLITE = (
    """
    CREATE TRIGGER {table}_keep_{act} BEFORE {act} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """,
)
POSTGRES = (
    """
    CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$
    """,
    """
    CREATE TRIGGER {table}_keep_{act} BEFORE {act} ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_keep()
    """,
)


def statements(dialect: str, table: str) -> list[str]:
    """The SQL that makes a table refuse UPDATE and DELETE."""
    texts = SQLITE if dialect == "sqlite" else POSTGRES
    acts = ("UPDATE", "DELETE")
    return [text.format(table=table, act=act) for act in acts for text in texts]
