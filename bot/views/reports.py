"""What we say no to: the words, the charts and the sheet of a report."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.reporting import Answered, Report, products, reasons, segments
from bot.message import Block, Message
from bot.picture import Mark, Picture, Shape, Tone
from bot.views import blocks
from bot.views.decisions import TITLES
from bot.views.sheets import sheet
from bot.views.text import counted, cut, day, escaped
from bot.words import Verdict

ROWS = 8
"""Names a list or a chart shows; the sheet has all."""
NAME = 26
HEAD = ("Idea", "Title", "Product", "Answer", "Reason", "Month", "Answered at (UTC)", "Segments")


def message(report: Report, about: Sequence[str], charts: Sequence[tuple[str, str]]) -> Message:
    """The report in a few lines, with the charts that could be drawn: their files and words."""
    shown: list[Block] = [
        blocks.header("What we say no to"),
        blocks.section(_summary(report, about)),
    ]
    if report.noes():
        shown += [blocks.fields(_lists(report))]
        shown += [blocks.image(file, alt) for file, alt in charts]
        if not charts:
            shown.append(blocks.context("The charts could not be drawn this time."))
        shown.append(blocks.context(_small_print(report)))
    return Message("What we say no to", tuple(shown))


def _summary(report: Report, about: Sequence[str]) -> str:
    no, later = (len(report.noes(v)) for v in (Verdict.NO, Verdict.NOT_NOW))
    of = escaped(", ".join(about[:5])) + (" …" if len(about) > 5 else "")
    if not report.answers:
        return f"Nothing of {of} was answered since {_month(report.months[0])}."
    lines = [
        f"*{no} no* and *{later} not now* of {counted(len(report.answers), 'answered idea')}, "
        f"since {_month(report.months[0])}: {of}"
    ]
    half, most, share = report.waited(50), report.waited(85), report.in_time
    if half is not None and most is not None and share is not None:
        lines.append(
            f":stopwatch: First answer: half within *{_days(half)}*, 85% within *{_days(most)}*; "
            f"*{share:.0%}* in time"
        )
    return "\n".join(lines)


def _days(number: int) -> str:
    return counted(number, "business day") if number else "the same day"


def _lists(report: Report) -> list[tuple[str, str]]:
    months = [
        (_month(month), no + later)
        for month, no, later in zip(
            report.months,
            report.by_month(Verdict.NO),
            report.by_month(Verdict.NOT_NOW),
            strict=True,
        )
        if no + later
    ]
    named: list[tuple[str, list[tuple[str, int]]]] = [
        ("By reason", report.by(reasons)),
        ("By product", report.by(products)),
        ("By customer segment", report.by(segments)),
        ("By month", months[::-1]),
    ]
    return [(title, _counts(counts)) for title, counts in named if counts]


def _counts(counts: Sequence[tuple[str, int]]) -> str:
    rows = [f"{number}  {escaped(cut(name, NAME))}" for name, number in counts[:ROWS]]
    if len(counts) > ROWS:
        rows.append(f"… and {len(counts) - ROWS} more")
    return "\n".join(rows)


def _small_print(report: Report) -> str:
    words = "Each idea counts once, by the answer that rules it; for every segment behind it."
    if report.firsts:
        words += f" Business days until {counted(len(report.firsts), 'first answer')}, by product."
    return words


def _month(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%b %Y}"


# --- Charts


def pictures(report: Report) -> list[Picture]:
    """The charts of a report: by reason and by month. None where nothing was put off."""
    if not report.noes():
        return []
    return [_by_reason(report), _by_month(report)]


def _by_reason(report: Report) -> Picture:
    names = [name for name, _ in report.by(reasons)[:ROWS]][::-1]
    no, later = dict(report.by(reasons, Verdict.NO)), dict(report.by(reasons, Verdict.NOT_NOW))
    places = tuple(float(place) for place in range(len(names)))
    counts = [(float(no.get(name, 0)), float(later.get(name, 0))) for name in names]
    said = ", ".join(f"{name} {int(a + b)}" for name, (a, b) in zip(names, counts, strict=True))
    return Picture(
        "By reason",
        f"How many ideas were put off, by reason: {said}.",
        _stacked(Shape.BARS, places, counts),
        y_ticks=tuple(zip(places, (cut(name, NAME) for name in names), strict=True)),
        x_name="ideas",
    )


def _by_month(report: Report) -> Picture:
    pairs = zip(report.by_month(Verdict.NO), report.by_month(Verdict.NOT_NOW), strict=True)
    counts = [(float(no), float(later)) for no, later in pairs]
    places = tuple(float(place) for place in range(len(counts)))
    named = zip(report.months, counts, strict=True)
    said = ", ".join(f"{_month(m)} {int(a + b)}" for m, (a, b) in named if a + b)
    names = (f"{date.fromisoformat(f'{month}-01'):%b}" for month in report.months)
    return Picture(
        "By month",
        f"How many ideas were put off, by month: {said}.",
        _stacked(Shape.COLUMNS, places, counts),
        x_ticks=tuple(zip(places, names, strict=True)),
        y_name="ideas",
        x_places=True,
    )


def _stacked(
    shape: Shape, places: tuple[float, ...], counts: Sequence[tuple[float, float]]
) -> tuple[Mark, ...]:
    """No first, not now on top of it."""
    no = tuple(first for first, _ in counts)
    both = tuple(second for _, second in counts)

    def mark(values: tuple[float, ...], tone: Tone, name: str, low: tuple[float, ...]) -> Mark:
        x, y = (values, places) if shape is Shape.BARS else (places, values)
        return Mark(shape, x, y, tone, name, low)

    return (mark(no, Tone.MAIN, "No", ()), mark(both, Tone.QUIET, "Not now", no))


# --- The sheet


def as_csv(report: Report) -> bytes:
    """Every idea that was answered no or not now, then the figures."""
    return sheet(HEAD, (*map(_line, report.noes()), *_figures(report)))


def _line(one: Answered) -> Sequence[object]:
    return [
        one.number,
        one.title,
        one.product,
        TITLES[one.verdict],
        one.reason,
        one.month,
        f"{one.at:%Y-%m-%d %H:%M}",
        "; ".join(one.segments),
    ]


def _figures(report: Report) -> Iterable[Sequence[object]]:
    share = report.in_time
    yield ()
    yield ("First answers", len(report.firsts))
    yield ("Median, business days", report.waited(50))
    yield ("85th percentile, business days", report.waited(85))
    yield ("Share in time", None if share is None else round(share, 4))


def file_name(on: date, mark: str) -> str:
    """What the sheet is called: like no other."""
    return f"what-we-say-no-to-{on.isoformat()}-{mark}.csv"


def file_title(on: date) -> str:
    """What the sheet is shown as."""
    return f"What we say no to, {day(on)}"
