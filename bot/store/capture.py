"""How ideas are captured: channels' settings, the messages ideas were made of."""

from sqlmodel import Session, col, select

from bot.message import MessageRef
from bot.models import CaptureChannel, Idea, SourceMessage


class Capture:
    """What is captured where in one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def settings(self, channel: str) -> CaptureChannel:
        """A channel's settings, the usual ones where nobody changed them."""
        known = self.session.get(CaptureChannel, (self.workspace, channel))
        return known or CaptureChannel(workspace_id=self.workspace, channel=channel)

    def set(self, settings: CaptureChannel) -> None:
        """Store a channel's settings."""
        self.session.add(settings)
        self.session.flush()

    def idea(self, at: MessageRef) -> Idea | None:
        """The idea a message is."""
        rows = (
            select(Idea)
            .join(SourceMessage, col(SourceMessage.idea_id) == Idea.id)
            .where(
                SourceMessage.workspace_id == self.workspace,
                SourceMessage.channel == at.channel,
                SourceMessage.ts == at.ts,
            )
        )
        return self.session.exec(rows.with_for_update(of=Idea)).first()

    def idea_of_thread(self, channel: str, root: str) -> Idea | None:
        """The idea discussed in a thread; of several that came from it, the newest."""
        rows = select(Idea).where(
            Idea.workspace_id == self.workspace, Idea.channel == channel, Idea.thread == root
        )
        return self.session.exec(rows.order_by(col(Idea.id).desc()).limit(1)).first()

    def messages(self, idea: int) -> list[SourceMessage]:
        """The messages an idea was made of, in the order they were written."""
        rows = select(SourceMessage).where(
            SourceMessage.workspace_id == self.workspace, SourceMessage.idea_id == idea
        )
        return list(self.session.exec(rows.order_by(SourceMessage.ts)))

    def near(self, channel: str, author: str, within: tuple[str, str]) -> SourceMessage | None:
        """The newest message of a person in a channel between two time stamps that is an idea."""
        rows = select(SourceMessage).where(
            SourceMessage.workspace_id == self.workspace,
            SourceMessage.channel == channel,
            SourceMessage.author == author,
            col(SourceMessage.ts).between(*within),
        )
        return self.session.exec(rows.order_by(col(SourceMessage.ts).desc()).limit(1)).first()

    def add(self, message: SourceMessage) -> None:
        """An idea is made of this message from now on."""
        self.session.add(message)
        self.session.flush()
