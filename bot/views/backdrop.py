"""What all digests are shown with: names, dates, the state of the data."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field

from bot.domain.calendar import Window, local
from bot.message import Block
from bot.models import Assessment, Decision, Idea, Snooze
from bot.views import blocks
from bot.views.jira import Jira
from bot.views.text import cut, cut_escaped, day, days, escaped, isolated, line, listed, moment
from bot.words import DigestShape

TITLE = 100
NAME = 50
REASON = 300
FILTERS = 3
"""So many filters are named."""
LISTED = 30
"""So many items of a kind are named; a search shows the rest."""


class Backdrop(Struct, frozen=True):
    """What figures are shown with."""

    product: str
    """Its name."""
    zone: str
    jira: str | None
    """The base address, for links."""
    titles: Mapping[str, str]
    """Summaries by item key."""
    people: Mapping[str, str]
    """Names by account id."""
    versions: Mapping[str, str]
    """Names by version id."""
    good_at: datetime | None
    """The last good sync."""
    error: str
    """Why the last sync failed, empty when it did not."""
    filed: int
    """How many ideas came in in the window."""
    answers: Sequence[tuple[Idea, Decision]]
    """The answers given in the window, oldest first."""
    returned: int = 0
    """How many put-off ideas came back by themselves in the window."""
    promises: Sequence[tuple[Idea, str]] = ()
    """Ideas whose people were told of a version, with its id, while it is not out."""
    shipped: Sequence[tuple[Idea, str]] = ()
    """Ideas that shipped in the window, with the id of the version their people were told of."""
    customers: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Names of the customers behind ideas, by the ideas' ids."""
    words: Sequence[Assessment] = ()
    """How releases and initiatives look to those who own them."""
    initiatives: Mapping[str, str] = field(default_factory=dict)
    """Keys of the initiatives in there, by their issues' ids."""
    shape: DigestShape = DigestShape.TEAM
    """For whom it is written."""
    only: Sequence[str] = ()
    """Names of the initiatives and releases whose work alone it tells of; none for all."""
    snoozed: Mapping[str, Snooze] = field(default_factory=dict)
    """The blockers that are put off, by item key."""

    def title(self, key: str) -> str:
        """An item's summary, escaped."""
        return shown(self.titles.get(key, ""), TITLE) or "(no summary)"

    def person(self, account: str) -> str:
        """Somebody's name, escaped."""
        return shown(self.name(account), NAME)

    def name(self, account: str) -> str:
        """Somebody's name, not escaped."""
        return self.people.get(account, "") or account

    def version(self, version: str) -> str:
        """A release's name, not escaped."""
        return defused(cut(line(self.versions.get(version, "")) or version, NAME))

    def titled(self, jira: Jira, key: str) -> str:
        """An item's key, linked, and its summary."""
        return f"{jira.item(key)}  {self.title(key)}"

    def item(self, jira: Jira, key: str) -> str:
        """The same in a list."""
        return f"• {self.titled(jira, key)}"

    def dateline(self, kind: str, when: str, end: datetime) -> Block:
        """Which digest of which product this is, and of when; with a warning where Jira could not
        be read up to the `end` of that."""
        only = listed([shown(name, NAME) for name in self.only[:FILTERS]], "and")
        more = f" and {len(self.only) - FILTERS} more" if len(self.only) > FILTERS else ""
        part = f"  ·  only {only}{more}" if only else ""
        words = f"*{shown(self.product, NAME)}*  ·  {kind}  ·  {when}{part}"
        return blocks.context(f"{words}\n{self._stale()}" if self.is_stale(end) else words)

    def week(self, kind: str, window: Window) -> Block:
        """The dateline of a digest of a week that ended."""
        return self.dateline(kind, stretch(window, self.zone), window.end)

    def _stale(self) -> str:
        when = f"since {day(local(self.good_at, self.zone).date())}" if self.good_at else "yet"
        return f":warning: *Jira could not be read {when}*: what happened there later is not told."

    def small_print(self, *notes: str) -> list[Block]:
        """Notes, then how fresh the data is; nothing where there is neither."""
        fresh = []
        if self.good_at is not None:
            fresh.append(f"Data as of {moment(self.good_at)}.")
        elif self.jira:
            fresh.append("Not synced with Jira yet.")
        if self.error:
            fresh.append(f":warning: The last sync failed: {shown(self.error, REASON)}")
        words = "\n".join([*notes, *fresh])
        return [blocks.context(words)] if words else []

    def is_stale(self, end: datetime) -> bool:
        """Whether Jira could not be read since an instant."""
        return bool(self.error) and (self.good_at is None or self.good_at < end)


def shown(text: str, most: int) -> str:
    """Somebody's words on one line, of at most so many characters, meaning nothing to Slack."""
    return isolated(cut_escaped(escaped(defused(line(text))), most))


def defused(text: str) -> str:
    """Without the three backticks that would make code of all the lines that follow."""
    return text.replace("```", "ˋˋˋ")


def listing(backdrop: Backdrop, name: str, keys: Sequence[str], of: str = "") -> list[str]:
    """Items under the name of what they have in common, and `of` what, formatted; nothing for
    none."""
    if not keys:
        return []
    jira, rest = Jira(backdrop.jira), keys[LISTED:]
    words = f"{len(keys)} {name}" if of else f"{name} ({len(keys)})"
    head = f"*{jira.search(keys, words)}{of and f' {of}'}*"
    rows = [backdrop.item(jira, key) for key in keys[:LISTED]]
    more = [f"… and {jira.search(rest, f'{len(rest)} more')}"] if rest else []
    return [head, *rows, *more]


def stretch(window: Window, zone: str) -> str:
    """A window's first and last local day."""
    first, last = local(window.start, zone), local(window.end, zone) - timedelta(days=1)
    return days(first.date(), last.date())
