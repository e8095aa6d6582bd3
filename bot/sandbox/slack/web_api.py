"""The HTTP side: the Web API, response_urls and uploads.

https://docs.slack.dev/apis/web-api
"""

import json

from aiohttp import web

from bot.sandbox.faults import Faults
from bot.sandbox.slack import response_urls
from bot.sandbox.slack.arguments import Arguments, sent
from bot.sandbox.slack.errors import Refused
from bot.sandbox.slack.installation import METHOD_SCOPES
from bot.sandbox.slack.methods import METHODS
from bot.sandbox.slack.socket_mode import SocketMode
from bot.sandbox.slack.state import Call, Json
from bot.sandbox.slack.weather import answered
from bot.sandbox.slack.workspace import Workspace

CONNECT = "apps.connections.open"


class WebApi:
    """Answers the app's calls from the workspace."""

    def __init__(self, workspace: Workspace, faults: Faults, sockets: SocketMode) -> None:
        self._workspace = workspace
        self._faults = faults
        self._sockets = sockets

    def routes(self) -> list[web.RouteDef]:
        """What the server listens to."""
        return [
            web.route("*", "/api/{method}", self._method),
            web.post("/actions/{team}/{id}", self._response_url),
            web.post("/upload/v1/{id}", self._upload),
            web.get("/files-pri/{id}/download/{name}", self._download),
            web.get("/link/", self._sockets.serve),
        ]

    def _call(self, method: str, arguments: Json) -> Call:
        call = Call(method, arguments, self._workspace.clock())
        self._workspace.record(call)
        return call

    async def _method(self, request: web.Request) -> web.Response:
        call = self._call(request.match_info["method"], {})

        async def work() -> tuple[int, Json]:
            try:
                call.arguments = await sent(request)
                token = _token(request, call.arguments.pop("token", ""))
                return 200, self._done(call, token)
            except Refused as refused:
                return 200, refused.answer

        response = await answered(self._faults, request, call, work)
        response.headers["x-oauth-scopes"] = ",".join(sorted(self._workspace.installation.scopes))
        return response

    def _done(self, call: Call, token: str) -> Json:
        app = self._workspace.installation
        if call.method not in (*METHODS, CONNECT):
            raise Refused("unknown_method", req_method=call.method)
        if not token:
            raise Refused("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise Refused("invalid_auth")
        if (token == app.app_token) != (call.method == CONNECT):
            raise Refused("not_allowed_token_type")
        if call.method == CONNECT:
            return {"ok": True, "url": self._socket_url()}
        arguments = Arguments(call.arguments, app.scopes)
        if call.method in METHOD_SCOPES:
            arguments.need(METHOD_SCOPES[call.method])
        return METHODS[call.method](self._workspace, arguments)

    def _socket_url(self) -> str:
        base = self._workspace.base_url.replace("http", "ws", 1)
        return f"{base}/link/?ticket={self._sockets.ticket()}"

    async def _response_url(self, request: web.Request) -> web.Response:
        body = await _json_body(request)
        call = self._call("response_url", body)

        async def work() -> tuple[int, Json]:
            return response_urls.answer(self._workspace, request.match_info["id"], body)

        return await answered(self._faults, request, call, work)

    async def _download(self, request: web.Request) -> web.Response:
        """A file's bytes, for whoever shows the bot's token; a page to sign in to anybody else."""
        call = self._call("download", {"file": request.match_info["id"]})
        file = self._workspace.files.get(request.match_info["id"])
        known = _token(request, "") == self._workspace.installation.bot_token

        async def work() -> tuple[int, Json]:
            return (200, {"ok": True}) if known and file else (404 if known else 302, {"ok": False})

        response = await answered(self._faults, request, call, work)
        if response.status != 200 or file is None:
            return response
        return web.Response(body=file.content, content_type="text/calendar")

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        call = self._call("upload", {"file": request.match_info["id"], "length": len(content)})

        async def work() -> tuple[int, Json]:
            file = self._workspace.files.get(request.match_info["id"])
            if file is None or file.size != len(content):
                return 400, {"ok": False, "error": "invalid_upload"}
            file.content = content
            return 200, {"ok": True}

        response = await answered(self._faults, request, call, work)
        return web.Response(status=response.status, text="OK" if call.ok else "error")


def _token(request: web.Request, argument: object) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ") or str(argument)


async def _json_body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
