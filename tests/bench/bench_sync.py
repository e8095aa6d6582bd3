"""A backfill of 100,000 issues against the raw limit, and what a pass costs at any size.

The raw limit is the same pages fetched and parsed, nothing else done. TEST_DATA names the folder
with jira/fcrepo.jsonl.gz.
"""

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import islice
from math import inf
from pathlib import Path

import orjson
import requests
from msgspec.structs import replace

from bot.app import App
from bot.cli.opened import GARBAGE
from bot.config import read
from bot.effects import ReadIssues
from bot.store.stores import Stores
from bot.tracked import Issue, IssuePage
from integrations.jira.client import Client, Login
from integrations.jira.expiring import Expiring
from integrations.jira.pace import Pace
from integrations.jira.paging import PAGE
from integrations.jira.reading import read_issues
from tests.bench import children
from tests.bench.bench_idea import furnish
from tests.bench.bench_jira import KNOWN, PROJECT, library, mapped
from tests.bench.pages import ISSUES
from tests.bench.table import show, verdict

BLOCK = 50
"""Pages read by one side before the other reads the same."""
RAW, LIBRARY = 0.7, 4.0
STORED = 10_000
SIZES = (1_000, 100_000)
CHANGED = 100
PASSES = 15
ALIKE = 0.2


def main() -> None:
    """Print the tables."""
    gc.set_threshold(*GARBAGE)
    root = os.environ.get("TEST_DATA")
    if not root:
        sys.exit("TEST_DATA is not set: it names the folder with jira/fcrepo.jsonl.gz")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with served(Path(root, "jira", "fcrepo.jsonl.gz"), folder) as url:
            race = Race(url)
            reading = race.run()
            race.show()
            some = list(_some(url, STORED))
        for name in ("storing", "passes"):
            (folder / name).mkdir()
        _storing(folder / "storing", some, reading)
        _passes(folder / "passes", some)


@contextmanager
def served(export: Path, folder: Path) -> Iterator[str]:
    """The address of the repeated project."""
    port, log = children.free_port(), folder / "pages.log"
    with children.child(
        *("tests.bench.pages", str(export), str(port)), settings={}, log=log
    ) as process:
        children.listening(process, port, log)
        yield f"http://127.0.0.1:{port}"


# --- Fetched, parsed, mapped


def _client(url: str) -> Client:
    return Client(Login(url, "sample-token"), Expiring(time.monotonic), Pace(time.monotonic, inf))


def _page(client: Client, token: str | None) -> IssuePage:
    return read_issues(client, ReadIssues(PROJECT, None, token), {})


