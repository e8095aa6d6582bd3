"""What of a conversation is an idea: mentions, bursts, and what is kept out."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.ideas import says_something
from bot.errors import UserError

BURST = timedelta(minutes=2)
"""Messages of one person within this long are one idea."""
PERSON = re.compile(r"@([UW][A-Z0-9]{6,})\b")
"""A person in a message, which holds ids without names."""
EMOJI = re.compile(r":?([^\s:]{1,100}):?")


def instant(ts: str) -> datetime:
    """When a message was written: its time stamp is seconds and microseconds."""
    seconds, _, micros = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(micros or 0))


def stamp(at: datetime) -> str:
    """The time stamp of an instant: time stamps sort as text."""
    return f"{int(at.timestamp())}.{at.microsecond:06d}"


def around(ts: str) -> tuple[str, str]:
    """The time stamps between which messages may belong to the burst of this one."""
    return stamp(instant(ts) - BURST), stamp(instant(ts) + BURST)


def one_burst(stamps: Sequence[str]) -> bool:
    """Whether messages written then are one burst, in whatever order they came."""
    return instant(max(stamps)) - instant(min(stamps)) <= BURST


def joined(texts: Mapping[str, str]) -> str:
    """The messages of a burst by time stamp, as one text in the order they were written."""
    return "\n".join(texts[ts] for ts in sorted(texts) if texts[ts].strip())


def content(text: str, files: Sequence[str] = ()) -> str:
    """What a message says, the names of its files below."""
    named = f"Files: {', '.join(files)}" if files else ""
    return "\n\n".join(part for part in (text.strip(), named) if part)


def named(text: str, names: Mapping[str, str]) -> str:
    """The text with people by their names, where those are known, instead of by their ids."""
    return PERSON.sub(lambda found: f"@{names.get(found[1]) or found[1]}", text)


def people(text: str) -> list[str]:
    """The ids of the people a text names."""
    return list(dict.fromkeys(PERSON.findall(text)))


def mentions(text: str, user: str) -> bool:
    """Whether a message speaks to `user`."""
    return bool(user) and re.search(rf"@{re.escape(user)}\b", text) is not None


def after_mention(text: str, user: str) -> str:
    """What is asked of `user`: what follows the first mention, else what stands before it."""
    before, _, after = re.sub(rf"@{re.escape(user)}\b", "\0", text).partition("\0")
    asked, said = (part.replace("\0", "").strip() for part in (after, before))
    asked = asked.lstrip(",;:–—- ")
    return next((words for words in (asked, said) if says_something(words)), "")


def kept_out(text: str, skip: str) -> bool:
    """Whether a message carries the emoji that keeps it from becoming an idea."""
    return bool(skip) and f":{skip}:" in text


def emoji_named(entered: str, field: str) -> str:
    """The emoji's name, as reactions carry it; empty for none. Raises UserError."""
    words = entered.strip()
    if not words:
        return ""
    found = EMOJI.fullmatch(words)
    name = found[1].lower() if found else ""
    if not name or not all(c.isalnum() or c in "_-+'" for c in name):
        raise UserError("Enter one emoji by its name, such as :bulb:.", field)
    return name
