"""How a channel's subscriptions look: the list, and what is said of them."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.message import Block, Form, Message, Option
from bot.models import Digest, Post, Product
from bot.views import blocks
from bot.views.products import WEEKDAYS
from bot.views.text import (
    channel,
    cut,
    cut_escaped,
    escaped,
    line,
    link,
    listed,
    moment,
    people,
    person,
)
from bot.words import DigestKind, DigestShape

KINDS = {
    DigestKind.PROGRESS: "Progress",
    DigestKind.BLOCKERS: "Blockers",
    DigestKind.CAPACITY: "Capacity",
}
FOR = {
    DigestShape.TEAM: "the team",
    DigestShape.EXECUTIVE: "executives",
    DigestShape.SALES: "sales and support",
}
NOBODY = "whoever runs this bot: `/product` sets the first product up"
ON_ITS_WAY = ":outbox_tray: It is on its way, and posted here within a minute."
PREVIEW_COMES = ":eyes: You get it in a message from me in a moment, with its chart and thread."
NAME, TITLE = 60, 200
NAMED = 3
"""So many filters are named."""
MOST = 12
"""Subscriptions of one channel that are shown."""
ASKED = 6
"""So many people are named who may choose."""


class Subscription(Struct, frozen=True):
    """A digest as it is shown: whose, of what alone, when next, and whether its reader may
    change it."""

    digest: Digest
    product: Product
    only: Sequence[str]
    """Names of the initiatives and releases it tells of; none for all."""
    next_at: datetime
    may_change: bool


# --- The list


def overview(
    place: str, found: Sequence[Subscription], offered: Sequence[Product], who: Sequence[str]
) -> Message:
    """What a channel gets, and how to get more. `who` may say so where the reader may not."""
    title = f"Digests of {channel(place)}" if found else f"{channel(place)} gets no digest yet"
    shown: list[Block] = [blocks.section(f"*{title}*")]
    for one in found[:MOST]:
        shown += [blocks.section(_described(one)), blocks.actions(_row(one), *_buttons(one))]
    if len(found) > MOST:
        shown.append(blocks.context(f"… and {len(found) - MOST} more"))
    return Message("Digests", (*shown, blocks.divider(), _more(offered, who)))


def _row(one: Subscription) -> str:
    return f"digest.{one.digest.id}"


def _described(one: Subscription) -> str:
    digest = one.digest
    state = "paused" if digest.paused else f"next {moment(one.next_at)}"
    return f"{named(digest, one.product, one.only)}\n{rhythm(digest)}  ·  {state}"


def named(digest: Digest, product: Product, only: Sequence[str]) -> str:
    """What it is, in a few words."""
    of = escaped(cut(line(product.name), NAME))
    words = f"*{KINDS[digest.kind]}* of *{of}*, for {FOR[digest.shape]}"
    return f"{words}, only {_only(only)}" if only else words


def _only(names: Sequence[str]) -> str:
    shown = [escaped(cut(line(name), NAME)) for name in names[:NAMED]]
    more = len(names) - NAMED
    return listed([*shown, f"{more} more"] if more > 0 else shown, "and")


def rhythm(digest: Digest) -> str:
    """When it comes."""
    return f"{WEEKDAYS[digest.weekday]}s at {digest.at:%H:%M} ({escaped(digest.zone)})"


def _buttons(one: Subscription) -> list[Block]:
    number = str(one.digest.id)
    shown = [
        blocks.button("digest.preview", "Preview", number),
        blocks.button("digest.past", "Past posts", number),
    ]
    if not one.may_change:
        return shown
    rest = ("digest.resume", "Resume") if one.digest.paused else ("digest.pause", "Pause")
    return [
        *shown,
        blocks.button("digest.send", "Send now", number, confirm=SEND),
        blocks.button("digest.change", "Change", number),
        blocks.button(*rest, number),
        blocks.button("digest.remove", "Remove", number, confirm=REMOVE),
    ]


SEND = blocks.confirm(
    "Send it now?",
    "It is posted here at once, marked as sent out of turn. The next one comes at its own time.",
    "Send",
    "Not now",
)
REMOVE = blocks.confirm(
    "Remove it?", "Nothing more of it is posted here. What was posted stays.", "Remove", "Keep it"
)


def _more(offered: Sequence[Product], who: Sequence[str]) -> Block:
    """The way to one more digest, for those who may."""
    if not offered:
        asked = people(list(who)[:ASKED]) or NOBODY
        return blocks.context(f"PMs and admins choose what comes here: ask {asked}.")
    if len(offered) == 1:
        name = cut(f"Subscribe to {line(offered[0].name)}", blocks.LABEL)
        add = blocks.button("digest.add", name, str(offered[0].id), style="primary")
        return blocks.actions("digest.add", add)
    options = [Option(str(product.id), product.name) for product in offered]
    add = blocks.select("digest.add", "Subscribe to …", options, None)
    return blocks.actions("digest.add", add)


# --- What is said of it


def announced(one: Subscription, user: str, *, new: bool) -> Message:
    """To the channel: what comes there from now on, and who said so."""
    what = named(one.digest, one.product, one.only)
    verb = "subscribed this channel to" if new else "changed this channel's digest:"
    text = f":newspaper: {person(user)} {verb} {what}. {rhythm(one.digest)}. `/digest` shows it."
    return Message("What this channel gets", (blocks.section(text),))


def cannot_announce(place: str, bot: str) -> Message:
    """To whoever subscribed a channel the bot cannot post in."""
    invite = f"`/invite` {person(bot)}" if bot else "`/invite` and my name"
    text = (
        f":warning: I can't post in {channel(place)}, so its digest would not come. "
        f"Type {invite} there, then `/digest` and *Send now*."
    )
    return Message("I can't post in a channel", (blocks.section(text),))


def nothing_to_say(one: Subscription) -> str:
    """There would be no post."""
    what = named(one.digest, one.product, one.only)
    return f"{what}: there is nothing to tell right now, so nothing is posted."


def previewed(shown: Sequence[Block], place: str) -> tuple[Block, ...]:
    """A post's blocks, with what they are: nobody else sees them."""
    head = blocks.context(f":eyes: What {channel(place)} would get now, for you alone.")
    return blocks.fitting((head, *shown))


def out_of_turn(shown: Sequence[Block], user: str) -> tuple[Block, ...]:
    """A post's blocks, with who sent it between its times."""
    return (*shown, blocks.context(f"Sent out of turn by {person(user)}."))


def past(one: Subscription, posts: Sequence[Post]) -> Form:
    """The last posts, each with its address."""
    head = blocks.section(named(one.digest, one.product, one.only))
    rows: list[Block] = [blocks.section(_posted(post)) for post in posts]
    none = blocks.context("Nothing was posted yet.")
    return Form("digest.past", "Past posts", (head, *(rows or [none])), close="Close")


def _posted(post: Post) -> str:
    title = cut_escaped(str(post.messages[0]["text"]), TITLE)
    turn = f"  ·  out of turn, by {person(post.by)}" if post.by else ""
    words = link(post.permalink, "Open") if post.permalink else ""
    return f"{moment(post.created_at)}{turn}\n{title}  {words}".rstrip()
