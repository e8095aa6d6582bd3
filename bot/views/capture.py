"""What people see when a message becomes an idea, and how a channel is set up for it."""

from collections.abc import Sequence

from bot.message import Block, Form, Message, MessageRef, Option
from bot.models import CaptureChannel, Idea, Product
from bot.views import blocks, inputs
from bot.views.cards import own_controls
from bot.views.dossier import Dossier, reference
from bot.views.text import channel, escaped, person

ON, OFF = "on", "off"


def acknowledged(
    dossier: Dossier,
    products: Sequence[Product],
    *,
    controls: bool,
    below: Sequence[Block] = (),
) -> Message:
    """The one reply in the source thread: the number, whose it is, what they may do, and what
    stands `below`."""
    idea = dossier.idea
    whose = person(idea.requester)
    if idea.filed_by != idea.requester:
        whose += f" (filed by {person(idea.filed_by)})"
    text = f":bulb: Kept as {reference(idea)}, for {whose}. {_next(dossier, products)}"
    shown: list[Block] = [blocks.section(text)]
    used = own_controls(idea, products) if controls else []
    if used:
        shown.append(blocks.actions("own", *used))
    return Message(f"Kept as idea #{idea.number}.", (*shown, *below))


def _next(dossier: Dossier, products: Sequence[Product]) -> str:
    if dossier.product is not None:
        return f"The {escaped(dossier.product.name)} team will answer here."
    if products:
        return "Which product is it for?"
    return "The answer comes here."


def hint() -> Message:
    """A mention that asks for nothing."""
    text = (
        "Mention me together with what you need, and I keep it as an idea. In a thread, a mention "
        "alone keeps the first message of the thread. `/idea help` shows what else there is."
    )
    return Message(text, (blocks.section(text),))


def taken(idea: Idea) -> Message:
    """A mention in the thread of an idea."""
    text = (
        f"This thread belongs to {reference(idea)}: what you write here is part of its "
        "discussion. For something new, mention me outside the thread or type `/idea`."
    )
    return Message(f"This thread belongs to #{idea.number}.", (blocks.section(text),))


def already(idea: Idea) -> str:
    """A message that is an idea is asked to become one."""
    return f"This message is *#{idea.number}* already."


GONE = "is gone"
UNREADABLE = "holds no text that I can read"


def lost(at: MessageRef, why: str, bot: str) -> Message:
    """Why a message could not become an idea, and what to do."""
    place = channel(at.channel)
    if why in (GONE, UNREADABLE):
        text = f"The message in {place} {why}, so I could not make an idea of it. "
        text += "Type `/idea` and what it is about."
    else:
        text = f"I could not read the message in {place}, so it is no idea yet. Invite me there "
        text += f"(`/invite` {person(bot)}) and react again, or type `/idea` and what it is about."
    return Message("I could not make an idea of that message.", (blocks.section(text),))


# --- A channel's settings


def channel_form(settings: CaptureChannel, products: Sequence[Product]) -> Form:
    """How ideas are captured in a channel."""
    shown = [blocks.section(f"How ideas are captured in {channel(settings.channel)}.")]
    if products:
        options = [Option(str(product.id), product.name) for product in products]
        field = inputs.Input("product", "Product", "Whose ideas come in here.", optional=True)
        shown.append(
            inputs.choice(field, options, str(settings.product_id or ""), "By its intake channel")
        )
    hint = "The emoji that makes a message an idea. Leave it empty for none."
    field = inputs.Input("emoji", "Reaction", hint, optional=True)
    shown.append(inputs.text_input(field, _colons(settings.emoji), most=100))
    field = inputs.Input("whole", "Every message is an idea")
    options = [Option(OFF, "No"), Option(ON, "Yes, every message outside threads")]
    shown.append(inputs.choice(field, options, ON if settings.whole else OFF))
    hint = "A message with this emoji stays a message where every other is an idea."
    field = inputs.Input("skip", "Marker", hint, optional=True)
    shown.append(inputs.text_input(field, _colons(settings.skip), most=100))
    context = {"channel": settings.channel}
    return Form("channel.submit", "Capture ideas", tuple(shown), submit="Save", context=context)


def _colons(emoji: str | None) -> str:
    return f":{emoji}:" if emoji else ""


def announced(settings: CaptureChannel, product: Product | None, by: str) -> Message:
    """What a channel is told of its settings."""
    whose = f" for {escaped(product.name)}" if product else ""
    ways = []
    if settings.whole:
        ways.append(f"Every message outside threads becomes an idea{whose}.")
        if settings.skip:
            ways.append(f"Put {_colons(settings.skip)} into a message to keep it out.")
    elif settings.emoji:
        ways.append(f"React with {_colons(settings.emoji)} to make a message an idea{whose}.")
    ways.append(f"Mention me with what you need, or type `/idea`. Set by {person(by)}.")
    return Message("How ideas are captured here has changed.", (blocks.section(" ".join(ways)),))


def cannot_announce(place: str, bot: str) -> Message:
    """The DM about a channel the bot cannot speak in."""
    text = (
        f"Your settings for {channel(place)} are stored, but I am not in it: I see neither its "
        f"messages nor its reactions. Invite me there: `/invite` {person(bot)}."
    )
    return Message("Invite me to the channel.", (blocks.section(text),))
