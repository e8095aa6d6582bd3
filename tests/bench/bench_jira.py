"""1,019 real issues with their histories: parsed and mapped, then stored, against the library.

The yardstick is what the jira library builds from the same pages. TEST_DATA names the folder
with jira/fcrepo.jsonl.gz.
"""

import gc
import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from jira.resilientsession import ResilientSession
from jira.resources import Issue as LibraryIssue

from bot.app import App
from bot.config import read
from bot.store.stores import Stores
from bot.tracked import IssuePage
from integrations.jira import shapes
from integrations.jira.mapping import issue_of
from tests.bench import children
from tests.bench.bench_idea import furnish
from tests.bench.table import show, verdict

PAGE = 100
ROUNDS = 5
OPTIONS = {"server": "http://127.0.0.1", "rest_path": "api", "rest_api_version": "2"}
SESSION = ResilientSession()
PROJECT = "FCREPO"
KNOWN = {"team": "T000000001", "user": "U000000002", "intake": "C000000003", "triage": "C000000004"}
MAPPED, STORED = 4.0, 2.0
"""How many times faster than the library we mean to be."""

Read = Callable[[list[bytes]], object]


def pages(path: Path) -> list[bytes]:
    """The export's issues as search answers of `PAGE` issues each."""
    with gzip.open(path) as lines:
        issues = [line.strip() for line in lines]
    return [
        b'{"issues":[' + b",".join(issues[start : start + PAGE]) + b"]}"
        for start in range(0, len(issues), PAGE)
    ]


def library(answers: list[bytes]) -> object:
    """What the jira library builds."""
    return [
        [LibraryIssue(OPTIONS, SESSION, raw) for raw in json.loads(answer)["issues"]]
        for answer in answers
    ]


def mapped(answers: list[bytes]) -> object:
    """What we map."""
    return [_page(answer) for answer in answers]


def _page(answer: bytes, following: str | None = None) -> IssuePage:
    found = tuple(issue_of(raw, {}) for raw in shapes.issues({}).decode(answer).issues or ())
    return IssuePage(found, following)


class Store:
    """What a first sync does: mapped, stored, followed, committed page by page; fresh each time."""

    def __init__(self, urls: list[str]) -> None:
        self._fresh = iter(urls)

    def __call__(self, answers: list[bytes]) -> object:
        url = next(self._fresh)
        app = App(read({"DATABASE_URL": url, "JIRA_URL": "http://127.0.0.1:9", "JIRA_TOKEN": "x"}))
        learn = app.effects["jira.page"].done
        assert learn is not None
        payload = {"project": PROJECT, "since": None}

        def learnt(stores: Stores, page: IssuePage) -> None:
            learn(payload, page, app.surroundings.context(stores.of(1)))

        for left, answer in zip(reversed(range(len(answers))), answers, strict=True):
            page = _page(answer, "more" if left else None)
            app.database.commit(partial(learnt, page=page))
        app.close()
        return app


def main() -> None:
    """Print the table."""
    root = os.environ.get("TEST_DATA")
    if not root:
        sys.exit("TEST_DATA is not set: it names the folder with jira/fcrepo.jsonl.gz")
    answers = pages(Path(root, "jira", "fcrepo.jsonl.gz"))
    rows = [_compared("mapped", mapped, answers, MAPPED)]
    with tempfile.TemporaryDirectory() as made:
        for kind, urls in children.databases(Path(made), ROUNDS + 1):
            for url in urls:
                furnish(url, KNOWN, PROJECT)
            rows.append(_compared(f"stored, {kind}", Store(urls), answers, STORED))
    issues = sum(len(json.loads(answer)["issues"]) for answer in answers)
    title = f"{issues} issues with changelogs in {len(answers)} pages, median of {ROUNDS} rounds"
    show(title, ("what", "library s", "ours s", "times faster", "of rounds", "target"), rows)


def _compared(what: str, ours: Read, answers: list[bytes], target: float) -> list[str]:
    rounds = [(_seconds(library, answers), _seconds(ours, answers)) for _ in range(ROUNDS + 1)][1:]
    ratios = [theirs / own for theirs, own in rounds]
    ratio = statistics.median(ratios)
    theirs, own = (statistics.median(pair[n] for pair in rounds) for n in (0, 1))
    spread = f"{min(ratios):.1f}-{max(ratios):.1f}"
    met = f"{target:.0f}x: {verdict(ratio >= target)}"
    return [what, f"{theirs:.3f}", f"{own:.3f}", f"{ratio:.1f}", spread, met]


def _seconds(read_all: Read, answers: list[bytes]) -> float:
    gc.collect()
    begun = time.perf_counter()
    read_all(answers)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
