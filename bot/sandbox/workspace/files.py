"""Uploads as the page shows them: pictures as pictures, anything else to be saved."""

import mimetypes

from aiohttp import web

from bot.sandbox.slack import File

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""Kinds that hold nothing to run."""


def served(file: File | None) -> web.Response:
    """The upload's bytes; 404 for none."""
    if file is None or file.content is None:
        raise web.HTTPNotFound
    kind = mimetypes.guess_type(file.name)[0]
    if kind in PICTURES:
        return web.Response(body=file.content, content_type=kind)
    return web.Response(
        body=file.content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": "attachment"},
    )
