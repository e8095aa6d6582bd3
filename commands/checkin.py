"""What PMs say of their releases before the digest: one tap each, and a line where they like."""

from bot.feature import Context, Feature, Request
from bot.message import SILENT, Reply
from bot.services import checkins
from bot.views import checkins as views
from bot.words import Confidence

feature = Feature("Say before the digest how your releases look", scopes=("chat:write", "im:write"))


@feature.button("checkin.on_track")
@feature.button("checkin.at_risk")
@feature.button("checkin.off_track")
def tap(request: Request, context: Context) -> Reply:
    """Keep it, and show it in place of the question."""
    product, version = _about(request.value)
    confidence = Confidence(request.name.partition(".")[2])
    checkins.say(request.user, product, version, context, confidence=confidence)
    context.record("release assessed", request.user, version=version, confidence=confidence)
    return Reply(replace=views.question(checkins.asked(request.user, context)))


def _about(value: str) -> tuple[int, str]:
    product, _, version = value.partition(":")
    return int(product), version


@feature.button("checkin.line")
def line(request: Request, context: Context) -> Reply:
    """Open the form of the line beside an answer."""
    product, release, said, _ = checkins.answer(request.user, *_about(request.value), context)
    return Reply(form=views.line_form(views.Asked(product, release, said)))


@feature.form("checkin.submit")
def submit(request: Request, context: Context) -> Reply:
    """Keep the line."""
    product, version = _about(str(request.context["release"]))
    words = request.entered("line").strip()
    checkins.say(request.user, product, version, context, line=words)
    checkins.redraw(request.user, context)
    return SILENT
