"""How much faster our mapping reads issues than the jira library builds its objects.

Run from the root with TEST_DATA set: `python tests/bench/bench_jira_mapping.py`.
"""

import gc
import gzip
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson
from jira.resilientsession import ResilientSession
from jira.resources import Issue as LibraryIssue

sys.path.insert(0, str(Path(__file__).parents[2]))

from integrations.jira.mapping import issue_from_json

PAGE = 100
ROUNDS = 5
OPTIONS = {"server": "http://127.0.0.1", "rest_path": "api", "rest_api_version": "2"}
SESSION = ResilientSession()


def pages(path: Path) -> list[bytes]:
    """The export's issues as search answers of `PAGE` issues each."""
    with gzip.open(path) as lines:
        issues = [line.strip() for line in lines]
    return [
        b'{"issues":[' + b",".join(issues[start : start + PAGE]) + b"]}"
        for start in range(0, len(issues), PAGE)
    ]


def ours(page: bytes) -> int:
    """Parsed and mapped by us: how many issues."""
    return len([issue_from_json(raw, {}) for raw in orjson.loads(page)["issues"]])


def library(page: bytes) -> int:
    """Parsed and built by the jira library: how many issues."""
    return len([LibraryIssue(OPTIONS, SESSION, raw) for raw in json.loads(page)["issues"]])


def parsed(page: bytes) -> int:
    """Parsed by orjson alone: the floor."""
    return len(orjson.loads(page)["issues"])


def seconds(read: Callable[[bytes], int], answers: list[bytes]) -> float:
    """The best of `ROUNDS` passes over all pages, in seconds."""
    best = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        begun = time.perf_counter()
        for answer in answers:
            read(answer)
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> None:
    """Print the table."""
    root = os.environ.get("TEST_DATA")
    if not root:
        sys.exit("TEST_DATA is not set: it names the folder with jira/fcrepo.jsonl.gz")
    answers = pages(Path(root, "jira", "fcrepo.jsonl.gz"))
    issues = sum(map(parsed, answers))
    took = {read: seconds(read, answers) for read in (library, ours, parsed)}
    out = sys.stdout.write
    out(f"{issues} issues with changelogs, {len(answers)} pages, best of {ROUNDS}\n")
    for read, spent in took.items():
        ratio = took[library] / spent
        out(
            f"{read.__name__:8} {spent:7.3f} s {spent / issues * 1e6:6.0f} us/issue {ratio:6.1f}x\n"
        )


if __name__ == "__main__":
    main()
