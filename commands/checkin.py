"""What owners say before the digest: one tap for each thing, and a line where they like."""

from bot.feature import Context, Feature
from bot.message import SILENT, Reply
from bot.request import Request
from bot.services import checkins
from bot.views import checkins as views
from bot.words import Confidence

feature = Feature(
    "Say before the digest how your releases and initiatives look",
    scopes=("chat:write", "im:write"),
)


@feature.button("checkin.on_track")
@feature.button("checkin.at_risk")
@feature.button("checkin.off_track")
def tap(request: Request, context: Context) -> Reply:
    """Keep it, and show it in place of the question."""
    confidence = Confidence(request.name.partition(".")[2])
    checkins.look(request.user, request.value, confidence, context)
    context.record("assessed", request.user, what=request.value, confidence=confidence)
    shown = views.question(checkins.last(request.user, context), context.links.jira)
    return Reply(replace=shown)


@feature.button("checkin.line")
def line(request: Request, context: Context) -> Reply:
    """Open the form of the line beside an answer."""
    one = checkins.about(request.user, request.value, context)
    return Reply(form=views.line_form(one, context.links.jira))


@feature.form("checkin.submit")
def submit(request: Request, context: Context) -> Reply:
    """Keep the line."""
    about = str(request.context["about"])
    checkins.explain(request.user, about, request.entered("line").strip(), context)
    checkins.redraw(request.user, context)
    return SILENT
