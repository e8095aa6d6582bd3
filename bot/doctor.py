"""`doctor`: looks at everything a running bot needs, and says what to do about each fault."""

import asyncio
from collections.abc import Iterable, Sequence

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import App, slack_client
from bot.errors import BotError, ConfigError, Unavailable
from bot.manifest import scopes
from bot.migrations import newest
from bot.migrations.runner import current
from bot.ports import Finding
from bot.store.stores import Stores
from bot.words import DeliveryState
from integrations.slack.chat import SlackChat
from integrations.slack.faults import as_our_errors

SLACK_SECONDS = 10


async def examine(app: App) -> list[Finding]:
    """Every finding, the good ones too, in the order a newcomer would mend them."""
    found = _database(app)
    if all(finding.ok for finding in found):
        found += await app.database.read(_store)
    found += await _slack(app)
    found += await _jira(app)
    return found


def _database(app: App) -> list[Finding]:
    try:
        schema = current(app.database.writer)
    except Exception as error:  # noqa: BLE001 - whatever keeps us from it is the finding
        fix = "Check DATABASE_URL, and that the server runs or the folder can be written."
        return [Finding("Database", ok=False, detail=str(error).splitlines()[0], fix=fix)]
    if schema != newest():
        detail = f"schema {schema or 'missing'}, needs {newest()}"
        return [Finding("Database", ok=False, detail=detail, fix="Run: python -m bot migrate")]
    return [Finding("Database", ok=True, detail=f"schema {schema}")]


def _store(stores: Stores) -> list[Finding]:
    found = []
    counts = stores.deliveries.counts()
    dead = counts.get(DeliveryState.DEAD, 0)
    found.append(
        Finding(
            "Deliveries",
            ok=not dead,
            detail=f"{dead} given up" if dead else "none given up",
            fix="; ".join(f"{d.kind}: {d.last_error}" for d in stores.deliveries.dead(5)),
        )
    )
    admins = [a for w in stores.workspaces.all() for a in stores.of(w.id or 0).members.admins()]
    fix = "Run: python -m bot admin add U012AB3CD, or set ADMIN_USERS."
    found.append(Finding("Admins", ok=bool(admins), detail=", ".join(admins) or "nobody", fix=fix))
    return found


# --- Slack


async def _slack(app: App) -> list[Finding]:
    if not app.config.slack_bot_token:
        return [_unset("Slack", "SLACK_BOT_TOKEN")]
    async with aiohttp.ClientSession() as session:
        client = slack_client(app.config, session)
        found = await SlackChat(client, session).check()
        if found[0].ok:
            found.append(await _granted(app, client))
            found += await _channels(app, client)
    return found


def _unset(subject: str, setting: str) -> Finding:
    return Finding(subject, ok=False, detail=f"{setting} is not set", fix="See .env.example.")


async def _granted(app: App, client: AsyncWebClient) -> Finding:
    with as_our_errors():
        answer = await client.auth_test()
    header = {k.lower(): v for k, v in dict(answer.headers).items()}.get("x-oauth-scopes", "")
    granted = {scope.strip() for scope in str(header).split(",")}
    missing = [scope for scope in scopes(app.registry) if scope not in granted]
    fix = "Run: python -m bot manifest, paste it at your app's App Manifest page, and reinstall."
    detail = f"missing {', '.join(missing)}" if missing else "all granted"
    return Finding("Slack scopes", ok=not missing, detail=detail, fix=fix)


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
    subject = f"Channel {channel} of {product}"
    fix = "Invite the bot there with /invite, or choose another channel with /product."
    try:
        with as_our_errors():
            answer = await client.conversations_info(channel=channel)
    except BotError as error:
        return Finding(subject, ok=False, detail=str(error), fix=fix)
    place = answer["channel"]
    seen = bool(place.get("is_member")) and not place.get("is_archived")
    return Finding(subject, ok=seen, detail="a member" if seen else "not a member", fix=fix)


# --- Jira


async def _jira(app: App) -> list[Finding]:
    try:
        tracker = app.tracker()
    except (ConfigError, Unavailable) as error:
        return [Finding("Jira", ok=False, detail=str(error), fix="Mend JIRA_URL.")]
    if tracker is None:
        return [Finding("Jira", ok=True, detail="not used: JIRA_URL is not set")]
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
