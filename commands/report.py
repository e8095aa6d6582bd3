"""What we say no to, by DM: a few lines with charts, and a sheet. `/triage report` begins it.

A report is a chain of deliveries: each chart is drawn, then uploaded; then the words are sent with
those charts that Slack took, and the sheet after them.
"""

import base64
from collections.abc import Mapping
from typing import Any

from bot.desk import Draw
from bot.domain.reporting import Report
from bot.domain.response import calendar_of
from bot.effects import Effect, PostMessage, Proceed, SendFile, UploadFile
from bot.feature import Context, Feature
from bot.picture import Picture
from bot.services import reporting
from bot.views import reports as views

feature = Feature(
    "Tell PMs what we say no to, and how fast",
    scopes=("chat:write", "files:read", "files:write", "im:history", "im:write"),
)


@feature.effect("report.begin")
def begin(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    """Look whether there is anything to draw."""
    return Proceed()


@feature.done("report.begin")
def begun(payload: Mapping[str, Any], result: object, context: Context) -> None:  # noqa: ARG001
    """Owe the first chart, or the words alone."""
    _go_on(payload, context)


def _go_on(payload: Mapping[str, Any], context: Context) -> None:
    """What comes next: a chart that was not tried yet, else the words and the sheet."""
    if len(payload["files"]) < len(views.pictures(_report(payload, context))):
        _owe("report.chart", payload, context)
    else:
        _owe("report.words", payload, context)
        _owe("report.sheet", payload, context)


def _report(payload: Mapping[str, Any], context: Context) -> Report:
    return reporting.report(payload["products"], context)


def _owe(kind: str, payload: Mapping[str, Any], context: Context) -> None:
    context.owe(kind, f"report:{payload['name']}", payload)


@feature.effect("report.chart")
def chart(payload: Mapping[str, Any], context: Context) -> Effect:
    """The next chart; nothing where it has no figures any more."""
    picture = _picture(payload, context)
    return Draw(picture) if picture else Proceed()


def _picture(payload: Mapping[str, Any], context: Context) -> Picture | None:
    found = views.pictures(_report(payload, context))
    number = len(payload["files"])
    return found[number] if number < len(found) else None


@feature.done("report.chart")
def drawn(payload: Mapping[str, Any], result: bytes | None, context: Context) -> None:
    """Owe its upload; go on without it where it could not be drawn."""
    picture = _picture(payload, context)
    if not result or picture is None:
        _go_on({**payload, "files": [*payload["files"], None]}, context)
        return
    png = base64.b64encode(result).decode()
    file = {"png": png, "title": picture.title, "alt": picture.alt}
    _owe("report.upload", {**payload, "file": file}, context)


@feature.effect("report.upload")
def upload(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    """The chart, to be shown in the words that follow."""
    file, number = payload["file"], len(payload["files"]) + 1
    png = base64.b64decode(file["png"])
    return UploadFile(f"report-{number}.png", file["title"], file["alt"], png)


@feature.done("report.upload")
def uploaded(payload: Mapping[str, Any], result: str | None, context: Context) -> None:
    """Go on with it, or without it."""
    rest = {name: value for name, value in payload.items() if name != "file"}
    shown = {"file": result, "alt": payload["file"]["alt"]} if result else None
    _go_on({**rest, "files": [*payload["files"], shown]}, context)


@feature.effect("report.words")
def words(payload: Mapping[str, Any], context: Context) -> Effect:
    """The report in a few lines."""
    report = _report(payload, context)
    about = [p.name for p in context.store.products.all() if p.id in payload["products"]]
    charts = [(one["file"], one["alt"]) for one in payload["files"] if one]
    return PostMessage(payload["user"], views.message(report, about, charts))


@feature.effect("report.sheet")
def sheet(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """Every answer as a line of a sheet; none where nothing was answered."""
    report = _report(payload, context)
    if not report.answers:
        return None
    product = context.store.products.by_id(payload["products"][0])
    today = calendar_of(product).day(context.now)
    name, title = views.file_name(today, payload["name"][:6]), views.file_title(today)
    return SendFile(payload["user"], name, title, views.as_csv(report))
