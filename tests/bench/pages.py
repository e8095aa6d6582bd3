"""A Data Center Jira that only answers a search, as fast as it can: a real project repeated.

`python -m tests.bench.pages EXPORT PORT`, an export of one issue a line (.jsonl.gz).
"""

import gzip
import re
import sys
from pathlib import Path

from aiohttp import web

ISSUES = 100_000
STEP = 1_000_000
"""Between the ids of one repetition and the next."""
NUMBERED = re.compile(rb'^(\{.*?"id":")(\d+)(".*?"key":")([A-Z]+-)(\d+)"')
"""The id and the key of the issue itself, at the start of its line."""


class Repeated:
    """The issues of an export again and again, each time under other ids and keys."""

    def __init__(self, export: Path) -> None:
        with gzip.open(export) as lines:
            self._parts = [_parted(line.strip()) for line in lines]

    def page(self, start: int, size: int) -> bytes:
        """The answer to a search from `start` on."""
        issues = b",".join(self._issue(n) for n in range(start, min(start + size, ISSUES)))
        head = f'{{"startAt":{start},"maxResults":{size},"total":{ISSUES},"issues":['.encode()
        return head + issues + b"]}"

    def _issue(self, number: int) -> bytes:
        again, place = divmod(number, len(self._parts))
        begin, id_, middle, prefix, key, rest = self._parts[place]
        ids = str(int(id_) + again * STEP).encode(), str(int(key) + again * STEP).encode()
        return b"".join((begin, ids[0], middle, prefix, ids[1], b'"', rest))


def _parted(line: bytes) -> tuple[bytes, ...]:
    found = NUMBERED.match(line)
    if found is None:
        raise ValueError(f"not an issue: {line[:80]!r}")
    return (*found.groups(), line[found.end() :])


def main(export: str, port: int) -> None:
    """Serve until ended."""
    repeated = Repeated(Path(export))

    async def search(request: web.Request) -> web.Response:
        asked = request.query
        body = repeated.page(int(asked["startAt"]), int(asked["maxResults"]))
        return web.Response(body=body, content_type="application/json")

    async def server_info(_: web.Request) -> web.Response:
        return web.json_response({"deploymentType": "Server", "version": "9.12.0"})

    async def fields(_: web.Request) -> web.Response:
        return web.json_response([])

    async def project(request: web.Request) -> web.Response:
        return web.json_response({"id": "10000", "key": request.match_info["key"]})

    app = web.Application()
    app.router.add_get("/rest/api/2/search", search)
    app.router.add_get("/rest/api/2/serverInfo", server_info)
    app.router.add_get("/rest/api/2/field", fields)
    app.router.add_get("/rest/api/2/project/{key}", project)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