def _some(url: str, most: int) -> Iterator[Issue]:
    client, token = _client(url), None
    for _ in range(most // PAGE + 1):
        page = _page(client, token)
        yield from page.issues
        token = page.next
    client.close()


class Race:
    """The same pages read by us, and fetched and parsed only, block by block."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client, self.session = _client(url), requests.Session()
        self.session.trust_env = False
        self.ours = self.raw = self.mapped = self.library = 0.0
        self.shares: list[float] = []
        self.memory: list[float] = []

    def run(self) -> float:
        """Seconds for 1,000 issues, fetched, parsed and mapped."""
        tokens: list[str | None] = [None]
        while tokens[-1] is not None or not self.shares:
            tokens = self._block(tokens[-1])
        self.client.close()
        return self.ours / ISSUES * 1000

    def _block(self, token: str | None) -> list[str | None]:
        """Read one; the tokens of its pages, and that of the next one."""
        tokens = [token]
        ours = _seconds(lambda: self._read(tokens))
        raw = _seconds(lambda: self._fetch(tokens[:-1]))
        answers = [self._answer(token)]
        self.mapped += _seconds(lambda: mapped(answers))
        self.library += _seconds(lambda: library(answers))
        self.ours, self.raw = self.ours + ours, self.raw + raw
        self.shares.append(raw / ours)
        self.memory.append(children.memory(os.getpid())["RSS"])
        return tokens

    def _read(self, tokens: list[str | None]) -> None:
        for _ in range(BLOCK):
            tokens.append(_page(self.client, tokens[-1]).next)
            if tokens[-1] is None:
                return

    def _fetch(self, tokens: list[str | None]) -> None:
        for token in tokens:
            orjson.loads(self._answer(token))

    def _answer(self, token: str | None) -> bytes:
        asked: dict[str, str | int] = {
            "jql": "project = FCREPO",
            "expand": "changelog",
            "startAt": int(token or 0),
            "maxResults": PAGE,
        }
        return self.session.get(f"{self.url}/rest/api/2/search", params=asked).content

    def show(self) -> None:
        """Print the table."""
        share, times = self.raw / self.ours, self.library / self.mapped
        spread = f"{min(self.shares):.2f}-{max(self.shares):.2f} of rounds"
        rows = [
            ["fetched and parsed, nothing else", f"{self.raw:.1f}", "", ""],
            [
                "fetched, parsed and mapped",
                f"{self.ours:.1f}",
                f"{share:.2f}",
                verdict(share >= RAW),
            ],
            ["", "", spread, ""],
            [
                "parsed and mapped, beside the library",
                "",
                f"{times:.1f}x",
                verdict(times >= LIBRARY),
            ],
        ]
        heads = ("", "seconds", "times", f"{RAW}, {LIBRARY:.0f}x")
        show(f"A backfill of {ISSUES:,} issues", heads, rows)
        first, last = self.memory[0], self.memory[-1]
        sys.stdout.write(
            f"RSS after the first block {first:.0f} MiB, at the end {last:.0f} MiB\n\n"
        )


# --- Stored


def _learn(app: App, issues: tuple[Issue, ...], following: str | None = None) -> None:
    learn = app.effects["jira.page"].done
    assert learn is not None
    payload, page = {"project": PROJECT, "since": None}, IssuePage(issues, following)

    def learnt(stores: Stores) -> None:
        learn(payload, page, app.surroundings.context(stores.of(1)))

    app.database.commit(learnt)


def _app(url: str) -> App:
    return App(read({"DATABASE_URL": url, "JIRA_URL": "http://127.0.0.1:9", "JIRA_TOKEN": "x"}))


def _storing(folder: Path, issues: list[Issue], reading: float) -> None:
    rows = [["fetched, parsed and mapped", f"{reading:.2f}"]]
    for kind, (url,) in children.databases(folder, 1):
        furnish(url, KNOWN, PROJECT)
        app = _app(url)
        taken = _seconds(partial(_learn_all, app, issues))
        app.close()
        rows.append([f"stored besides, {kind}", f"{taken / len(issues) * 1000:.2f}"])
    show("What storing costs", ("", "seconds for 1,000"), rows)


def _learn_all(app: App, issues: list[Issue]) -> None:
    rest = iter(issues)
    while page := tuple(islice(rest, PAGE)):
        _learn(app, page, "more")


# --- A pass over what changed


def _passes(folder: Path, issues: list[Issue]) -> None:
    rows = []
    for kind, urls in children.databases(folder, len(SIZES)):
        apps = [_filled(url, size, issues) for url, size in zip(urls, SIZES, strict=True)]
        taken: list[list[float]] = [[] for _ in apps]
        for number in range(1, PASSES + 1):
            page = tuple(_changed(issue, number) for issue in issues[:CHANGED])
            for app, times in zip(apps, taken, strict=True):
                times.append(_seconds(partial(_learn, app, page)))
        for app in apps:
            app.close()
        few, many = (statistics.median(times[2:]) * 1000 for times in taken)
        good = verdict(abs(many / few - 1) <= ALIKE)
        rows.append([kind, f"{few:.1f}", f"{many:.1f}", f"{many / few:.2f}", good])
    title = f"A pass over {CHANGED} changed issues, median of {PASSES}"
    heads = ("store", *(f"ms at {size:,}" for size in SIZES), "times", f"within {ALIKE:.0%}")
    show(title, heads, rows)


def _filled(url: str, size: int, issues: list[Issue]) -> App:
    furnish(url, KNOWN, PROJECT)
    app = _app(url)

    def fill(first: int, stores: Stores) -> None:
        chosen = (issues[n % len(issues)] for n in range(first, min(first + 5000, size)))
        again = [(n // len(issues), i) for n, i in enumerate(chosen, first)]
        stores.of(1).work.store([_again(i, n) for n, i in again], frozenset())

    for first in range(0, size, 5000):
        app.database.commit(partial(fill, first))
    return app


def _again(issue: Issue, number: int) -> Issue:
    return replace(issue, id=f"{issue.id}{number or ''}", key=f"{issue.key}{number or ''}")


def _changed(issue: Issue, number: int) -> Issue:
    later = issue.updated + timedelta(minutes=number)
    return replace(issue, summary=f"Sample change {number}", updated=later)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
