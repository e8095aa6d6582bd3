"""`doctor`: looks at everything a running bot needs, and says what to do about each fault."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import App, slack_client
from bot.cli.manifest import scopes
from bot.errors import BotError, ConfigError, Refused, Unavailable
from bot.logs import without_secrets
from bot.migrations import current, newest
from bot.models import ProjectSync
from bot.ports import Finding
from bot.store.stores import Stores
from bot.words import DeliveryState
from integrations.slack.chat import SlackChat
from integrations.slack.faults import as_our_errors

LATE = timedelta(minutes=15)
"""A project read longer ago is behind: it is read every minute."""
LONGEST = 30.0
"""Seconds one system may take to be looked at."""
MISSED = {
    "users:read": "nobody's zone is known: quiet hours count in UTC",
    "users:read.email": "no address is known: customers are not found by their domain",
    "usergroups:read": "user groups give no roles",
    "links:read": "links do not unfold",
}
"""What does not work without a scope, where everything else does."""
REINSTALL = "Run: python -m bot manifest, paste it at your app's App Manifest page, and reinstall."


async def examine(app: App, longest: float = LONGEST) -> list[Finding]:
    """Every finding, the good ones too, in the order a newcomer would mend them.

    Never raises, and gives each system `longest` seconds.
    """
    found = await _guarded("Database", asyncio.to_thread(_database, app), longest)
    stored = all(finding.ok for finding in found)
    if stored:
        found += await _guarded("Database", _store(app), longest)
    found += await _guarded("Slack", _slack(app, stored=stored), longest)
    found += await _guarded("Jira", _jira(app, stored=stored), longest)
    return found


async def _guarded(
    subject: str, looking: Awaitable[list[Finding]], longest: float
) -> list[Finding]:
    try:
        async with asyncio.timeout(longest):
            return await looking
    except TimeoutError:
        detail, fix = f"no answer within {longest:g} seconds", "Check the network, then try again."
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is the finding
        detail, fix = f"cannot be looked at: {_line(error)}", "Mend what stands above, if anything."
    return [Finding(subject, ok=False, detail=detail, fix=fix)]


def _line(error: Exception) -> str:
    lines = without_secrets(str(error)).splitlines()
    return lines[0] if lines else type(error).__name__


# --- The store


def _database(app: App) -> list[Finding]:
    try:
        with app.database.writer.connect() as connection:
            schema = current(connection)
    except Exception as error:  # noqa: BLE001 - whatever keeps us from it is the finding
        fix = "Check DATABASE_URL, and that the server runs or the folder can be written."
        return [Finding("Database", ok=False, detail=_line(error), fix=fix)]
    if schema != newest():
        detail = f"schema {schema or 'missing'}, needs {newest()}"
        return [Finding("Database", ok=False, detail=detail, fix="Run: python -m bot migrate")]
    return [Finding("Database", ok=True, detail=f"schema {schema}")]


async def _store(app: App) -> list[Finding]:
    now = app.clock.now()
    return await app.database.read(
        lambda stores: [
            _deliveries(stores),
            _admins(stores, app.config.admin_users),
            *(_syncs(stores, now) if app.config.jira_url else ()),
        ]
    )


def _deliveries(stores: Stores) -> Finding:
    dead = stores.deliveries.counts().get(DeliveryState.DEAD, 0)
    why = "; ".join(f"{d.kind}: {d.last_error}" for d in stores.deliveries.dead(5))
    detail = f"{dead} given up" if dead else "none given up"
    return Finding("Deliveries", ok=not dead, detail=detail, fix=without_secrets(why))


def _admins(stores: Stores, configured: Sequence[str]) -> Finding:
    stored = [a for w in stores.workspaces.all() for a in stores.of(w.id or 0).members.admins()]
    admins = sorted({*stored, *configured})
    fix = "Run: python -m bot admin add U012AB3CD, or set ADMIN_USERS."
    return Finding("Admins", ok=bool(admins), detail=", ".join(admins) or "nobody", fix=fix)


def _syncs(stores: Stores, now: datetime) -> list[Finding]:
    """How far behind each project in use is, and what its last count of issues found."""
    found = []
    for workspace in stores.workspaces.all():
        store = stores.of(workspace.id or 0)
        projects = {p.project for p in store.products.all() if p.project}
        found += [_sync(store.syncs.of(project), now) for project in sorted(projects)]
    return found


def _sync(sync: ProjectSync, now: datetime) -> Finding:
    subject = f"Sync of {sync.project}"
    if sync.good_at is None:
        detail = "not read yet: a worker does it as soon as it runs"
        return Finding(subject, ok=sync.error is None, detail=detail, fix=sync.error or "")
    behind = max(now - sync.good_at, timedelta())
    detail = f"as of {sync.good_at:%Y-%m-%d %H:%M} UTC, {behind.total_seconds() / 60:.0f} min ago"
    detail += f"; {sync.counted}" if sync.counted else ""
    fix = sync.error or "Check that a worker runs, and what stands below about Jira."
    return Finding(subject, ok=sync.error is None and behind < LATE, detail=detail, fix=fix)


# --- Slack


async def _slack(app: App, *, stored: bool) -> list[Finding]:
    if not app.config.slack_bot_token:
        return [_unset("Slack", "SLACK_BOT_TOKEN")]
    async with aiohttp.ClientSession() as session:
        client = slack_client(app.config, session)
        found = await SlackChat(client, session).check()
        if not found[0].ok:
            return found
        found += [await _granted(app, client), await _connection(app, client)]
        return found + (await _channels(app, client) if stored else [])


def _unset(subject: str, setting: str) -> Finding:
    return Finding(subject, ok=False, detail=f"{setting} is not set", fix="See .env.example.")


async def _granted(app: App, client: AsyncWebClient) -> Finding:
    try:
        with as_our_errors():
            answer = await client.auth_test()
    except BotError as error:
        return Finding("Slack scopes", ok=False, detail=str(error), fix="Try again in a while.")
    header = {k.lower(): v for k, v in dict(answer.headers).items()}.get("x-oauth-scopes", "")
    granted = {scope.strip() for scope in str(header).split(",")}
    missing = [scope for scope in scopes(app.registry) if scope not in granted]
    detail = f"missing {', '.join(map(_missed, missing))}" if missing else "all granted"
    return Finding("Slack scopes", ok=not missing, detail=detail, fix=REINSTALL)


def _missed(scope: str) -> str:
    """A scope that is missing, and what is missed with it where that is not plain."""
    return f"{scope} ({MISSED[scope]})" if scope in MISSED else scope


async def _connection(app: App, client: AsyncWebClient) -> Finding:
    """Whether anything people do can reach us."""
    subject, config = "Slack connection", app.config
    if not config.slack_app_token:
        over_http = bool(config.slack_signing_secret)
        detail = "over HTTP, signed" if over_http else "neither over Socket Mode nor over HTTP"
        fix = "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)."
        return Finding(subject, ok=over_http, detail=detail, fix=fix)
    try:
        with as_our_errors():
            await client.apps_connections_open(app_token=config.slack_app_token)
    except BotError as error:
        fix = "Make an app-level token with connections:write and set it as SLACK_APP_TOKEN."
        return Finding(subject, ok=False, detail=str(error), fix=fix)
    return Finding(subject, ok=True, detail="over Socket Mode")


async def _channels(app: App, client: AsyncWebClient) -> list[Finding]:
    wanted = await app.database.read(_places)
    return list(await asyncio.gather(*(_channel(client, *place) for place in wanted)))


def _places(stores: Stores) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for workspace in stores.workspaces.all():
        store = stores.of(workspace.id or 0)
        for product in store.products.all():
            found |= {d.channel: product.key for d in store.digests.of_product(product.id or 0)}
            if product.triage_channel:
                found[product.triage_channel] = product.key
    return sorted(found.items())


async def _channel(client: AsyncWebClient, channel: str, product: str) -> Finding:
    """Whether the bot can post there and find its posts again.

    Asked of the history, which it may read: `conversations.info` would need scopes of its own.
    """
    subject = f"Channel {channel} of {product}"
    fix = "Invite the bot there with /invite, or choose another channel with /product."
    try:
        with as_our_errors():
            await client.conversations_history(channel=channel, limit=1)
    except Refused as error:
        lacks = error.code == "missing_scope"
        return Finding(subject, ok=False, detail=str(error), fix=REINSTALL if lacks else fix)
    except BotError as error:
        return Finding(subject, ok=False, detail=str(error), fix="Try again in a while.")
    return Finding(subject, ok=True, detail="a member")


# --- Jira


async def _jira(app: App, *, stored: bool) -> list[Finding]:
    if app.config.jira_url is None:
        return [Finding("Jira", ok=True, detail="not used: JIRA_URL is not set")]
    if not stored:
        return [Finding("Jira", ok=False, detail="not looked at", fix="Mend the database first.")]
    try:
        tracker = app.tracker()
    except (ConfigError, Unavailable) as error:
        return [Finding("Jira", ok=False, detail=_line(error), fix="Mend JIRA_URL.")]
    assert tracker is not None
    try:
        return await tracker.check()
    except BotError as error:
        return [Finding("Jira", ok=False, detail=str(error), fix="Check JIRA_URL and JIRA_TOKEN.")]
    finally:
        await tracker.close()


def table(findings: Sequence[Finding]) -> Iterable[str]:
    """The findings as lines."""
    width = max((len(finding.subject) for finding in findings), default=0)
    for finding in findings:
        sign = "ok  " if finding.ok else "FIX "
        yield f"{sign} {finding.subject:<{width}}  {finding.detail}"
        if not finding.ok and finding.fix:
            yield f"     {'':<{width}}  -> {finding.fix}"
