"""Which ideas may become one."""

from bot.errors import UserError
from bot.models import Idea
from bot.words import Status

TOO_LATE = {
    Status.PLANNED: "is planned",
    Status.IN_PROGRESS: "is being worked on",
    Status.SHIPPED: "has shipped",
    Status.WITHDRAWN: "was withdrawn",
}
"""What is promised, or taken back, stays for itself."""


def must_merge(idea: Idea, other: Idea, root: Idea) -> None:
    """Raises UserError unless `idea` may lead to `root`, which is what `other` leads to."""
    if idea.id == other.id:
        raise UserError("Choose another idea than this one.", "into")
    if root.id == idea.id:
        raise UserError(f"#{other.number} was merged into #{idea.number}: they are one.", "into")
    if idea.status in TOO_LATE:
        why = TOO_LATE[idea.status]
        raise UserError(f"#{idea.number} {why}. Merge the other one into it instead.", "into")
    if root.status is Status.WITHDRAWN:
        raise UserError(f"#{root.number} was withdrawn: nobody would answer there.", "into")
