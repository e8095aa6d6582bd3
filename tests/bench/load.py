"""Load on a web process: signed slash commands over raw, kept-alive connections."""

import asyncio
import hashlib
import hmac
import itertools
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.bench.yardstick import SIGNING_SECRET

HEAD = (
    "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n"
    "X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
)
NOT_STORED = b"nothing was stored"
_numbers = itertools.count(1)


@dataclass(slots=True)
class Load:
    """What came back."""

    seconds: float = 0.0
    statuses: list[int] = field(default_factory=list)
    handed_back: int = 0
    """Answers that say it was not stored: the text went back to its writer."""
    took: list[float] = field(default_factory=list)
    """Seconds from when each was due until it was answered."""

    @property
    def stored(self) -> int:
        """How many were acknowledged as stored."""
        return self.statuses.count(200) - self.handed_back

    @property
    def rate(self) -> float:
        """How many were stored a second."""
        return self.stored / self.seconds

    def percentile(self, share: float) -> float:
        """Nearest rank, in seconds."""
        ranked = sorted(self.took)
        return ranked[max(0, -int(-share * len(ranked)) - 1)]


def ideas(team: str, user: str, channel: str) -> Iterator[bytes]:
    """`/idea` again and again, each another payload, signed when it is made."""
    for number in _numbers:
        fields = {
            "token": "sample",
            "team_id": team,
            "team_domain": "example-corp",
            "channel_id": channel,
            "channel_name": "sample-ideas",
            "user_id": user,
            "user_name": "sample.requester",
            "command": "/idea",
            "text": f"Export the report as CSV, please, for the office of group {number}",
            "api_app_id": "A000000001",
            "response_url": f"http://127.0.0.1:9/commands/{number}",
            "trigger_id": f"{number}.98466.{time.time_ns():x}",
        }
        yield _signed(urlencode(fields).encode())


def _signed(body: bytes) -> bytes:
    at = str(int(time.time()))
    base = b":".join((b"v0", at.encode(), body))
    signature = hmac.new(SIGNING_SECRET.encode(), base, hashlib.sha256).hexdigest()
    head = HEAD.format(length=len(body), at=at, signature=signature)
    return head.encode() + body


class Connection:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, request: bytes, load: Load) -> None:
        """Wait for the whole answer, and note it in `load`."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        lowered = head.lower()
        start = lowered.index(b"content-length:") + 15
        length = int(lowered[start : lowered.index(b"\r\n", start)])
        body = await self._reader.readexactly(length)
        load.statuses.append(int(head[9:12]))
        load.handed_back += NOT_STORED in body

    def close(self) -> None:
        self._writer.close()


async def connections(port: int, number: int) -> list[Connection]:
    return [Connection(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(number)]


async def closed_loop(
    port: int, requests: Sequence[bytes], *, clients: int, seconds: float
) -> Load:
    """Each of `clients` sends its next request when its last was answered."""
    load, waiting = Load(), iter(requests)
    lines = await connections(port, clients)
    begun = time.perf_counter()

    async def client(line: Connection) -> None:
        for request in waiting:
            sent = time.perf_counter()
            if sent - begun >= seconds:
                return
            await line.send(request, load)
            load.took.append(time.perf_counter() - sent)

    await asyncio.gather(*map(client, lines))
    load.seconds = time.perf_counter() - begun
    for line in lines:
        line.close()
    return load


async def open_loop(port: int, requests: Iterator[bytes], *, rate: float, seconds: float) -> Load:
    """`rate` requests a second whatever comes back; each is timed from when it was due."""
    load = Load()
    free = deque(await connections(port, 32))
    begun = time.perf_counter()

    async def client(request: bytes, due: float) -> None:
        line = free.popleft() if free else (await connections(port, 1))[0]
        await line.send(request, load)
        load.took.append(time.perf_counter() - due)
        free.append(line)

    async with asyncio.TaskGroup() as group:
        for number, request in zip(range(int(rate * seconds)), requests, strict=False):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(client(request, due))
    load.seconds = time.perf_counter() - begun
    for line in free:
        line.close()
    return load
