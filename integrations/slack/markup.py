"""Slack's markup in what people typed, undone: references and entities as they were written.

https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

import re

REFERENCE = re.compile(r"<([^\s<>|][^<>|]*)(?:\|([^<>]*))?>")
SIGNS = {"@": "@", "#": "#", "!": "@"}
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
"""What no database takes as text."""


def typed(text: str) -> str:
    """Escaped text (of commands and messages) as the person typed it.

    People, channels and groups show their names where Slack sent them, else their ids.
    """
    words = REFERENCE.sub(_reference, text)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        words = words.replace(entity, sign)
    return storable(words)


def storable(text: str) -> str:
    """Text without the characters that databases refuse."""
    return UNSTORABLE.sub("", text)


def _reference(found: re.Match[str]) -> str:
    target, label = found[1], found[2] or ""
    if target.startswith("!date^"):
        return label
    sign = SIGNS.get(target[0])
    if sign is not None:
        name = label or target[1:].partition("^")[2] or target[1:]
        return sign + name.removeprefix(sign)
    if not label or target.endswith(label):
        return label or target
    return f"{target}|{label}"
