"""The sample workspace's ideas: who asked for what, when, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum, auto

DAYS_BEFORE = (35, 28, 21, 14, 7, 3, 0)
"""The days on which something happens, counted from the present, a Thursday; one is a Monday."""


class Fate(StrEnum):
    """What became of an idea."""

    WAITS = auto()
    ASKED = auto()
    ADDED = auto()
    PLANNED = auto()
    STARTED = auto()
    SHIPPED = auto()
    NOT_NOW = auto()
    NO = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True, slots=True)
class Sample:
    """One idea, filed on the `day`-th of the days and answered on the next."""

    day: int
    by: str
    """The attribute of the scene that holds the person."""
    title: str
    fate: Fate
    problem: str = ""
    importance: str = ""
    reason: str = ""
    says: str = ""
    """What the PM says, where it is not the suggested sentence."""
    portal: bool = False
    """Whether it is for the second product."""


MUST, SHOULD, NICE = "must_have", "important", "nice_to_have"
R, E, X, A = "requester", "engineer", "executive", "admin"

SAMPLES = (
    # Five weeks ago
    Sample(0, R, "Export the report as CSV", Fate.SHIPPED, "The office copies it by hand.", MUST),
    Sample(0, R, "Remember the last filter", Fate.SHIPPED, "I set the same one each morning."),
    Sample(0, X, "One page that sums up the month", Fate.SHIPPED, importance=SHOULD),
    Sample(0, E, "A test account for new colleagues", Fate.SHIPPED),
    Sample(0, A, "Lock an account after ten wrong passwords", Fate.SHIPPED, importance=MUST),
    Sample(0, R, "Send the report by fax", Fate.NO, "The archive wants paper.", reason="low_reach"),
    Sample(0, R, "A calendar for the night shift", Fate.NOT_NOW, reason="no_capacity"),
    Sample(0, R, "Show opening hours in the portal", Fate.PLANNED, portal=True),
    # Four weeks ago
    Sample(1, R, "Search in closed orders too", Fate.STARTED, "Returns come in months later."),
    Sample(1, R, "Undo the last change", Fate.STARTED, "One click too many, and it is gone.", MUST),
    Sample(1, E, "Keyboard shortcuts for the list", Fate.NOT_NOW, reason="later_goal"),
    Sample(1, X, "A board of figures for the lobby", Fate.NO, reason="cost_exceeds_value"),
    Sample(1, R, "Print labels for sample boxes", Fate.PLANNED, importance=SHOULD),
    Sample(1, R, "Pay by invoice in the portal", Fate.NOT_NOW, reason="dependency", portal=True),
    # Three weeks ago
    Sample(2, R, "Import a list from a spreadsheet", Fate.STARTED, "Two hours every Friday.", MUST),
    Sample(2, A, "Sign in with the company account", Fate.STARTED, importance=MUST),
    Sample(2, R, "Bigger type in the list", Fate.PLANNED),
    Sample(2, R, "A sound when an order comes in", Fate.WITHDRAWN),
    Sample(2, E, "Show who changed a record", Fate.PLANNED, "Asked at every audit.", SHOULD),
    Sample(2, R, "Choose a colour for each team", Fate.NOT_NOW, reason="needs_evidence"),
    Sample(2, X, "The portal in more languages", Fate.NOT_NOW, reason="later_goal", portal=True),
    # Two weeks ago
    Sample(3, R, "Warn before a sample expires", Fate.PLANNED, "Twelve were lost in May.", MUST),
    Sample(3, R, "Sort the list by delivery day", Fate.PLANNED),
    Sample(3, E, "A faster start of the app", Fate.ADDED, says="How long does it take for you?"),
    Sample(3, R, "Talk to the app", Fate.NO, reason="not_feasible"),
    Sample(3, A, "A log of every export", Fate.NOT_NOW, reason="no_capacity"),
    Sample(3, R, "Ask for a call back in the portal", Fate.PLANNED, portal=True),
    # Last week
    Sample(4, R, "Attach a photo to an order", Fate.ADDED, says="From the phone, or the desk?"),
    Sample(4, X, "See the forecast for a release", Fate.ASKED, says="For which meeting is it?"),
    Sample(4, R, "A button that does everything", Fate.ASKED, says="What should it do first?"),
    Sample(4, R, "Show prices with tax", Fate.PLANNED, importance=SHOULD, portal=True),
    # This week
    Sample(5, E, "Copy an order", Fate.WAITS, "Half of them are like the last one."),
    Sample(5, R, "A weekly mail of what is late", Fate.WAITS, importance=SHOULD),
    Sample(5, A, "Delete old accounts by themselves", Fate.WAITS),
    Sample(
        5,
        R,
        "Change the address in the portal",
        Fate.ASKED,
        says="Before the order is sent?",
        portal=True,
    ),
    Sample(6, R, "Merge two customers into one", Fate.WAITS, "They order under both names.", MUST),
    Sample(6, R, "A map of all deliveries", Fate.WAITS),
    Sample(6, A, "Show all deliveries on a map", Fate.WAITS, "I drive to the late ones.", SHOULD),
    Sample(6, X, "Compare this quarter with the last", Fate.WAITS, importance=NICE),
    Sample(6, E, "Mark an order as urgent", Fate.WAITS),
    Sample(6, R, "Track a parcel in the portal", Fate.WAITS, portal=True),
)


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer, as an admin enters it."""

    name: str
    revenue: str
    tier: str
    segment: str


CUSTOMERS = (
    Customer("Sample Airline", "420k", "Enterprise", "Travel"),
    Customer("Sample Bakery", "38,500", "Standard", "Food"),
    Customer("Sample Clinic", "160k", "Enterprise", "Health care"),
    Customer("Sample School", "12k", "Starter", "Education"),
    Customer("Sample Shipyard", "95k EUR", "Standard", "Industry"),
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who stands behind another's idea, for a customer where one is named."""

    title: str
    by: str
    customer: str = ""
    quote: str = ""


VOICES = (
    Voice("Export the report as CSV", X, "Sample Clinic", "Their auditors ask for the raw list."),
    Voice("Undo the last change", A, "Sample Bakery", "They lost a whole morning's orders."),
    Voice(
        "Import a list from a spreadsheet", X, "Sample Airline", "They would drop their own tool."
    ),
    Voice("Import a list from a spreadsheet", E),
    Voice("Sign in with the company account", X, "Sample Airline", "Asked for in the contract."),
    Voice("Warn before a sample expires", X, "Sample Clinic", "They threw away forty last year."),
    Voice("A weekly mail of what is late", X),
    Voice("Merge two customers into one", X, "Sample Shipyard", "Both yards order on one bill."),
    Voice("Merge two customers into one", E, "Sample Airline", "Their two hubs are one company."),
    Voice("Track a parcel in the portal", X, "Sample School", "Parents call to ask where it is."),
    Voice("Mark an order as urgent", R, "Sample Bakery", "Bread does not wait."),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A message in the channel where people ask, with what others make of it."""

    by: str
    text: str
    emoji: str = ""
    reply: str = ""


TALK = (
    Said(E, "The list took forty seconds to load again this morning.", "eyes"),
    Said(X, "The airline asks when they can see their own stock.", "+1", "I will find out."),
    Said(A, "Could we hide the archive from people who never use it?"),
)
