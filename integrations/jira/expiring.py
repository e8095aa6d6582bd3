"""What a site said a short while ago, kept for every worker thread."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")


class Expiring:
    """Values read from outside, each good for `seconds` of the monotonic `clock`."""

    def __init__(self, clock: Callable[[], float], seconds: float = 300) -> None:
        self._clock = clock
        self._seconds = seconds
        self._values: dict[Hashable, tuple[float, object]] = {}
        self._lock = Lock()

    def value(self, key: Hashable, read: Callable[[], T]) -> T:
        """The value kept under `key`, read anew once it is too old; what `read` raises passes."""
        now = self._clock()
        with self._lock:
            until, kept = self._values.get(key, (now, None))
        if now < until:
            return cast(T, kept)
        fresh = read()
        with self._lock:
            self._values[key] = (now + self._seconds, fresh)
        return fresh
