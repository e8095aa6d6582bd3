"""`jira import FILE`: an export's issues and histories, stored as if they had been synced."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from bot.domain.releases import left_out
from bot.domain.statuses import Statuses
from bot.errors import UserError
from bot.models import Product
from bot.store.database import Database
from bot.store.stores import Store
from bot.tracked import Category, Issue
from integrations.jira.exports import ExportReader

BATCH = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought, and what it could not tell."""

    product: str
    project: str
    created: bool
    issues: int
    changes: int
    versions: int
    unknown_statuses: list[str]
    left_out: list[str]
    """Versions that no figure counts: released without a date, or known only from histories."""


class Import:
    """One import into one product of one workspace."""

    def __init__(self, database: Database, workspace: int, now: datetime) -> None:
        self.database = database
        self.workspace = workspace
        self.now = now

    def load(self, path: Path, key: str, zone: str) -> Imported:
        """Store the file in one transaction: all of it or nothing. Raises UserError."""
        return self.database.commit(
            lambda stores: self._load(stores.of(self.workspace), path, key, zone)
        )

    def _load(self, store: Store, path: Path, key: str, zone: str) -> Imported:
        reader = ExportReader(path)
        issues = list(reader.issues())
        if not issues or reader.project is None:
            raise UserError(f"{path} holds no issues.")
        product, created = self._product(store, key, reader.project, zone)
        self._store(store, reader, issues)
        statuses = Statuses(store.syncs.statuses(reader.project))
        return Imported(
            product=product.key,
            project=reader.project,
            created=created,
            issues=len(issues),
            changes=sum(len(issue.changes) for issue in issues),
            versions=len(reader.versions),
            unknown_statuses=statuses.unknown(issues),
            left_out=left_out(reader.versions, issues),
        )

    def _product(self, store: Store, key: str, project: str, zone: str) -> tuple[Product, bool]:
        known = store.products.by_key(key)
        if known is not None and known.project not in (None, project):
            raise UserError(
                f"{known.key} is kept in {known.project}, but the file is of {project}. "
                "Name another product."
            )
        product = known or Product(
            workspace_id=store.workspace, key=key.upper(), name=key.upper(), created_at=self.now
        )
        product.project = project
        if known is None:
            product.zone = zone
        managers = store.products.named_managers(product.id) if product.id else []
        return store.products.add(product, managers), known is None

    def _store(self, store: Store, reader: ExportReader, issues: list[Issue]) -> None:
        assert reader.project is not None
        sync = store.syncs.of(reader.project)
        store.syncs.learn(sync, reader.statuses)
        store.releases.store(reader.versions, self.now)
        statuses = Statuses(store.syncs.statuses(reader.project))
        done = frozenset(
            s.id for s in reader.statuses if statuses.category(s.id, s.name) == Category.DONE
        )
        rest = iter(issues)
        while batch := list(islice(rest, BATCH)):
            store.work.store(batch, done)
        newest = max(issue.updated for issue in issues)
        sync.cursor = max(newest, sync.cursor) if sync.cursor else newest
        sync.first_at, sync.good_at = sync.first_at or self.now, self.now
        sync.traced_with = ""
        store.syncs.save(sync)
