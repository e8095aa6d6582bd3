"""Days away: entered by hand, or read from a calendar file; by PMs, and by everybody their own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.absences import Away
from bot.domain.calendar_file import LeftOut, Reading
from bot.effects import Effect, PostMessage, ReadCalendar
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Form, Message, Option, Place, Reply
from bot.models import Product, Teammate
from bot.request import Request
from bot.services import staffing, teaming
from bot.views import away as views
from bot.views import team_list
from bot.views.text import escaped

feature = Feature(
    "Say when people are away", scopes=("files:read", "chat:write", "im:write", "im:history")
)


@feature.button("away.open")
def away(request: Request, context: Context) -> Reply:
    """Open somebody's days away."""
    found, product = teaming.mate(int(request.value), context)
    staffing.must_tend(request.user, found, product, context)
    form = _away(found, product, request, context)
    return Reply(form=form, place=Place.PUSH)


def _away(
    mate: Teammate, product: Product, request: Request, context: Context, said: str = ""
) -> Form:
    today = staffing.today(product, context)
    (seat,) = staffing.seated([mate], context.store, today, today + staffing.LISTED)
    return views.away_form(teaming.row(seat, request.user), today, teaming.origin(request), said)


@feature.form("away.submit")
def keep_away(request: Request, context: Context) -> Reply:
    """Store when somebody is away."""
    found, product = teaming.mate(int(request.context["mate"]), context)
    staffing.must_tend(request.user, found, product, context)
    stretch = _stretch(request)
    if not staffing.add_absences(found.person, [stretch], request.user, context):
        raise UserError("These days are in the list already.", "first")
    return teaming.saved(request, product, context, "Saved.")


def _stretch(request: Request) -> Away:
    if not request.entered("first"):
        raise UserError("Say from which day on.", "first")
    first = date.fromisoformat(request.entered("first"))
    last = date.fromisoformat(request.entered("last") or request.entered("first"))
    if last < first:
        raise UserError("The last day comes before the first.", "last")
    if last - first > staffing.LISTED:
        raise UserError(f"At most {staffing.LISTED.days} days at a time.", "last")
    return Away(first, last, request.entered("note").strip())


@feature.button("away.back")
def back(request: Request, context: Context) -> Reply:
    """Take one absence back."""
    found, product = teaming.mate(int(request.context["mate"]), context)
    staffing.must_tend(request.user, found, product, context)
    absence = context.store.teams.absence(int(request.value))
    if absence is not None and absence.person == found.person:
        context.store.teams.back(absence)
        context.record("not away", request.user, person=found.person)
    below = teaming.saved(request, product, context, "Removed.").beneath
    form = _away(found, product, request, context, team_list.told_line("Removed."))
    return Reply(form=form, place=Place.UPDATE, beneath=below)


# --- Days away from a calendar file


@feature.button("away.file")
def file(request: Request, context: Context) -> Reply:
    """Open the form for a calendar file."""
    product = teaming.product_of(request.value, context)
    today = staffing.today(product, context)
    edits = staffing.may_change(request.user, product, context)
    found = [
        Option(str(seat.mate.id), seat.name)
        for roster in staffing.rosters(product, context.store, today, today)
        for seat in roster.seats
        if edits or seat.mate.user == request.user
    ]
    if not found:
        raise UserError(f"Nobody is in a team of {escaped(product.name)} yet.")
    form = views.file_form(product.id or 0, found, teaming.origin(request))
    return Reply(form=form, place=Place.PUSH)


@feature.form("away.file")
def read_file(request: Request, context: Context) -> Reply:
    """Have the file read; what became of it is told by DM."""
    found, product = teaming.mate(int(request.entered("mate") or 0), context)
    staffing.must_tend(request.user, found, product, context)
    files = request.chosen("file")
    if not files:
        raise UserError("Choose a file.", "file")
    asked = {"file": files[0], "mate": found.id, "by": request.user}
    context.owe("away.read", f"calendar:{files[0]}", asked)
    return teaming.saved(request, product, context, "I am reading the calendar, and write to you.")


@feature.effect("away.read")
def reading(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Read the file, as far as absences are listed; nothing once the person is gone."""
    mate = context.store.teams.mate(payload["mate"])
    team = context.store.teams.by_id(mate.team_id) if mate else None
    product = context.store.products.by_id(team.product_id) if team else None
    if product is None:
        return None
    today = staffing.today(product, context)
    return ReadCalendar(payload["file"], product.zone, today, today + staffing.LISTED)


@feature.done("away.read")
def learnt(payload: Mapping[str, Any], result: Reading, context: Context) -> None:
    """Store what it tells, and say so."""
    mate = context.store.teams.mate(payload["mate"])
    if mate is None:
        return
    by, file = payload["by"], payload["file"]
    staffing.add_absences(mate.person, result.absences, by, context, file)
    left_out = {why.value: number for why, number in result.left_out.items()}
    told = {**payload, "fault": result.fault, "found": len(result.absences)}
    _tell({**told, "left_out": left_out}, context)


@feature.dead("away.read")
def unread(payload: Mapping[str, Any], error: str, context: Context) -> None:
    """Say that the file could not be fetched."""
    fault = f"I could not fetch the file ({error}). Please upload it again; nothing was changed."
    _tell({**payload, "fault": fault, "found": 0, "left_out": {}}, context)


def _tell(told: Mapping[str, Any], context: Context) -> None:
    context.owe("away.told", f"person:{told['by']}", told)


@feature.effect("away.told")
def told(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM about a file."""
    mate = context.store.teams.mate(payload["mate"])
    if mate is None:
        return None
    return PostMessage(payload["by"], _about(payload, mate, context))


def _about(payload: Mapping[str, Any], mate: Teammate, context: Context) -> Message:
    if payload["fault"]:
        return views.not_read(payload["fault"])
    added = context.store.teams.of_file(payload["file"])
    row = teaming.row(staffing.seated([mate], context.store, date.max, date.max)[0], payload["by"])
    left_out = {LeftOut(why): number for why, number in payload["left_out"].items()}
    return views.from_file(team_list.named(row), payload["file"], added, payload["found"], left_out)


@feature.button("away.undo")
def undo(request: Request, context: Context) -> Reply:
    """Take back what came from a file, for whoever had it read."""
    found = context.store.teams.of_file(request.value)
    if any(absence.by != request.user for absence in found):
        raise UserError("Whoever had the file read takes it back.")
    for absence in found:
        context.store.teams.back(absence)
    context.record("not away", request.user, stretches=len(found))
    return Reply(replace=views.taken_back(len(found)))
