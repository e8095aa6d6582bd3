"""What the page answers to: this machine, and pages it served itself.

Any web page may send requests to loopback, under a name of its own too (DNS rebinding), so the
name called and the page that calls are both checked.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

LOCAL = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Answering) -> web.StreamResponse:
    """Refuse strangers with 403, and let nothing run that the page did not bring."""
    if not _is_ours(request):
        return web.Response(status=403, text="This page is for this machine alone.\n")
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


def _is_ours(request: web.Request) -> bool:
    name = request.host.rpartition(":")[0] or request.host
    if name not in LOCAL:
        return False
    origin = request.headers.get("Origin")
    asks_much = request.method != "GET" or "Upgrade" in request.headers
    return origin == f"http://{request.host}" if asks_much or origin else True
