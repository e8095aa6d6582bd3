"""How the three weekly digests look: the first message is the channel's, the others its thread's.

Each begins with a sentence that says what changed, goes on with a short list, and leaves the rest
to the thread. With nothing to say there is no message.
"""

from bot.domain.digests import Blockers, Capacity, Progress
from bot.message import Message
from bot.views.backdrop import Backdrop
from bot.views.blockers import blockers
from bot.views.capacity import capacity
from bot.views.progress import progress

Figures = Progress | Blockers | Capacity

__all__ = ["Backdrop", "Figures", "blockers", "capacity", "digest", "progress"]


def digest(figures: Figures, backdrop: Backdrop) -> list[Message]:
    """Any of the three, in the shape that is asked for."""
    match figures:
        case Progress():
            return progress(figures, backdrop)
        case Blockers():
            return blockers(figures, backdrop)
        case Capacity():
            return capacity(figures, backdrop)
