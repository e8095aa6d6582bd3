"""What the weekly digests are computed from, read from the store."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from bot.domain import digests
from bot.domain.calendar import Window, instant, local, week_of
from bot.domain.capacity import TeamPlan
from bot.domain.checkins import About, Subject, subject
from bot.domain.digests import Figures
from bot.domain.facts import Facts, narrowed
from bot.domain.forecast import DAYS_KNOWN
from bot.domain.releases import Slip
from bot.domain.statuses import Statuses
from bot.feature import Links
from bot.job import JobContext
from bot.message import Message
from bot.models import Digest, Product, Snooze
from bot.services import staffing
from bot.services.finished import with_earlier
from bot.store.stores import Store
from bot.tracked import Issue
from bot.views import digests as views
from bot.views.digests import Backdrop
from bot.words import DigestKind, DigestShape

SALES = DigestShape.SALES
FARTHEST_BACK = timedelta(days=DAYS_KNOWN)
"""What was done before and not changed since enters no figure; open work always does."""


def said(context: JobContext) -> list[Message]:
    """What a subscription's digest says, as of the local day it is due."""
    digest = context.store.digests.by_id(context.subject)
    product = context.store.products.by_id(digest.product_id) if digest else None
    if digest is None or product is None:
        raise LookupError(f"nobody subscribes to digest {context.subject} any more")
    store, as_of = context.store, local(context.now, product.zone).date()
    everything = facts(store, product, as_of)
    known = narrowed(everything, digest.initiatives, digest.releases)
    if digest.kind is DigestKind.PROGRESS:
        known = with_earlier(known, store, product, digest.initiatives)
    behind = backdrop(store, product, everything, context.links.jira, digest.shape)
    figures = computed(digest.kind, known, teams(digest.kind, product, store, as_of))
    return views.digest(figures, _narrowed(behind, digest, everything))


def teams(kind: DigestKind, product: Product, store: Store, as_of: date) -> list[TeamPlan]:
    """The teams one kind weighs: none but for capacity."""
    return staffing.plans(product, store, as_of) if kind is DigestKind.CAPACITY else []


def computed(kind: DigestKind, facts: Facts, teams: Sequence[TeamPlan]) -> Figures:
    """The figures of one kind."""
    match kind:
        case DigestKind.PROGRESS:
            return digests.progress(facts)
        case DigestKind.BLOCKERS:
            return digests.blockers(facts)
        case DigestKind.CAPACITY:
            return digests.capacity(facts, teams)


def _narrowed(behind: Backdrop, digest: Digest, facts: Facts) -> Backdrop:
    """The same for a subscription's readers. Of a part of the work no requests are told, and
    promises and words of its own alone."""
    if not (digest.initiatives or digest.releases):
        return behind
    titles = {issue.id: issue.summary for issue in facts.issues}
    names = [titles.get(issue, issue) for issue in digest.initiatives]
    names += [behind.versions.get(version, version) for version in digest.releases]
    promises = [one for one in behind.promises if one[1] in digest.releases]
    subjects = {str(Subject(About.RELEASE, version)) for version in digest.releases}
    subjects |= {str(Subject(About.INITIATIVE, issue)) for issue in digest.initiatives}
    words = [one for one in behind.words if one.subject in subjects]
    part = replace(behind, only=names, promises=promises, words=words)
    return replace(part, filed=0, answers=(), returned=0, shipped=())


def is_behind(store: Store, subject: int, links: Links, due: datetime) -> bool:
    """Whether the Jira project behind a subscription was not read up to when it was due."""
    digest = store.digests.by_id(subject)
    product = store.products.by_id(digest.product_id) if digest else None
    if links.jira is None or product is None or product.project is None:
        return False
    good_at = store.syncs.of(product.project).good_at
    return good_at is None or good_at < due


def facts(store: Store, product: Product, as_of: date) -> Facts:
    """A product's work items and releases, to be seen as of `as_of` 00:00 in its zone."""
    since = instant(as_of - FARTHEST_BACK, product.zone)
    issues = store.work.of_project(product.project or "", since)
    return facts_of(issues, store, product, as_of)


def facts_of(issues: Sequence[Issue], store: Store, product: Product, as_of: date) -> Facts:
    """Some of a product's work items, and its releases."""
    project = product.project or ""
    return Facts(
        product=product.key,
        zone=product.zone,
        as_of=as_of,
        issues=issues,
        versions=[release.as_version() for release in store.releases.of_project(project)],
        statuses=Statuses(store.syncs.statuses(project)),
        slips=slips(store, project),
        first_sync=store.syncs.of(project).first_at,
    )


def slips(store: Store, project: str) -> list[Slip]:
    """Every release date of a project that moved, in the order seen."""
    return [
        Slip(release.version_id, slip.from_date, slip.to_date, slip.seen_at)
        for release, slip in store.releases.slips(project)
    ]


def backdrop(
    store: Store,
    product: Product,
    facts: Facts,
    jira: str | None,
    shape: DigestShape = DigestShape.TEAM,
) -> Backdrop:
    """What the figures are shown with: names, addresses, the week's ideas and answers."""
    sync = store.syncs.of(product.project or "")
    window = facts.window
    behind = Backdrop(
        product=product.name,
        zone=product.zone,
        jira=jira,
        titles={issue.key: issue.summary for issue in facts.issues},
        people={**staffing.names(product, store, facts.as_of), **_owners(facts)},
        versions={release.id: release.name for release in facts.versions},
        good_at=sync.good_at,
        error=sync.error or "",
        filed=store.ideas.filed_between(product.id or 0, window.start, window.end),
        answers=store.decisions.between(product.id or 0, window.start, window.end),
        returned=store.decisions.returned_between(product.id or 0, window.start, window.end),
        promises=store.idea_issues.promised(product.id or 0),
        snoozed=_snoozed(store, facts),
        shape=shape,
    )
    behind = _with_words(behind, store, product, facts)
    return _with_customers(behind, store, product, window) if shape is SALES else behind


def _with_words(behind: Backdrop, store: Store, product: Product, facts: Facts) -> Backdrop:
    """The same with what owners said for this week; whoever sells hears of releases alone."""
    found = store.checkins.said(product.id or 0, week_of(facts.as_of))
    said = [(one, subject(one.subject)) for one in found]
    ids = {of.id for _, of in said if of.about is About.INITIATIVE and behind.shape is not SALES}
    keys = {issue.id: issue.key for issue in facts.issues if issue.id in ids}
    told = [one for one, of in said if of.about is About.RELEASE or of.id in keys]
    return replace(behind, words=told, initiatives=keys)


def _owners(facts: Facts) -> Mapping[str, str]:
    return {i.assignee: i.assignee_name or i.assignee for i in facts.issues if i.assignee}


def _snoozed(store: Store, facts: Facts) -> Mapping[str, Snooze]:
    """What was put off, by the facts' day and beyond it, by key."""
    keys, zone = {issue.id: issue.key for issue in facts.issues}, facts.zone
    found = store.blockers.snoozed(facts.as_of)
    return {
        keys[snooze.issue_id]: snooze
        for snooze in found
        if snooze.issue_id in keys and local(snooze.at, zone).date() <= facts.as_of
    }


def _with_customers(behind: Backdrop, store: Store, product: Product, window: Window) -> Backdrop:
    """The same with what shipped, and for whom everything is."""
    shipped = store.idea_issues.shipped_between(product.id or 0, window.start, window.end)
    told = [idea for idea, _ in (*shipped, *behind.promises, *behind.answers)]
    customers = store.support.customers([idea.id for idea in told if idea.id is not None])
    return replace(behind, shipped=shipped, customers=customers)
