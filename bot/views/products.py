"""How products look: their list, their form, what is said when one is set up."""

from collections.abc import Sequence

from msgspec import Struct

from bot.domain import holidays
from bot.message import Block, Form, Message, Option
from bot.models import Digest, Product
from bot.views import blocks, inputs
from bot.views.text import channel, counted, escaped, people, person

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
USUAL_DAYS = 5
GROUP_HINT = "Whoever is in it answers, too. Slack gives its id under “Copy group ID”."
ASKS = "asks"
MOST_DAYS = 60
"""Business days to a first answer: for a new product, and at most."""


class Line(Struct, frozen=True):
    """A product and its PMs."""

    product: Product
    managers: Sequence[str]


def overview(lines: Sequence[Line]) -> Message:
    """All products, each with its settings a click away."""
    shown: list[Block] = [blocks.header("Products")]
    for item in lines[:40]:
        edit = blocks.button("product.edit", "Settings", str(item.product.id))
        shown.append(blocks.section(_described(item), edit))
    add = blocks.button("product.edit", "Add a product", "new")
    return Message("Products", (*shown, blocks.actions("add", add)))


def _described(item: Line) -> str:
    product = item.product
    facts = [f"PMs: {people(list(item.managers)).replace(' or ', ' and ')}"]
    if product.intake_channel:
        facts.append(f"requests in {channel(product.intake_channel)}")
    if product.triage_channel:
        facts.append(f"cards in {channel(product.triage_channel)}")
    if product.project:
        facts.append(f"Jira {product.project}")
    facts.append(f"answers within {counted(product.response_days, 'business day')}")
    if product.lead:
        facts.append(f"lead: {person(product.lead)}")
    facts.append(product.zone)
    return f"*{escaped(product.name)}*  `{product.key}`\n{'  ·  '.join(facts)}"


def product_form(
    product: Product | None,
    managers: Sequence[str],
    digest: Digest | None,
    groups: Sequence[str] = (),
) -> Form:
    """The form of a product, new or known."""
    return Form(
        "product.submit",
        "Product settings" if product else "New product",
        (
            *_identity(product),
            blocks.header("Who answers"),
            *_answers(product, managers, groups),
            blocks.header("Where"),
            *_places(product),
            blocks.header("Once a week"),
            *_rhythm(digest),
            _asks(product),
        ),
        submit="Save",
        context={"product": product.id} if product else {},
        again=("product.edit", str(product.id) if product else "new"),
    )


def _identity(product: Product | None) -> list[Block]:
    name = inputs.Input("name", "Name")
    key = inputs.Input("key", "Key", "Short, for commands: 2 to 10 letters or digits.")
    return [
        inputs.text_input(name, product.name if product else "", most=75),
        inputs.text_input(key, product.key if product else "", most=10, placeholder="APP"),
    ]


def _answers(
    product: Product | None, managers: Sequence[str], groups: Sequence[str]
) -> list[Block]:
    zone, days = (product.zone, product.response_days) if product else ("UTC", USUAL_DAYS)
    target = "Business days to a first answer"
    lead = inputs.Input("lead", "Lead", "Told when an answer is a day late.", optional=True)
    pms = inputs.Input("managers", "PMs", "They answer its ideas.", optional=True)
    group = inputs.Input("group", "User group of PMs", GROUP_HINT, optional=True)
    off = inputs.Input("country", "Holidays", "They are no business days.", optional=True)
    return [
        inputs.people_input(pms, managers),
        inputs.text_input(group, " ".join(groups), most=200, placeholder="S012AB3CD"),
        inputs.number_input(inputs.Input("days", target), str(days), most=MOST_DAYS),
        inputs.person_input(lead, product.lead if product else None),
        inputs.search_input(
            inputs.Input("zone", "Time zone"), "product.zone", Option(zone, zone), "Type a city"
        ),
        inputs.search_input(off, "product.country", _place(product), "Type a country"),
    ]


def _place(product: Product | None) -> Option | None:
    if product is None or product.country is None:
        return None
    parts = [product.country, product.subdivision]
    code = "-".join(part for part in parts if part)
    found = holidays.place(code)
    return Option(code, found.name if found else code)


def _places(product: Product | None) -> list[Block]:
    intake = inputs.Input(
        "intake", "Intake channel", "Ideas filed there are for this product.", optional=True
    )
    triage = inputs.Input("triage", "Triage channel", "Each idea's card is posted there.")
    project = inputs.Input("project", "Jira project key", "A yes becomes an issue.", optional=True)
    return [
        inputs.channel_input(intake, product.intake_channel if product else None),
        inputs.channel_input(triage, product.triage_channel if product else None),
        inputs.text_input(
            project, (product.project or "") if product else "", most=10, placeholder="ABC"
        ),
    ]


def _rhythm(digest: Digest | None) -> list[Block]:
    days = [Option(str(number), name) for number, name in enumerate(WEEKDAYS)]
    where = inputs.Input(
        "digest", "Digest channel", "Progress, blockers and capacity.", optional=True
    )
    return [
        inputs.channel_input(where, digest.channel if digest else None),
        inputs.choice(inputs.Input("weekday", "Day"), days, str(digest.weekday if digest else 0)),
        inputs.time_input(
            inputs.Input("time", "Time"), f"{digest.at:%H:%M}" if digest else "09:00"
        ),
    ]


def _asks(product: Product | None) -> Block:
    words = "Ask owners the working day before how releases and initiatives look"
    chosen = [ASKS] if product is None or product.asks else []
    return inputs.ticks(
        inputs.Input("asks", "Before it comes", optional=True), [Option(ASKS, words)], chosen
    )


def greeting(product: Product, use: str) -> Message:
    """What a channel is used for from now on."""
    what = {
        "triage": "The ideas people ask for are shown here, one card each, and answered here.",
        "digest": "Progress, blockers and capacity are posted here once a week.",
    }[use]
    text = f":wave: This is the {use} channel of *{escaped(product.name)}*. {what}"
    return Message(f"The {use} channel of {escaped(product.name)}", (blocks.section(text),))


def set_up(item: Line, digest: Digest | None) -> Message:
    """The confirmation."""
    text = f":white_check_mark: Saved.\n{_described(item)}"
    if digest is not None:
        day = WEEKDAYS[digest.weekday]
        place = channel(digest.channel)
        text += f"\nDigests: {day}s at {digest.at:%H:%M} ({digest.zone}) in {place}"
    return Message(f"{escaped(item.product.name)} is set up", (blocks.section(text),))


def cannot_post(place: str, bot: str, error: str) -> Message:
    """The bot has no voice in a channel."""
    invite = f"invite me there with `/invite` {person(bot)}" if bot else "invite me there"
    text = (
        f":warning: I can't post in {channel(place)} ({escaped(error)}). Please {invite}, "
        "then save the product again with `/product`."
    )
    return Message("I can't post in a channel", (blocks.section(text),))
