"""Lets what nobody waits for wait until nobody waits for anything else."""

import asyncio
from contextlib import suppress
from types import TracebackType


class Lull:
    """Counts those who are waited for, each in a `with` block; `wait` returns when there is none.

    Of several that wait for a lull, one goes at a time.
    """

    def __init__(self) -> None:
        self._busy = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self.turn = asyncio.Lock()

    def __enter__(self) -> None:
        self._busy += 1
        self._quiet.clear()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._busy -= 1
        if not self._busy:
            self._quiet.set()

    async def wait(self, most: float | None = None) -> None:
        """Return once nobody is waited for, after `most` seconds whatever happens."""
        if self._busy:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._quiet.wait(), most)
