"""How the three weekly digests look: the first message is the channel's, the others its thread's.

Each begins with a sentence that says what changed, goes on with a short list, and leaves the rest
to the thread. With nothing to say there is no message.
"""

from bot.domain.digests import Blockers, Capacity, Figures, Progress
from bot.message import Message
from bot.views import executive, sales
from bot.views.backdrop import Backdrop
from bot.views.blockers import blockers
from bot.views.capacity import capacity
from bot.views.progress import progress
from bot.words import DigestShape

TEAM, EXECUTIVE, SALES = DigestShape
__all__ = ["Backdrop", "blockers", "capacity", "digest", "progress"]


def digest(figures: Figures, backdrop: Backdrop) -> list[Message]:
    """Any of the three, in the shape that is asked for; nothing where it has none such."""
    match figures:
        case Progress():
            show = {TEAM: progress, EXECUTIVE: executive.progress, SALES: sales.progress}
            return show[backdrop.shape](figures, backdrop)
        case Blockers():
            held_up = {TEAM: blockers, EXECUTIVE: executive.blockers}.get(backdrop.shape)
            return held_up(figures, backdrop) if held_up else []
        case Capacity():
            ahead = {TEAM: capacity, EXECUTIVE: executive.capacity}.get(backdrop.shape)
            return ahead(figures, backdrop) if ahead else []
