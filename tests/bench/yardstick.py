"""Bolt as small as it gets, served as the bot's web process is served; nothing of the bot in it."""

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SIGNING_SECRET = "sample-signing-secret"


def bolt() -> AsyncApp:
    """An app of one workspace, offline, with Bolt's own signature check."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T000000001", bot_user_id="U000000001", bot_token="xoxb-1"
        )

    return AsyncApp(
        signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=True
    )


def serve(app: AsyncApp, port: int) -> None:
    """Serve Bolt as the bot's own web process is served."""
    handler = AsyncSlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    web = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
    uvicorn.run(web, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off")
