"""Words on their way to Slack: escaped, cut, linked, dated.

Escaping rules: https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

import unicodedata
from datetime import date, datetime

CONTROLS = {*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)} - {ord("\t"), ord("\n")}
"""Control characters and halves of surrogate pairs."""
BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C}
UNSEEN = dict.fromkeys(CONTROLS | BIDI)
ENTITY = len("&amp;")
EXACT = 10
"""Fewer days than these are told with a decimal."""


def plain(text: str) -> str:
    """Text a person typed, without control and direction-changing characters."""
    return text.translate(UNSEEN).strip()


def line(text: str) -> str:
    """The same on one line."""
    return " ".join(plain(text).split())


def escaped(text: str) -> str:
    """Text that means nothing to Slack: no mention, no link, no channel call."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def isolated(text: str) -> str:
    """Words that may run from right to left, so that no figure beside them is drawn into them."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        return f"\u2068{text}\u2069"
    return text


def cut(text: str, most: int) -> str:
    """At most `most` characters of plain text, ending in an ellipsis when cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cut_escaped(text: str, most: int) -> str:
    """At most `most` characters of escaped text, never ending inside an entity."""
    if len(text) <= most:
        return text
    return text[: _border(text, most - 1)].rstrip() + "…"


def _border(text: str, at: int) -> int:
    """The last place up to `at` where escaped text may be cut: not inside an entity."""
    ampersand = text.rfind("&", max(0, at - 5), at)
    inside = len(text) > at and ampersand >= 0 and ";" not in text[ampersand:at]
    return ampersand if inside else at


def quoted(text: str, most: int = 600) -> str:
    """Somebody's words as a quotation."""
    return "\n".join(f"> {row}" for row in cut_escaped(escaped(text), most).split("\n"))


def quotations(text: str, size: int = 2700, most: int = 4) -> list[str]:
    """Somebody's words whole, as quotations of at most `size` characters each.

    Beyond `most` of them, as much as a message holds, they end in an ellipsis.
    """
    parts = [""]
    for row in escaped(text).split("\n"):
        rest = row
        while True:
            room = size - len(parts[-1]) - len("\n> ")
            if room < min(len(rest), ENTITY):
                parts.append("")
                continue
            at = _border(rest, room)
            parts[-1] += f"\n> {rest[:at]}" if parts[-1] else f"> {rest[:at]}"
            rest = rest[at:]
            if not rest:
                break
            parts.append("")
    if len(parts) > most:
        parts[most - 1] = cut_escaped(f"{parts[most - 1]} ", len(parts[most - 1]))
    return parts[:most]


def link(url: str | None, label: str) -> str:
    """A link shown as `label`; the bare label where there is no address."""
    words = escaped(line(label))
    return f"<{url}|{words.replace('|', '¦')}>" if url else words


def person(user: str) -> str:
    """A mention that shows the reader's own form of the name."""
    return f"<@{user}>"


def channel(place: str) -> str:
    """A link to a channel."""
    return f"<#{place}>"


def people(users: list[str]) -> str:
    """Several people as a sentence has them."""
    return listed([person(user) for user in users])


def listed(words: list[str], last: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def day(value: date) -> str:
    """A day, unambiguous in every country: 7 Jun 2010."""
    return f"{value.day} {value:%b %Y}"


def short_day(value: date) -> str:
    """A day of these weeks, without its year: 7 Jun."""
    return f"{value.day} {value:%b}"


def days(start: date, end: date) -> str:
    """From one day to another, what they share told once: 31 May to 6 Jun 2010, 7 to 9 Jun 2010."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    first = short_day(start) if start.year == end.year else day(start)
    return f"{first} to {day(end)}"


def moment(value: datetime) -> str:
    """An instant in the reader's own zone.

    https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    fallback = f"{value:%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(value.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 idea`, `2 ideas`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def amount(value: float) -> str:
    """A quantity with one decimal at most, and none that is idle: 8, 7.5."""
    return f"{value:.1f}".removesuffix(".0")


def in_days(value: float) -> str:
    """A length of time, with a decimal where it is short: 1 day, 3.2 days, 13 days."""
    words = amount(value if value < EXACT else round(value))
    return f"{words} {'day' if words == '1' else 'days'}"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    teens = 10 < number % 100 < 14
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
