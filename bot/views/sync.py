"""How it is said that an idea and its Jira issue differ, and what was done about it."""

from bot.words import Priority, SyncedField

NAMES = {
    SyncedField.PRIORITY: "Priority",
    SyncedField.STATUS: "Status",
    SyncedField.SUMMARY: "Title",
    SyncedField.LABEL: "Label",
}
PRIORITIES = {band.value: band.value.capitalize() for band in Priority}


def value_shown(field: SyncedField, value: str) -> str:
    """A field's value as people read it; not escaped."""
    if not value:
        return "nothing"
    if field is SyncedField.PRIORITY:
        return PRIORITIES.get(value, value)
    return f"“{value}”" if field is SyncedField.SUMMARY else value


def overridden(field: SyncedField, key: str, kept: str, lost: str) -> str:
    """Both sides changed a field."""
    return (
        f"{NAMES[field]} was changed here and in {key}. "
        f"Kept: {value_shown(field, kept)}. Overridden: {value_shown(field, lost)}."
    )


def stopped(field: SyncedField, key: str) -> str:
    """A change in Jira that an idea cannot follow."""
    if field is SyncedField.STATUS:
        return f"{key} was opened again in Jira. I leave its status alone from now on."
    return f"My label was taken off {key} in Jira. I leave it off from now on."
