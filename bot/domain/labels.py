"""The labels a product's new issues get, as a PM enters them."""

from bot.errors import UserError

MOST = 10
LONGEST = 255
"""Jira's own bound."""
MARK = "shortlist-"
"""How the label begins by which an issue is found again: nobody else may use it."""


def labels(text: str) -> list[str]:
    """Labels entered by comma, each once. Raises UserError for what Jira takes for none."""
    found = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for label in found:
        _must_be_one(label)
    if len(found) > MOST:
        raise UserError(f"Enter {MOST} labels at most.")
    return found


def _must_be_one(label: str) -> None:
    if any(sign.isspace() for sign in label):
        joined = "-".join(label.split())
        raise UserError(f"“{label}” has a space, and Jira's labels have none: try {joined}.")
    if len(label) > LONGEST or not label.isprintable():
        raise UserError(f"A label has {LONGEST} characters at most, all of them to be seen.")
    if label.lower().startswith(MARK):
        raise UserError(f"Labels that begin with {MARK} are my own marks.")
