"""The closed sets of the field: the same words in code, database and messages."""

from enum import StrEnum


class Status(StrEnum):
    """Where an idea stands."""

    NEW = "new"
    UNDER_REVIEW = "under_review"
    NEEDS_INFO = "needs_info"
    NOT_NOW = "not_now"
    DECLINED = "declined"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SHIPPED = "shipped"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """How a PM answers an idea."""

    YES = "yes"
    NOT_NOW = "not_now"
    NO = "no"
    NEEDS_INFO = "needs_info"


class Importance(StrEnum):
    """How much the requester needs it."""

    NICE_TO_HAVE = "nice_to_have"
    IMPORTANT = "important"
    MUST_HAVE = "must_have"


class Priority(StrEnum):
    """The product's bands of priority, highest first."""

    URGENT = "urgent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class TriggerKind(StrEnum):
    """What brings a decision back."""

    DATE = "date"
    SUPPORTERS = "supporters"
    REVENUE = "revenue"
    RELEASE = "release"
    ITEM = "item"


class Source(StrEnum):
    """How an idea came in."""

    COMMAND = "command"
    FORM = "form"
    SHORTCUT = "shortcut"
    REACTION = "reaction"
    MENTION = "mention"
    CHANNEL = "channel"
    IMPORT = "import"


class Change(StrEnum):
    """What may happen to an idea that the people behind it are told."""

    DECIDED = "decided"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    SHIPPED = "shipped"
    MERGED = "merged"
    UNMERGED = "unmerged"
    DISCUSSED = "discussed"


class Level(StrEnum):
    """How much a person wants to hear of the ideas they asked for or support."""

    ALL = "all"
    STATUS = "status"
    NONE = "none"


class SyncedField(StrEnum):
    """What an idea and its Jira issue both hold."""

    PRIORITY = "priority"
    STATUS = "status"
    SUMMARY = "summary"
    LABEL = "label"
    """The mark by which the issue is found again."""
    VERSION = "version"
    """The releases it is planned for."""


class Direction(StrEnum):
    """Which way a field's changes go."""

    BOTH = "both"
    TO_JIRA = "to_jira"
    FROM_JIRA = "from_jira"
    ONCE = "once"
    """To Jira when the issue is created, and left alone from then on."""
    OFF = "off"


class Belief(StrEnum):
    """What somebody said became of issues that vanished at once."""

    DELETED = "deleted"
    """They were deleted, and count no more."""
    KEPT = "kept"
    """They are there, though the account cannot see them."""


class Side(StrEnum):
    """Who keeps a field that was changed on both sides."""

    JIRA = "jira"
    SLACK = "slack"


class DigestKind(StrEnum):
    """The three weekly digests."""

    PROGRESS = "progress"
    BLOCKERS = "blockers"
    CAPACITY = "capacity"


class Concern(StrEnum):
    """What a product's PMs are told of a release, by itself."""

    SLIPPED = "slipped"
    """Its date moved to a later one."""
    OVERDUE = "overdue"
    AT_RISK = "at_risk"
    """It is likely to be done after its date."""


class DigestShape(StrEnum):
    """For whom a digest is written."""

    TEAM = "team"
    EXECUTIVE = "executive"
    SALES = "sales"


class Unit(StrEnum):
    """What work is measured in."""

    POINTS = "points"
    HOURS = "hours"
    ITEMS = "items"


class Confidence(StrEnum):
    """How a release looks to whoever answers for it."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    READY = "ready"
    LEASED = "leased"
    UNKNOWN = "unknown"
    DONE = "done"
    DEAD = "dead"
