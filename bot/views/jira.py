"""Links into Jira: an item's page, the search of exactly these items."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from urllib.parse import quote

from msgspec import Struct

from bot.views.text import cut, link

ADDRESS = 2000
"""The most characters of an address; Jira's own pages and proxies take this much."""
KEY = re.compile(r"[A-Z][A-Z0-9_]{0,254}-[0-9]{1,19}")
LABEL = 50
SEPARATOR = quote(", ")


class Jira(Struct, frozen=True):
    """The site figures link to: its base address, None where none is known."""

    base: str | None
    most: int = ADDRESS
    """How long the address of a search may be."""

    def item(self, key: str) -> str:
        """The key, linked to the item's page."""
        return link(self.page(key), cut(key, LABEL))

    def page(self, key: str) -> str | None:
        """The address of the item's page."""
        known = self.base and KEY.fullmatch(key)
        return self._at(f"browse/{key}") if known else None

    def search(self, keys: Sequence[str], words: str) -> str:
        """`words`, linked to the search of these items.

        Where the address holds only the first of them, it is said. No key enters JQL unchecked.
        """
        held = self._held([key for key in keys if KEY.fullmatch(key)]) if self.base else []
        if not held:
            return link(None, words)
        cut = f" (the link shows the first {len(held)} of {len(keys)})"
        return link(self._address(held), words) + (cut if len(held) < len(keys) else "")

    def _held(self, keys: Sequence[str]) -> Sequence[str]:
        """As many leading keys as an address can hold."""
        room = self.most - len(self._address(())) + len(SEPARATOR)
        ends = list(accumulate(len(key) + len(SEPARATOR) for key in keys))
        return keys[: bisect_right(ends, room)]

    def _address(self, keys: Sequence[str]) -> str:
        """https://support.atlassian.com/jira-software-cloud/docs/jql-fields/#Issue-key."""
        jql = f"key in ({', '.join(keys)})"
        return self._at(f"issues/?jql={quote(jql, safe='')}")

    def _at(self, path: str) -> str:
        return f"{(self.base or '').rstrip('/')}/{path}"
