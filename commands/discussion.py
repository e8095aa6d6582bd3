"""Replies in the thread an idea came from are its discussion; its message may go, it stays."""

from bot.domain import capture as domain
from bot.domain import ideas
from bot.feature import Context, Feature
from bot.message import SILENT, Fate, MessageRef, Reply, Said
from bot.models import Comment, Idea
from bot.request import Request
from bot.services import filing, owed, response
from bot.words import Status

feature = Feature(
    "Keep what is said about an idea where it was asked",
    scopes=("channels:history", "groups:history"),
)


@feature.event("message", "message.channels", "message.groups")
def heard(request: Request, context: Context) -> Reply:
    """Keep up with replies in the threads of ideas, and with the messages ideas were made of."""
    said = request.said
    if said is None:
        return SILENT
    if said.thread is not None:
        _discussed(said, context)
    elif said.fate is Fate.DELETED:
        _source_gone(said.at, context)
    return SILENT


def _discussed(said: Said, context: Context) -> None:
    idea = context.store.capture.idea_of_thread(said.at.channel, said.root)
    known = context.store.discussion.at(said.at)
    if known is None and (idea is None or said.by_app or not _is_said(said, context)):
        return
    comment = known or _new(said, idea, context)
    changed = known is None or _is_news(said, known)
    if not changed:
        return
    _take_in(said, comment, context)
    context.store.discussion.add(comment)
    about = context.store.ideas.by_id(comment.idea_id, lock=True)
    if about is None:
        return
    owed.card(about, context)
    if known is None and said.fate is Fate.SAID:
        _answered(about, said.author, context)
        owed.talk(about, comment, context)


def _is_said(said: Said, context: Context) -> bool:
    """Whether a person says it, and not of the message an idea itself was made of."""
    return bool(said.author) and context.store.capture.idea(said.at) is None


def _new(said: Said, idea: Idea | None, context: Context) -> Comment:
    assert idea is not None
    assert idea.id is not None
    return Comment(
        workspace_id=context.store.workspace,
        idea_id=idea.id,
        channel=said.at.channel,
        ts=said.at.ts,
        author=said.author,
        text="",
        at=domain.instant(said.at.ts),
    )


def _is_news(said: Said, known: Comment) -> bool:
    """Whether it is newer than what is stored: events come in any order, and more than once."""
    if known.deleted_at is not None or said.fate is Fate.SAID:
        return False
    if said.fate is Fate.DELETED:
        return True
    edited = domain.instant(said.edited) if said.edited else None
    return edited is not None and (known.edited_at is None or edited > known.edited_at)


def _take_in(said: Said, comment: Comment, context: Context) -> None:
    if said.fate is Fate.DELETED:
        comment.text, comment.deleted_at = "", context.now
        return
    comment.text = filing.words(said, context)
    if said.edited:
        comment.edited_at = domain.instant(said.edited)


def _answered(idea: Idea, author: str, context: Context) -> None:
    """A reply of those who asked is what the PM waits for."""
    if idea.status is not Status.NEEDS_INFO or author not in (idea.requester, idea.filed_by):
        return
    idea.status, idea.updated_at = ideas.moved(idea.status, Status.UNDER_REVIEW), context.now
    context.store.ideas.add(idea)
    response.resumed(idea, context)
    context.record("answered", author, idea=idea.id)
    owed.note(idea, "answered", "the requester answered in its thread.", context)


def _source_gone(at: MessageRef, context: Context) -> None:
    """The message is gone, the idea stays: its people hear by DM, and no dead link is shown."""
    idea = context.store.capture.idea(at)
    if idea is None or idea.thread != at.ts:
        return
    idea.permalink = idea.thread = None
    context.store.ideas.add(idea)
    context.record("source deleted", "slack", idea=idea.id)
    owed.card(idea, context)
