"""Homes and unfolded links: what is shown beside messages and forms."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.effects import PublishHome, Unfurl
from bot.errors import Refused
from bot.views.modals import home
from integrations.slack.faults import as_our_errors

GONE = frozenset({"cannot_find_message", "cannot_unfurl_message", "channel_not_found"})
"""Slack's words for a message that was deleted, or whose links its author folded."""


async def publish(client: AsyncWebClient, effect: PublishHome) -> None:
    """Show a person their Home. Without a hash: the newest drawing always wins."""
    with as_our_errors():
        await client.views_publish(user_id=effect.user, view=dict(home(effect.page)))


async def unfurl(client: AsyncWebClient, effect: Unfurl) -> None:
    """Show cards below the links of a message, if it is still there to show them."""
    cards = {url: {"blocks": list(card.blocks)} for url, card in effect.cards.items()}
    try:
        with as_our_errors():
            await client.chat_unfurl(channel=effect.at.channel, ts=effect.at.ts, unfurls=cards)
    except Refused as error:
        if error.code not in GONE:
            raise
