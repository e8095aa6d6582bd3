"""Similar ideas: candidates from the store's own full text, ranked by the rules all stores share.

Both statements look at so many matches at most, then hand over the best: however many ideas there
are that share words with a text, a search stays short.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Integer, TextClause, TextualSelect, column, text
from sqlmodel import Session, col, select

from bot.domain.similarity import LEAST_ALIKE, WORD, Candidate, ranked, shared
from bot.models import Alike, Idea
from bot.store.merges import Merges
from bot.words import Status

MOST_MATCHES = 5000
MOST_CANDIDATES = 50

SQLITE = """
SELECT id, title FROM (
    SELECT idea.id, idea.title, bm25(idea_words) AS place
    FROM idea_words CROSS JOIN idea ON idea.id = idea_words.rowid
    WHERE idea_words MATCH :wanted AND idea.workspace_id = :workspace
        AND idea.status <> 'withdrawn'
    LIMIT :matches
) ORDER BY place LIMIT :candidates
"""
POSTGRES = """
SELECT id, title FROM (
    SELECT idea.id, idea.title, ts_rank(idea_words.words, wanted, 1) AS place
    FROM to_tsquery('english', :wanted) AS wanted, idea_words JOIN idea ON idea.id = idea_id
    WHERE words @@ wanted AND idea.workspace_id = :workspace
        AND idea.status <> 'withdrawn'
    LIMIT :matches
) AS matches ORDER BY place DESC LIMIT :candidates
"""


class Dialect(NamedTuple):
    """How a store is asked."""

    statement: TextClause
    both: str
    """Between words that must stand in one title."""
    either: str
    quote: str
    prefix: str
    """After a word that may go on."""


DIALECTS = {
    "sqlite": Dialect(text(SQLITE), " AND ", " OR ", '"', " *"),
    "postgresql": Dialect(text(POSTGRES), " & ", " | ", "'", ":*"),
}


class Similar:
    """The titles of one workspace's ideas."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def find(
        self, words: str, most: int, *, but: Collection[int] = (), least: float = LEAST_ALIKE
    ) -> list[Idea]:
        """The ideas whose titles are most like `words`, likest first.

        A duplicate stands for what it was merged into. Those in `but` are left out, as are
        withdrawn ones, and all less like it than `least`.
        """
        candidates = [one for one in self._candidates(words) if one.id not in but]
        found = [row for row, like in ranked(words, candidates) if like >= least]
        return self.standing(found, most, but=but)

    def standing(self, ideas: Sequence[int], most: int, *, but: Collection[int] = ()) -> list[Idea]:
        """What these ideas lead to by now, each once, in their order; what was withdrawn is left
        out, and what is in `but`."""
        roots = Merges(self.session, self.workspace).roots(ideas)
        led = dict.fromkeys(roots[one] for one in ideas if one in roots)
        wanted = [one for one in led if one not in but][:most]
        rows = select(Idea).where(Idea.workspace_id == self.workspace, col(Idea.id).in_(wanted))
        known = {idea.id: idea for idea in self.session.exec(rows)} if wanted else {}
        return [known[one] for one in wanted]

    # --- What was found before

    def known(self, idea: int) -> Alike | None:
        """What was found to be like an idea; None where nobody looked."""
        return self.session.get(Alike, idea)

    def know(self, alike: Alike) -> None:
        """Remember it."""
        self.session.merge(alike)

    def holding(self, words: str, most: int) -> list[Idea]:
        """The newest ideas whose titles hold what was typed, be it part of a word."""
        rows = select(Idea).where(
            Idea.workspace_id == self.workspace,
            col(Idea.status).not_in((Status.WITHDRAWN, Status.DUPLICATE)),
            col(Idea.title).icontains(words, autoescape=True),
        )
        return list(self.session.exec(rows.order_by(col(Idea.number).desc()).limit(most)))

    def _candidates(self, words: str) -> list[Candidate]:
        groups = shared(words)
        if not groups:
            return []
        asked = DIALECTS[self.session.get_bind().dialect.name]
        values = {
            "wanted": _query(groups, asked),
            "workspace": self.workspace,
            "matches": MOST_MATCHES,
            "candidates": MOST_CANDIDATES,
        }
        return [Candidate(*row) for row in self.session.execute(asked.statement, values)]


BEGINNING = {
    "sqlite": "SELECT rowid AS id FROM idea_words WHERE idea_words MATCH :{name}",
    "postgresql": "SELECT idea_id AS id FROM idea_words "
    "WHERE words @@ to_tsquery('english', :{name})",
}


def beginning(part: str, place: int, dialect: str) -> TextualSelect | None:
    """The rows, of any workspace, with a word in their title that begins like each of a part's;
    None for one without. `place` tells it from other parts of the same statement."""
    words = WORD.findall(part.casefold())
    if not words:
        return None
    name, asked = f"part_{place}", DIALECTS[dialect]
    wanted = asked.both.join(f"{asked.quote}{word}{asked.quote}{asked.prefix}" for word in words)
    found = text(BEGINNING[dialect].format(name=name)).bindparams(**{name: wanted})
    return found.columns(column("id", Integer))


def _query(groups: Sequence[Sequence[str]], asked: Dialect) -> str:
    """Any of the groups, each whole; the words hold letters and digits alone."""
    quote = asked.quote
    wholes = [asked.both.join(f"{quote}{word}{quote}" for word in group) for group in groups]
    return asked.either.join(f"({whole})" for whole in wholes)
