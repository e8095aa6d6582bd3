"""Releases as Jira holds them, and how their dates moved."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.models import Release, Slip
from bot.store.among import among
from bot.tracked import Version


class Releases:
    """The releases of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def of_project(self, project: str) -> list[Release]:
        """A project's releases, by date; the undated ones last."""
        rows = select(Release).where(
            Release.workspace_id == self.workspace, Release.project == project
        )
        order = (col(Release.release_date).is_(None), col(Release.release_date), col(Release.name))
        return list(self.session.exec(rows.order_by(*order)))

    def coming(self, project: str) -> list[Release]:
        """A project's releases that are not out, the next one first."""
        return [r for r in self.of_project(project) if not r.released and not r.archived]

    def out(self, project: str) -> list[Release]:
        """A project's releases that are out, the latest first."""
        found = [r for r in self.of_project(project) if r.released and not r.archived]
        return sorted(found, key=lambda release: release.release_date or date.min, reverse=True)

    def known(self, versions: Sequence[str]) -> dict[str, Release]:
        """Releases by their version's id."""
        rows = select(Release).where(
            Release.workspace_id == self.workspace, among(col(Release.version_id), versions)
        )
        return {release.version_id: release for release in self.session.exec(rows)}

    def store(self, versions: Iterable[Version], seen: datetime) -> list[Release]:
        """Store what was read at `seen`; a moved date is a slip. Returns what became released."""
        read = list(versions)
        known = self.known([version.id for version in read])
        return [
            release
            for version in read
            if (release := self._stored(known.get(version.id), version, seen)) is not None
        ]

    def _stored(self, known: Release | None, version: Version, seen: datetime) -> Release | None:
        release = known or Release(
            workspace_id=self.workspace, version_id=version.id, project="", name=""
        )
        was_released, was_due = release.released, release.release_date
        release.project, release.name = version.project, version.name
        release.start_date, release.release_date = version.start_date, version.release_date
        release.released, release.archived = version.released, version.archived
        release.driver = version.driver
        self.session.add(release)
        self.session.flush()
        if known is not None and was_due != version.release_date:
            self._slipped(release, was_due, seen)
        return release if version.released and not was_released else None

    def _slipped(self, release: Release, was_due: date | None, seen: datetime) -> None:
        assert release.id is not None
        self.session.add(
            Slip(
                workspace_id=self.workspace,
                release_id=release.id,
                from_date=was_due,
                to_date=release.release_date,
                seen_at=seen,
            )
        )

    def slips(self, project: str) -> list[tuple[Release, Slip]]:
        """Every moved date of a project, in the order seen."""
        rows = (
            select(Release, Slip)
            .join(Slip, col(Slip.release_id) == Release.id)
            .where(Release.workspace_id == self.workspace, Release.project == project)
        )
        return list(self.session.exec(rows.order_by(col(Slip.id))))
