"""Not more requests a second than a good guest makes: Jira's limits are shared by a whole site."""

import time
from collections.abc import Callable
from threading import Lock

EASED = 60.0
"""Seconds for which a warning counts."""
SLOWER = 4


class Pace:
    """Lets `rate` requests begin in a second, evenly, whichever threads make them.

    `clock` is monotonic, in seconds.
    """

    def __init__(
        self, clock: Callable[[], float], rate: float, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._apart = 1 / rate
        self._sleep = sleep
        self._free = self._eased_until = 0.0
        self._lock = Lock()

    def ease(self) -> None:
        """The site's limit is near: for a while requests come `SLOWER` times as far apart."""
        with self._lock:
            self._eased_until = self._clock() + EASED

    def wait(self) -> None:
        """Wait for the next turn; turns are given in the order they were asked for."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._free)
            eased = now < self._eased_until
            self._free = turn + self._apart * (SLOWER if eased else 1)
        if turn > now:
            self._sleep(turn - now)
