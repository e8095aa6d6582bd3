"""Similar ideas among 100,000: what is found, and how long it takes, against plain FTS5 BM25.

The labelled questions of TEST_DATA's similar/pairs.tsv.gz, with halves of two of them joined until
there are 100,000. Each of 1,000 questions that have a duplicate is looked for, its own row left
out; a hit is a labelled partner among the first five.
"""

import csv
import gzip
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import insert, text, update
from sqlmodel import Session

from bot.domain.ideas import Wording
from bot.domain.similarity import telling
from bot.feature import Links, Surroundings
from bot.models import Idea, Workspace
from bot.services.filing import Filing, file
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import Source
from tests.bench import children
from tests.bench.table import show, verdict

IDEAS = 100_000
QUERIES = 1_000
FILED, WARM_UP = 300, 100
FIRST = 5
BETTER_BY = 0.02
MOST_MS = 50.0
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

Find = Callable[[int, str], list[int]]
"""The rows found for a text, its own left out."""


class Corpus(NamedTuple):
    """Texts by row, and the rows of each one's labelled partners."""

    texts: dict[int, str]
    partners: dict[int, set[int]]
    asked: list[int]


def corpus(path: Path, size: int = IDEAS) -> Corpus:
    """The questions and their recombined halves, in an order that tells nothing."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    texts, chance = dict(_questions(rows)), random.Random(7)
    halves = list(texts.values())
    keys = [*texts, *(f"padding {n}" for n in range(size - len(texts)))]
    chance.shuffle(keys)
    row = {key: place for place, key in enumerate(keys, start=1)}
    partners: dict[int, set[int]] = defaultdict(set)
    for pair in rows:
        if pair["is_duplicate"] == "1":
            one, other = row[pair["qid1"]], row[pair["qid2"]]
            partners[one].add(other)
            partners[other].add(one)
    joined = {row[key]: texts.get(key) or _joined(halves, chance) for key in keys}
    return Corpus(joined, partners, chance.sample(sorted(partners), QUERIES))


def _questions(rows: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    for pair in rows:
        for n in "12":
            yield pair[f"qid{n}"], " ".join(pair[f"question{n}"].split())


def _joined(texts: Sequence[str], chance: random.Random) -> str:
    one, other = (text.split() for text in chance.sample(texts, 2))
    return " ".join([*one[: (len(one) + 1) // 2], *other[len(other) // 2 :]])


def plain(known: Corpus) -> Find:
    """FTS5 as it comes: Porter's stems, any of the words, by BM25."""
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE words USING fts5(title, tokenize = 'porter unicode61')")
    rows = sorted(known.texts.items())
    index.executemany("INSERT INTO words (rowid, title) VALUES (?, ?)", rows)
    look = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"

    def find(own: int, text: str) -> list[int]:
        wanted = " OR ".join(f'"{word}"' for word in telling(text)) or '""'
        return [row for (row,) in index.execute(look, (wanted, FIRST + 1)) if row != own][:FIRST]

    return find


def ours(session: Session, workspace: int) -> Find:
    """What the bot finds, whatever its likeness."""
    similar = Stores(session).of(workspace).similar

    def find(own: int, text: str) -> list[int]:
        session.expunge_all()
        return [idea.id or 0 for idea in similar.find(text, FIRST, but={own}, least=0)]

    return find


def fill(stores: Stores, known: Corpus) -> int:
    """Store the texts as ideas of the one workspace."""
    workspace = stores.workspaces.local().id or 0
    same = {"workspace_id": workspace, "requester": "U1", "filed_by": "U1", "problem": ""}
    same |= {"source": Source.COMMAND, "status": "new", "decisions": 0}
    same |= {"created_at": NOW, "updated_at": NOW}
    rows = [
        {"id": row, "number": row, "request": f"r{row}", "title": text, **same}
        for row, text in sorted(known.texts.items())
    ]
    for start in range(0, len(rows), 10_000):
        stores.session.execute(insert(Idea), rows[start : start + 10_000])
    stores.session.execute(update(Workspace).values(last_idea=len(rows)))
    return workspace


