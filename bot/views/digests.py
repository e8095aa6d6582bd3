"""How the three weekly digests look: the first message is the channel's, the others its thread's.

Each begins with a sentence that says what changed, goes on with a short list, and leaves the rest
to the thread. With nothing to say there is no message.
"""

from bot.views.backdrop import Backdrop
from bot.views.blockers import blockers
from bot.views.capacity import capacity
from bot.views.progress import progress

__all__ = ["Backdrop", "blockers", "capacity", "progress"]
