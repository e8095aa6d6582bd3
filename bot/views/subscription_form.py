"""The form of a subscription: what of it, for whom, when."""

from collections.abc import Sequence
from datetime import time

from msgspec import Struct

from bot.domain.digests import SHAPES as TOLD_TO
from bot.message import Block, Form, Option
from bot.models import Digest, Product
from bot.views import blocks, inputs
from bot.views.products import WEEKDAYS
from bot.views.subscriptions import KINDS, NAME
from bot.views.text import channel, cut, escaped, line
from bot.words import DigestKind, DigestShape

SHAPES = {
    DigestShape.TEAM: "The team: everything",
    DigestShape.EXECUTIVE: "Executives: health, in a few words and one chart",
    DigestShape.SALES: "Sales and support: shipped, promised, declined",
}
WHOSE = "Blockers and capacity are for the team and executives alone."


class Wish(Struct, frozen=True):
    """What a form of a subscription stands for: a new one, or one that is changed."""

    product: Product
    channel: str
    digest: Digest | None = None
    initiatives: Sequence[Option] = ()
    releases: Sequence[Option] = ()


def subscription_form(wish: Wish) -> Form:
    """The form. What kind it is stays as it was chosen first."""
    digest = wish.digest
    about = {"product": wish.product.id, "channel": wish.channel}
    again = ("digest.change", str(digest.id)) if digest else ("digest.add", str(wish.product.id))
    return Form(
        "digest.submit",
        "Change a digest" if digest else "A new digest",
        (
            _headline(wish),
            *([] if digest else [_kind()]),
            _shape(digest),
            *_rhythm(wish),
            *_filters(wish),
        ),
        submit="Save" if digest else "Subscribe",
        context={**about, "digest": digest.id} if digest else about,
        again=again,
    )


def _headline(wish: Wish) -> Block:
    name = escaped(cut(line(wish.product.name), NAME))
    what = KINDS[wish.digest.kind] if wish.digest else "A digest"
    return blocks.section(f"{what} of *{name}* in {channel(wish.channel)}")


def _kind() -> Block:
    options = [Option(kind, name) for kind, name in KINDS.items()]
    return inputs.choice(inputs.Input("kind", "What"), options, DigestKind.PROGRESS)


def _shape(digest: Digest | None) -> Block:
    """For whom: those of its kind; of any kind yet, all, with a word on which goes with which."""
    shown = TOLD_TO[digest.kind] if digest else tuple(DigestShape)
    options = [Option(shape, SHAPES[shape]) for shape in shown]
    chosen = digest.shape if digest else DigestShape.TEAM
    field = inputs.Input("shape", "For whom", "" if digest else WHOSE)
    return inputs.choice(field, options, chosen)


def _rhythm(wish: Wish) -> list[Block]:
    digest = wish.digest
    weekday, at = (digest.weekday, digest.at) if digest else (0, time(9))
    zone = digest.zone if digest else wish.product.zone
    days = [Option(str(number), name) for number, name in enumerate(WEEKDAYS)]
    where = inputs.Input("zone", "Time zone")
    return [
        inputs.choice(inputs.Input("weekday", "Day"), days, str(weekday)),
        inputs.time_input(inputs.Input("time", "Time"), f"{at:%H:%M}"),
        inputs.search_input(where, "digest.zone", Option(zone, zone), "Type a city"),
    ]


def _filters(wish: Wish) -> list[Block]:
    if wish.digest and wish.digest.kind is DigestKind.CAPACITY:
        return []
    epics = inputs.Input("initiatives", "Only these initiatives", optional=True)
    hint = "With both, work that belongs to one of each. People's requests are then left out."
    versions = inputs.Input("releases", "Only these releases", hint, optional=True)
    find = inputs.multi_search_input
    return [
        find(epics, "digest.initiatives", wish.initiatives, "All of them"),
        find(versions, "digest.releases", wish.releases, "All of them"),
    ]


def initiative_option(issue: str, key: str, summary: str) -> Option:
    """An initiative as a choice."""
    return Option(issue, f"{key} {summary}")


def no_such_shape(kind: DigestKind) -> str:
    """Why a form is refused: for such readers that kind has nothing to say."""
    return f"{KINDS[kind]} is for the team or executives. For sales and support choose progress."
