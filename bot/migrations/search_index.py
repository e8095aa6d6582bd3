"""The index similar ideas are looked for in: each store's own full text over the titles.

Triggers keep it in step whoever writes an idea, inside the same transaction.
"""

SQLITE = (
    """
    CREATE VIRTUAL TABLE idea_words USING fts5(
        title, content = 'idea', content_rowid = 'id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER idea_words_insert AFTER INSERT ON idea BEGIN
        INSERT INTO idea_words (rowid, title) VALUES (new.id, new.title);
    END
    """,
    """
    CREATE TRIGGER idea_words_delete AFTER DELETE ON idea BEGIN
        INSERT INTO idea_words (idea_words, rowid, title) VALUES ('delete', old.id, old.title);
    END
    """,
    """
    CREATE TRIGGER idea_words_update AFTER UPDATE OF title ON idea BEGIN
        INSERT INTO idea_words (idea_words, rowid, title) VALUES ('delete', old.id, old.title);
        INSERT INTO idea_words (rowid, title) VALUES (new.id, new.title);
    END
    """,
)
POSTGRES = (
    """
    CREATE TABLE idea_words (
        idea_id INTEGER PRIMARY KEY REFERENCES idea (id) ON DELETE CASCADE,
        words tsvector NOT NULL
    )
    """,
    "CREATE INDEX idea_words_words ON idea_words USING gin (words)",
    """
    CREATE FUNCTION idea_words_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO idea_words VALUES (new.id, to_tsvector('english', new.title))
        ON CONFLICT (idea_id) DO UPDATE SET words = excluded.words;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER idea_words_keep AFTER INSERT OR UPDATE OF title ON idea
    FOR EACH ROW EXECUTE FUNCTION idea_words_keep()
    """,
)


def statements(dialect: str) -> tuple[str, ...]:
    """The SQL that makes the index."""
    return SQLITE if dialect == "sqlite" else POSTGRES
