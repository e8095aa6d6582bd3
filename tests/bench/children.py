"""Processes a bench measures: started with an environment of their own, ended by their id."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests import stores

ROOT = Path(__file__).parents[2]
WITHIN = 30.0


@contextmanager
def child(
    *module: str, settings: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m module ...`, ended on leaving."""
    environment = {**settings, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=log.parent,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def listening(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the child listens; RuntimeError with its log when it ends before."""
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError(f"no server on {port}:\n{log.read_text()[-3000:]}")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def stand_ins(folder: Path, *options: str) -> Iterator[dict[str, Any]]:
    """Slack and Jira in a process of their own: the settings that lead to them, and ids."""
    log = folder / "standins.log"
    with child("tests.bench.standins", *options, settings={}, log=log) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(log.read_text()[-3000:])
        yield json.loads(line)


def sqlite(folder: Path, name: str) -> str:
    """The URL of a fresh, migrated SQLite file."""
    url = f"sqlite:///{folder / name}.db"
    stores.prepare(url)
    return url


def databases(folder: Path, count: int) -> Iterator[tuple[str, list[str]]]:
    """`count` fresh databases of each kind, gone when the next kind is asked for."""
    yield "SQLite", [sqlite(folder, f"bench{n}") for n in range(count)]
    try:
        with stores.server() as server, _several(server, count) as urls:
            yield "PostgreSQL", urls
    except stores.NoPostgres as error:
        sys.stderr.write(f"PostgreSQL left out: {error}\n")


@contextmanager
def _several(server: str, count: int) -> Iterator[list[str]]:
    with ExitStack() as stack:
        urls = [stack.enter_context(stores.postgres(server)) for _ in range(count)]
        for url in urls:
            stores.prepare(url)
        yield urls


def memory(pid: int) -> dict[str, float]:
    """RSS and PSS of a process, in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kib = {line.split(":")[0]: float(line.split()[1]) for line in lines}
    return {"RSS": kib["Rss"] / 1024, "PSS": kib["Pss"] / 1024}
