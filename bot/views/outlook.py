"""How releases look as they stand now: all of a product, one in detail, and what PMs are told."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from bot.domain.outlook import Outlook, later
from bot.domain.releases import Slip
from bot.message import Block, Message, Option
from bot.models import Product, Release, ReleaseNotice
from bot.views import blocks
from bot.views.releases import PREMISE, by
from bot.views.text import counted, day, days, escaped, moment
from bot.words import Concern

SHOWN = 10
"""Releases of one message; the others are in its list."""
LONGEST_LIST = 100
TOLD = 10
EMPTY = Outlook("")


class Shown(Struct, frozen=True):
    """A release with all that is shown of it; its outlook is None before the first count."""

    release: Release
    counted: Outlook | None
    slips: Sequence[Slip]
    today: date
    zone: str = "UTC"

    @property
    def outlook(self) -> Outlook:
        """How it stands; empty before the first count."""
        return self.counted or EMPTY

    @property
    def is_overdue(self) -> bool:
        """Whether its date has passed, and it is not out."""
        due = self.release.release_date
        return due is not None and due < self.today and not self.release.released

    @property
    def is_at_risk(self) -> bool:
        """Whether it is likely to be done after its date."""
        due, likely = self.release.release_date, self.outlook.dates.p85
        return due is not None and likely is not None and likely > due

    @property
    def sign(self) -> str:
        """One glance."""
        if self.release.released:
            return ":package:"
        if self.is_overdue:
            return ":red_circle:"
        if self.release.release_date is None:
            return ":white_circle:"
        return ":large_yellow_circle:" if self.is_at_risk else ":large_green_circle:"


def value(product: Product, release: Release) -> str:
    """What a control says that leads to a release."""
    return f"{product.id}:{release.version_id}"


# --- All of a product


def overview(
    product: Product, coming: Sequence[Shown], out: Sequence[Release], good_at: datetime | None
) -> Message:
    """The releases that are not out; those that are, in a list."""
    title = f"Releases of {product.name}"
    shown: list[Block] = [blocks.header(title)]
    if not coming:
        shown.append(blocks.section("Jira has no release here that is still to come."))
    for one in coming[:SHOWN]:
        details = blocks.button("release.details", "Details", value(product, one.release))
        shown.append(blocks.section(_described(one), details))
    others = [one.release for one in coming[SHOWN:]]
    if others or out:
        shown.append(_others(product, others, out))
    shown.append(blocks.context(*_small_print(coming, good_at)))
    return Message(escaped(title), tuple(shown))


def _others(product: Product, others: Sequence[Release], out: Sequence[Release]) -> Block:
    options = [Option(value(product, one), one.name) for one in others]
    options += [Option(value(product, one), f"{one.name} (released)") for one in out]
    words = "Other releases" if others else f"{counted(len(out), 'release')} already out"
    return blocks.actions(
        "others", blocks.select("release.details", words, options[:LONGEST_LIST], None)
    )


def _small_print(coming: Sequence[Shown], good_at: datetime | None) -> list[str]:
    known = any(one.outlook.dates.p50 for one in coming)
    read = f"Jira as of {moment(good_at)}." if good_at else "Jira was not read yet."
    return [PREMISE, read] if known else [read]


def _described(one: Shown) -> str:
    rows = [f"{one.sign} *{escaped(one.release.name)}*  ·  {due(one)}", progress(one)]
    rows += [row for row in (forecast(one), slips(one), scope(one)) if row]
    return "\n".join(rows)


def due(one: Shown) -> str:
    """When it is due, and how far from that it is."""
    when = one.release.release_date
    if one.release.released:
        return f"released {day(when)}" if when else "released"
    if when is None:
        return "no date"
    if one.is_overdue:
        return f"was due {day(when)}, *{counted((one.today - when).days, 'day')} overdue*"
    return f"due {day(when)}{', *at risk*' if one.is_at_risk else ''}"


def progress(one: Shown) -> str:
    """How much of it is done."""
    found = one.outlook
    if one.counted is None:
        return "_Not counted yet: I do it once Jira is read._"
    if not found.scope:
        return "Nothing is in it."
    done = f"{len(found.done)} of {counted(found.scope, 'item')} done"
    if not found.remaining:
        return f"{done}, ready to be released" if not one.release.released else done
    busy = f" ({len(found.in_progress)} in progress)" if found.in_progress else ""
    return f"{done}, {found.remaining} left{busy}"


def forecast(one: Shown) -> str:
    """By when it is done, how surely; empty where nothing is left."""
    if not one.outlook.remaining or one.release.released:
        return ""
    said = by(one.outlook.dates)
    return f"Forecast: {said}" if said else "No forecast: nothing was closed in 13 weeks."


def slips(one: Shown) -> str:
    """How often its date moved, and from where to where; empty where it never did."""
    if not one.slips:
        return ""
    moved = later(one.slips)
    last = one.slips[-1]
    if not moved:
        return f"Date changed: {shift(last)}"
    often = "once" if len(moved) == 1 else f"{len(moved)} times"
    return f"Slipped {often}, last from {shift(moved[-1])}"


def shift(slip: Slip) -> str:
    """From one date to another."""
    if slip.before and slip.after:
        return days(slip.before, slip.after)
    if slip.after:
        return f"no date to {day(slip.after)}"
    return f"{day(slip.before)} to no date" if slip.before else "no date"


def scope(one: Shown) -> str:
    """What came and went since it began; empty where nothing did."""
    found = one.outlook
    changes = [
        words
        for keys, words in (
            (found.added, f"{len(found.added)} added"),
            (found.removed, f"{len(found.removed)} removed"),
        )
        if keys
    ]
    return f"Since {day(found.plan)}: {', '.join(changes)}" if found.plan and changes else ""


# --- What PMs are told


def still_holds(notice: ReleaseNotice, one: Shown) -> bool:
    """Whether it is as it was when it was noted: a forecast may be better by now, a date moved."""
    due = one.release.release_date
    match notice.concern:
        case Concern.SLIPPED:
            return True
        case Concern.OVERDUE:
            return one.is_overdue and notice.about == f"{due}"
        case Concern.AT_RISK:
            return one.is_at_risk and not one.is_overdue and notice.about == f"{due}"


def concerns(product: Product, found: Sequence[tuple[ReleaseNotice, Shown]]) -> Message:
    """To a PM: what happened to releases, each in a line."""
    names = dict.fromkeys(one.release.version_id for _, one in found)
    verb = "needs" if len(names) == 1 else "need"
    title = f":calendar: {counted(len(names), 'release')} of {escaped(product.name)} {verb} a look"
    rows = [f"• {_concern(notice, one)}" for notice, one in found[:TOLD]]
    if len(found) > TOLD:
        rows.append(f"… and {len(found) - TOLD} more")
    look = blocks.button("release.show", "See releases", str(product.id))
    shown = (blocks.section("\n".join([f"*{title}*", *rows])), blocks.actions("releases", look))
    return Message(title, shown)


def _concern(notice: ReleaseNotice, one: Shown) -> str:
    name, found = f"*{escaped(one.release.name)}*", one.outlook
    left = f"{found.remaining} left" if found.remaining else "everything in it is done"
    likely = f", likely done by {day(found.dates.p85)} (85%)" if found.dates.p85 else ""
    match notice.concern:
        case Concern.SLIPPED:
            moved = later(one.slips)
            often = f" ({len(moved)} times so far)" if len(moved) > 1 else ""
            return (
                f"{name} slipped from {shift(moved[-1])}{often}." if moved else f"{name} slipped."
            )
        case Concern.OVERDUE:
            return f"{name} was due {_day(notice.about)} and is not released: {left}{likely}."
        case Concern.AT_RISK:
            return f"{name} may miss {_day(notice.about)}: {left}{likely}."


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
