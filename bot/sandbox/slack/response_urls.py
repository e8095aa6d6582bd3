"""response_url: answering where a person acted, even in channels the bot has not joined.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from bot.sandbox.slack.controls import with_ids
from bot.sandbox.slack.errors import Refused
from bot.sandbox.slack.methods.chat import check_blocks
from bot.sandbox.slack.state import Json, ResponseUrl
from bot.sandbox.slack.workspace import Workspace

MOST_USES = 5
SECONDS = 30 * 60


def address(workspace: Workspace, url: ResponseUrl) -> str:
    """Where the app posts to."""
    return f"{workspace.base_url}/actions/{workspace.installation.team_id}/{url.id}"


def answer(workspace: Workspace, url_id: str, body: Json) -> tuple[int, Json]:
    """Show, replace or delete what the app answers: the status and body it hears."""
    url = workspace.response_urls.get(url_id)
    if url is None or workspace.clock() - url.issued_at > SECONDS:
        return 404, {"ok": False, "error": "expired_url"}
    if url.uses >= MOST_USES:
        return 404, {"ok": False, "error": "used_url"}
    try:
        show(workspace, url, body)
    except Refused as refused:
        return 400, refused.answer
    url.uses += 1
    return 200, {"ok": True}


def show(workspace: Workspace, url: ResponseUrl, body: Json) -> None:
    """Put the answer where the person acted. Raises Refused when Slack would not show it."""
    text, blocks = str(body.get("text") or ""), body.get("blocks") or []
    original = workspace.standing(url.message)
    if body.get("delete_original"):
        if original is not None:
            workspace.messages.remove(original)
        return
    if blocks:
        check_blocks(workspace, blocks)
    elif not text:
        raise Refused("no_text")
    if body.get("replace_original") and original is not None:
        original.text, original.blocks = text, with_ids(blocks, original.blocks)
        return
    channel = workspace.channels[url.channel]
    message = workspace.post(channel, workspace.installation.bot_user, text, blocks)
    message.thread_ts = body.get("thread_ts")
    if body.get("response_type") != "in_channel":
        message.ephemeral_for = url.user
