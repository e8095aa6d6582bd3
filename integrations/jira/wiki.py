"""Text from people as Jira's wiki markup shows it: as it was typed, never as markup.

https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all
"""

import re

LONGEST_SUMMARY = 255
LONGEST_DESCRIPTION = 32_000
"""Characters, below Jira's limit of 32,767 by room for the mark."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(
    r"(?P<address>https?://\S+)"
    r"|\\"
    r"|[{}\[\]|*^~+]"  # macros, links, tables, bold, super- and subscript, insertion
    r"|(?<![^\W_])[-_]|[-_](?![^\W_])"  # strike, emphasis, rulers: not inside words
    r"|!(?=\S)"  # embedded images
    r"|\?(?=\?)|(?<=\?)\?"  # citations
    r"|^(?=[ \t]*(?:h[1-6]|bq)\.)"  # headings, quotes
    r"|^[ \t]*#",  # numbered lists
    re.MULTILINE,
)
_PERCENT = {ord(sign): f"%{ord(sign):02X}" for sign in "{}[]|*^~!\\"}
"""An escape would end an address, so its own encoding says the same."""
_HIDDEN = "\u200b"
"""Stands before a line whose first word would be markup, where no escape exists."""


def one_line(text: str) -> str:
    """A summary: printable, on one line, at most `LONGEST_SUMMARY` characters."""
    line = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1] + "…"


def literal(text: str) -> str:
    """Wiki markup that shows `text` as it is; bare addresses still become links."""
    lines = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _cut(_MARKUP.sub(_escape, lines))


def _escape(found: re.Match[str]) -> str:
    sign = found.group()
    if found["address"]:
        return sign.translate(_PERCENT)
    if not sign:
        return _HIDDEN
    return "&#92;" if sign == "\\" else f"{sign[:-1]}\\{sign[-1]}"


def _cut(text: str) -> str:
    """At most `LONGEST_DESCRIPTION` characters, without half an escape at the end."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[: LONGEST_DESCRIPTION - 1].rstrip("\\") + "…"


def with_last_line(text: str, mark: str) -> str:
    """`text` with `mark` on a line of its own at the end."""
    return f"{text}\n\n{mark}" if text else mark


def has_last_line(text: str, mark: str) -> bool:
    """Whether the last line is `mark`, however Jira escapes it on the way back."""
    return text.replace("\\", "").rstrip().rpartition("\n")[2].strip() == mark
