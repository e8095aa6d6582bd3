"""The demo, as a person starts it: a process with the bot as its child, on SQLite."""

import asyncio
import os
import re
import signal
import sys
import urllib.request
from asyncio.subprocess import PIPE, STDOUT, Process
from pathlib import Path

import pytest

from tests.waiting import until

pytestmark = pytest.mark.soak
"""It takes long to act everything out."""
MILESTONES = (
    "See it happen: http://127.0.0.1:",
    "Sample Admin types /product",
    "Saved.",
    "Your idea is stored as #1.",
    "Your idea is stored as #2.",
    "Your idea is stored as #3.",
    "It loses nothing",
    "answers #1 in #sample-triage with Yes",
    "Yes! You will have it with our next release.",
    "Jira has SAMPLE-",
    "answers #2 with Not now",
    "This cycle is full.",
    "It comes back for another look on ",
    "answers #3 with No",
    "It would help too few people",
    "Work on it has begun (SAMPLE-",
    "It has shipped with Sample 2.0.",
    "Shipped  ·  Sample 2.0",
    "Monday, ",
    "shipped, ",
    "·  Progress  ·",
    "Ended. Its state is in ",
)
OTHER_DIGESTS = ("·  Blockers  ·", "·  Capacity  ·")


async def demo(*options: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", *options),
        stdout=PIPE,
        stderr=STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


async def said_until(process: Process, words: str) -> str:
    assert process.stdout is not None
    said = ""
    while words not in said:
        line = (await process.stdout.readline()).decode()
        assert line, said
        said += line
    return said


async def ended(process: Process) -> str:
    """The rest of what it said, once it is gone."""
    said, _ = await process.communicate()
    return said.decode()


async def is_free(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return True
    writer.close()
    return False


def ports(folder: Path) -> set[int]:
    """Where the bot listened, by its log."""
    log = folder / "bot.log"
    return {
        int(port) for port in re.findall(r"port=(\d+)", log.read_text() if log.exists() else "")
    }


async def test_the_main_job_is_told_from_set_up_to_digests(tmp_path: Path) -> None:
    process = await demo("--once", "--keep", str(tmp_path))
    said = await ended(process)

    found = [said.find(words) for words in MILESTONES]
    missing = [words for words, at in zip(MILESTONES, found, strict=True) if at < 0]
    assert ([], 0) == (missing, process.returncode), said
    assert sorted(found) == found
    assert [words for words in OTHER_DIGESTS if words not in said] == []
    assert (tmp_path / "shortlist.db").exists()
    (port,) = ports(tmp_path)
    assert await is_free(port)


async def test_ctrl_c_ends_it_and_the_bot(tmp_path: Path) -> None:
    process = await demo("--keep", str(tmp_path))
    told = await said_until(process, "Filling the sample workspace")
    (address,) = re.findall(r"http://\S+", told)
    answer = await asyncio.to_thread(urllib.request.urlopen, address)
    page = answer.read().decode()
    answer.close()
    process.send_signal(signal.SIGINT)
    rest = await ended(process)

    assert "Shortlist demo" in page
    assert ("Ended." in rest, 0) == (True, process.returncode), rest
    (port,) = ports(tmp_path)
    assert await is_free(port)


async def test_a_killed_demo_takes_its_bot_along(tmp_path: Path) -> None:
    process = await demo("--keep", str(tmp_path))
    await said_until(process, "See it happen")
    await until(lambda: bool(ports(tmp_path)))
    process.kill()
    await process.wait()
    (port,) = ports(tmp_path)

    async def gone() -> bool:
        return await is_free(port)

    await until(gone)


async def test_a_folder_with_an_earlier_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "shortlist.db").write_text("kept")
    process = await demo("--once", "--keep", str(tmp_path))
    said = await ended(process)
    assert f"Error: {tmp_path} holds an earlier demo." in said
    assert ("kept", 1) == ((tmp_path / "shortlist.db").read_text(), process.returncode)


async def test_a_seed_that_is_no_export_is_named(tmp_path: Path) -> None:
    seed = tmp_path / "list.jsonl"
    seed.write_text("one, two")
    process = await demo("--once", "--seed", str(seed))
    said = await ended(process)
    assert f"Error: {seed} is no Jira export" in said
    assert "Traceback" not in said
    assert 1 == process.returncode