class Filed(NamedTuple):
    """How long it takes to store an idea, in milliseconds."""

    p50: float
    p99: float


class Still:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW

    real_now = now


def filed(database: Database, workspace: int, known: Corpus) -> Filed:
    """Ideas filed one by one, each in a transaction of its own; the first ones warm up."""
    surroundings, took, stamp = Surroundings(Still(), Links()), list[float](), time.time_ns()

    def store(filing: Filing, stores: Stores) -> None:
        file(filing, surroundings.context(stores.of(workspace)))

    for n, row in enumerate(known.asked[: WARM_UP + FILED]):
        wording = Wording(known.texts[row])
        filing = Filing(f"{stamp}-{n}", wording, "U1", "U1", Source.COMMAND)
        begun = time.perf_counter()
        database.commit(partial(store, filing))
        took.append((time.perf_counter() - begun) * 1000)
    return Filed(_percentile(took[WARM_UP:], 0.5), _percentile(took[WARM_UP:], 0.99))


def _percentile(values: Iterable[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[max(0, -int(-share * len(ranked)) - 1)]


def without_index(database: Database) -> None:
    """Keep the index no longer."""
    names = ("idea_words_insert", "idea_words_update", "idea_words_delete")
    with database.writer.begin() as connection:
        if database.is_sqlite:
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("DROP TRIGGER idea_words_keep ON idea"))


class Measured(NamedTuple):
    """One way of finding: how often a partner was among the first five, and milliseconds."""

    recall: float
    p50: float
    p99: float


def measured(find: Find, known: Corpus) -> Measured:
    """Ask for each of the questions."""
    hits, took = 0, list[float]()
    for row in known.asked:
        begun = time.perf_counter()
        found = find(row, known.texts[row])
        took.append((time.perf_counter() - begun) * 1000)
        hits += bool(known.partners[row] & set(found))
    return Measured(hits / len(known.asked), _percentile(took, 0.5), _percentile(took, 0.99))


def main() -> None:
    """Print the tables."""
    root = os.environ.get("TEST_DATA")
    if not root:
        sys.exit("TEST_DATA is not set: it names the folder with similar/pairs.tsv.gz")
    known = corpus(Path(root, "similar", "pairs.tsv.gz"))
    usual = measured(plain(known), known)
    found, stored = [_found("plain FTS5 BM25", usual)], []
    with tempfile.TemporaryDirectory() as made:
        for kind, (url,) in children.databases(Path(made), 1):
            database = Database(url, threads=2)
            workspace = database.commit(lambda stores: fill(stores, known))
            _settle(database)
            with Session(database.reader) as session:
                found.append(_found(kind, measured(ours(session, workspace), known), usual))
            stored += _stored(kind, database, workspace, known)
            database.close()
    heads = ("what", "recall@5", "p50 ms", "p99 ms", "target")
    show(f"{QUERIES} texts looked for among {len(known.texts)} ideas", heads, found)
    show(f"{FILED} ideas filed there, one by one", ("what", "p50 ms", "p99 ms"), stored)


def _settle(database: Database) -> None:
    """What PostgreSQL does by itself in time, and the next id it is to give."""
    if database.is_sqlite:
        return
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT setval('idea_id_seq', (SELECT max(id) FROM idea))"))
        connection.execute(text("VACUUM ANALYZE"))


def _found(what: str, found: Measured, usual: Measured | None = None) -> list[str]:
    target = ""
    if usual is not None:
        good = found.recall >= usual.recall + BETTER_BY and found.p99 <= MOST_MS
        target = f"+{BETTER_BY}, p99 <= {MOST_MS:.0f} ms: {verdict(good)}"
    return [what, f"{found.recall:.3f}", f"{found.p50:.1f}", f"{found.p99:.1f}", target]


def _stored(kind: str, database: Database, workspace: int, known: Corpus) -> list[list[str]]:
    rows = []
    for index in ("with the index", "without it"):
        took = filed(database, workspace, known)
        rows.append([f"{kind}, {index}", f"{took.p50:.2f}", f"{took.p99:.2f}"])
        if index == "with the index":
            without_index(database)
    return rows


if __name__ == "__main__":
    main()
