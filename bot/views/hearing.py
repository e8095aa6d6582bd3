"""The form in which people choose what they hear, and when not."""

from bot.message import Form, Option
from bot.models import Preference
from bot.views import blocks, inputs
from bot.views.text import escaped
from bot.words import Level

LEVELS = {
    Level.ALL: "Everything",
    Level.STATUS: "Only where an idea stands",
    Level.NONE: "Nothing but questions to me",
}


def hearing_form(preference: Preference, zone: str) -> Form:
    """The form, filled with what was chosen. `zone` is empty while it is not known."""
    options = [Option(level, label) for level, label in LEVELS.items()]
    about = "Answers and releases come at once, small changes within ten minutes in one message."
    level = inputs.Input("level", "About ideas you asked for or support, you hear")
    start = inputs.Input("quiet_from", "Quiet from", optional=True)
    end = inputs.Input("quiet_to", "Quiet until", QUIET, optional=True)
    here = f"Times are those of {escaped(zone)}, as your Slack profile says." if zone else UNKNOWN
    return Form(
        "hearing.submit",
        "What I hear",
        (
            inputs.choice(level, options, preference.level),
            blocks.context(about),
            inputs.time_input(start, _shown(preference.quiet_from)),
            inputs.time_input(end, _shown(preference.quiet_to)),
            blocks.context(here),
        ),
        submit="Save",
        again=("hearing.open", "open"),
    )


QUIET = "What happens between is told when they end. Leave both empty for no quiet hours."
UNKNOWN = "Times are those of your Slack profile's time zone."


def _shown(at: object) -> str | None:
    return f"{at:%H:%M}" if at is not None else None
