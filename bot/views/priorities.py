"""How a product's priorities look: its open items in bands, what moved, and who moved it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from msgspec import Struct, field

from bot.domain.calendar import local
from bot.domain.priorities import to_band
from bot.domain.ranking import Move, Ranked, Way
from bot.message import Block, Message, Option
from bot.models import Product
from bot.views import blocks, pages
from bot.views.dossier import PRIORITIES
from bot.views.jira import Jira
from bot.views.release import whose
from bot.views.text import counted, cut, escaped, line, moment, people, person, short_day
from bot.words import Priority

PAGE = 15
"""Items of one message: more are read by nobody."""
TITLE = 80
SIGNS = {
    Way.UP: ":arrow_up_small:",
    Way.DOWN: ":arrow_down_small:",
    Way.MOVED: ":arrows_counterclockwise:",
    Way.NEW: ":new:",
}
NONE = "No priority"


class Turned(Struct, frozen=True):
    """Which part of the list somebody looks at; what its controls carry."""

    product: int
    page: int = 0
    moved: bool = False

    @classmethod
    def of(cls, value: str) -> "Turned":
        """Read from what a control carries."""
        product, page, moved = value.split(":")[:3]
        return cls(int(product), int(page), moved == "1")

    def __str__(self) -> str:
        return f"{self.product}:{self.page}:{int(self.moved)}"


class Listing(Struct, frozen=True):
    """The list, and who looks at it."""

    product: Product
    turned: Turned
    items: Sequence[Ranked] | None
    scheme: Sequence[str]
    managers: Sequence[str]
    may_change: bool
    drawn: str = ""
    """Tells this drawing from others: a select that is drawn anew forgets what was chosen in it."""
    more: bool = False
    picked: Ranked | None = None
    said: str = ""
    base: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    """Slack users by the Jira account that is theirs."""
    good_at: datetime | None = None


def shown_items(items: Sequence[Ranked], turned: Turned) -> list[Ranked]:
    """The items of a page."""
    chosen = [one for one in items if one.moves] if turned.moved else list(items)
    return chosen[turned.page * PAGE : (turned.page + 1) * PAGE]


def listing(found: Listing) -> Message:
    """The list."""
    title = f"Priorities of {found.product.name}"
    shown: list[Block] = [blocks.header(title)]
    if found.said:
        shown.append(blocks.section(found.said))
    if found.items is None:
        shown.append(blocks.section("I have not read their order from Jira yet."))
    elif not found.items:
        shown.append(blocks.section("Nothing is open."))
    else:
        shown += _list(found, found.items)
    shown.append(blocks.context(*_small_print(found)))
    return Message(escaped(title), tuple(shown))


def _list(found: Listing, items: Sequence[Ranked]) -> Iterator[Block]:
    yield _moved(found.turned, items)
    here = shown_items(items, found.turned)
    for band, several in groupby(here, key=lambda one: one.band):
        yield from pages.sections([_band(band, found), *(_row(one, found) for one in several)])
    if found.may_change and here:
        yield _controls(found, here)
    yield from _turns(
        found.turned, len([one for one in items if one.moves or not found.turned.moved])
    )


def _band(band: Priority | None, found: Listing) -> str:
    if band is None:
        return f"*{NONE}*"
    names = [name for name in found.scheme if to_band(name, found.scheme) is band]
    return f"*{PRIORITIES[band]}*  ·  in Jira {escaped(', '.join(names))}"


def _row(one: Ranked, found: Listing) -> str:
    item = one.item
    title = escaped(cut(line(item.summary), TITLE))
    who = f"  ·  {whose(item, found.people)}" if item.assignee else ""
    rows = [f"{one.place}. {Jira(found.base).item(item.key)} {title}{who}"]
    rows += [f"        {_why(move, found)}" for move in one.moves]
    return "\n".join(rows)


def _why(move: Move, found: Listing) -> str:
    when = short_day(local(move.at, found.product.zone).date())
    if move.way is Way.NEW:
        return f"{SIGNS[move.way]} _new since {when}_"
    user = found.people.get(move.by)
    by = person(user) if user else escaped(line(move.by_name)) or "Jira"
    if move.is_rank:
        words = {Way.UP: "ranked higher", Way.DOWN: "ranked lower"}.get(move.way, "ranked anew")
    else:
        before, after = (escaped(name) or "none" for name in (move.before, move.after))
        words = f"{before} to {after}"
    return f"{SIGNS[move.way]} _{words}_ by {by}, {when}"


def _moved(turned: Turned, items: Sequence[Ranked]) -> Block:
    """How many moved, and the way to see only those."""
    moves = [one.moves[0].way for one in items if one.moves]
    counts = {
        "up": moves.count(Way.UP),
        "down": moves.count(Way.DOWN),
        "ranked anew": moves.count(Way.MOVED),
        "new": moves.count(Way.NEW),
    }
    if not moves:
        return blocks.section(f"{counted(len(items), 'open item')}. Nothing moved in 7 days.")
    said = ", ".join(f"{number} {words}" for words, number in counts.items() if number)
    label = "Show all" if turned.moved else "Only what moved"
    other = Turned(turned.product, 0, not turned.moved)
    button = blocks.button("priorities.moved", label, str(other))
    return blocks.section(f"{counted(len(items), 'open item')}. In 7 days: {said}.", button)


def _controls(found: Listing, here: Sequence[Ranked]) -> Block:
    """Which item to change; then to what."""
    name = f"priorities-{found.drawn}"
    options = [
        Option(f"{found.turned}:{one.item.id}", f"{one.item.key} {one.item.summary}")
        for one in here
    ]
    picked = found.picked
    chosen = f"{found.turned}:{picked.item.id}" if picked else None
    select = blocks.select("priorities.pick", "Change the priority of …", options, chosen)
    if picked is None:
        return blocks.actions(name, select)
    bands = [
        Option(f"{found.turned}:{picked.item.id}:{band}", words)
        for band, words in PRIORITIES.items()
    ]
    to = blocks.select("priorities.set", f"{picked.item.key} becomes …", bands, None)
    return blocks.actions(name, select, to)


def _turns(turned: Turned, items: int) -> Iterator[Block]:
    last = max(0, (items - 1) // PAGE)
    if not last:
        return
    row = []
    if turned.page:
        back = Turned(turned.product, turned.page - 1, turned.moved)
        row.append(blocks.button("priorities.back", "Back", str(back)))
    if turned.page < last:
        following = Turned(turned.product, turned.page + 1, turned.moved)
        row.append(blocks.button("priorities.next", "Next", str(following)))
    yield blocks.actions("turns", *row)


def _small_print(found: Listing) -> list[str]:
    said = ["By priority, then by rank, as in Jira."]
    if found.more:
        said.append("Only the first are shown: those below them are in Jira.")
    if not found.may_change:
        who = people(list(found.managers)) or "an admin"
        said.append(f"PMs of {escaped(found.product.name)} change priorities: ask {who}.")
    if found.good_at:
        said.append(f"Jira as of {moment(found.good_at)}.")
    return said


def refused(product: Product, managers: Sequence[str]) -> str:
    """Who may change priorities."""
    who = people(list(managers)) or "an admin"
    return f"Only the PMs of {escaped(product.name)} change priorities: ask {who}."


def on_its_way(key: str, band: Priority) -> str:
    """A priority was chosen."""
    return f":hourglass_flowing_sand: {escaped(key)} becomes *{PRIORITIES[band]}* in Jira."


def not_set(key: str, band: Priority, why: str) -> Message:
    """To who chose it: it did not come about."""
    text = f":warning: {escaped(key)} did not become *{PRIORITIES[band]}* in Jira. {escaped(why)}"
    return Message(f"{escaped(key)} keeps its priority", (blocks.section(text),))
