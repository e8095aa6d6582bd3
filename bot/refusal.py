"""What a person is told whose payload was refused or failed: a sentence, where they will see it."""

import structlog

from bot.message import SILENT, Place, Reply
from bot.request import Kind, Request
from bot.views import notices

log = structlog.get_logger("shell")


def refusal(request: Request, why: str, field: str | None = None) -> Reply:
    """The sentence, where the person will see it, with their words beside it."""
    match request.kind:
        case Kind.FORM:
            return _back(request, why, field)
        case Kind.COMMAND:
            return Reply(message=notices.not_stored(why, request.text))
        case Kind.OPTIONS:
            return Reply(options=())
        case _:
            return Reply(message=notices.told(why))


def _back(request: Request, why: str, field: str | None) -> Reply:
    """A form stays open with the sentence under a field, or beside it where that cannot be."""
    shown = field if field in request.values else next(iter(request.values), None)
    if shown is None:
        return Reply(form=notices.sheet(request.name, "Not done", why), place=Place.UPDATE)
    if "<@" in why:  # a field's error is plain text, which shows no names
        return Reply(form=notices.sheet(request.name, "Not done", why), place=Place.PUSH)
    return Reply(errors={shown: why})


def undeclared(request: Request) -> Reply:
    """An old message's control that no version of today knows; links report, and want nothing."""
    if request.kind is Kind.BUTTON and not request.value:
        return SILENT
    log.warning("nobody declared this", kind=request.kind, name=request.name)
    return refusal(request, notices.UNDECLARED)


def not_served(request: Request) -> Reply:
    """For one of another team: who clicks can only have met us in a shared channel."""
    why = notices.elsewhere() if request.clicked else notices.unknown_workspace()
    return refusal(request, why)
