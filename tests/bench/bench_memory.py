"""Memory of the idle bot against a no-op Bolt app that holds the same libraries."""

import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import children
from tests.bench.bench_idea import furnish, served, settings
from tests.bench.table import show, verdict

IDLE = 5.0
TARGET = 1.2
MOST_MISSING = 10
"""Modules made at run time cannot be imported by name."""
UNWANTED = ("alembic", "matplotlib", "numpy", "PIL", "pandas", "mako", "plotly")
"""Libraries a process that runs for months must not hold: migrations and charts."""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with children.stand_ins(folder) as known:
            url = children.sqlite(folder, "bench")
            furnish(url, known, known["project"])
            names = _modules(url, known, folder)
            ours = _ours(url, known, folder)
            theirs = _theirs(names, folder)
    ratio = ours["RSS"] / theirs["RSS"]
    rows = [
        ["bot: web, socket, worker", f"{ours['RSS']:.1f}", f"{ours['PSS']:.1f}", ""],
        ["no-op, same libraries", f"{theirs['RSS']:.1f}", f"{theirs['PSS']:.1f}", ""],
        ["ratio", f"{ratio:.2f}", f"{ours['PSS'] / theirs['PSS']:.2f}", verdict(ratio <= TARGET)],
    ]
    title = f"Memory after {IDLE:.0f} idle seconds, {len(names)} modules"
    show(title, ("process", "RSS MiB", "PSS MiB", f"target {TARGET}"), rows)
    held = sorted({name for name in names if name.split(".")[0] in UNWANTED})
    show("Migration and chart libraries held by the bot", ("held",), [[", ".join(held) or "none"]])


def _modules(url: str, known: dict[str, Any], folder: Path) -> list[str]:
    """What the running bot has imported, in its order."""
    file, log = folder / "modules", folder / "modules.log"
    port = children.free_port()
    words = ("tests.bench.modules", str(file), f"{IDLE + 3}", "run")
    with children.child(*words, settings=_socket(url, known, port), log=log) as process:
        children.listening(process, port, log)
        end = time.monotonic() + IDLE + 10
        while not file.exists() and time.monotonic() < end:
            time.sleep(0.1)
        time.sleep(0.2)
    return file.read_text().split("\n")


def _socket(url: str, known: dict[str, Any], port: int) -> dict[str, str]:
    return {**settings(url, known, port), "SLACK_APP_TOKEN": known["app_token"]}


def _ours(url: str, known: dict[str, Any], folder: Path) -> dict[str, float]:
    spoken = {**known, "settings": _socket(url, known, 0)}
    with served(("bot", "run"), url, spoken, folder) as (process, _):
        time.sleep(IDLE)
        return children.memory(process.pid)


def _theirs(names: list[str], folder: Path) -> dict[str, float]:
    port, log = children.free_port(), folder / "idle.log"
    file = folder / "modules"
    file.write_text("\n".join(names))
    words = ("tests.bench.idle", str(file), str(port))
    with children.child(*words, settings={}, log=log) as process:
        children.listening(process, port, log)
        assert process.stdout is not None
        missing = process.stdout.readline().decode().split()[1:]
        assert len(missing) < MOST_MISSING, f"the yardstick could not import {missing}"
        time.sleep(IDLE)
        return children.memory(process.pid)


if __name__ == "__main__":
    main()
