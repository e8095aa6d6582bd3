"""The buttons of the blockers digest: ask whoever can end one, look at it.

An answer comes back into the thread of the digest, once, whether it is given in the form or as a
reply to the question.
"""

from collections.abc import Mapping
from typing import Any

from bot.effects import Effect, PostMessage, UpdateMessage
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Fate, Form, Message, MessageRef, Place, Reply
from bot.models import Question
from bot.request import Request
from bot.services import holdups, people, staffing
from bot.services.holdups import Held
from bot.tracked import Issue
from bot.views import holdups as views
from bot.views.notices import sheet, told
from bot.views.text import channel, person

feature = Feature(
    "Ask the owners of blockers, and tell the thread what they say",
    scopes=("chat:write", "im:write", "im:history"),
)


@feature.button("blockers.look")
def look(request: Request, context: Context) -> Reply:  # noqa: ARG001
    """Somebody looks at an item in Jira."""
    return SILENT


# --- Asking


@feature.button("blockers.ask")
def ask(request: Request, context: Context) -> Reply:
    """Ask the owner; whom, where nobody knows who that is in Slack."""
    about, thread = holdups.held(request.value, context), holdups.thread(request)
    known = context.store.blockers.asked(thread, about.issue.id)
    if known is not None:
        raise UserError(views.already(known, about.issue))
    owner = people.in_slack(about.owner, context) if about.owner else None
    if owner is None:
        return Reply(form=_whom(about, request, thread, context))
    number = _asked(about, thread, owner, request.user, context)
    if owner == request.user:
        return Reply(form=views.answer_form(about.issue, number))
    return Reply(message=told(views.asking(owner, about.issue)))


def _whom(about: Held, request: Request, thread: MessageRef, context: Context) -> Form:
    known = context.store.accounts.known([about.owner or ""])
    name = known[about.owner].name if about.owner in known else about.owner
    ties = staffing.may_change(request.user, about.product, context)
    given = {"value": request.value, "channel": thread.channel, "thread": thread.ts}
    return views.whom_form(about.issue, name or "", given, ties=ties)


@feature.form("blockers.whom")
def whom(request: Request, context: Context) -> Reply:
    """Ask the person who was chosen, and remember who they are in Jira where that was said."""
    about = holdups.held(str(request.context["value"]), context)
    chosen = request.entered("person")
    _must_be_here(chosen, context)
    if views.SAME in request.chosen("tie"):
        _tie(about, chosen, request.user, context)
    thread = MessageRef(str(request.context["channel"]), str(request.context["thread"]))
    number = _asked(about, thread, chosen, request.user, context)
    if chosen == request.user:
        return Reply(form=views.answer_form(about.issue, number), place=Place.UPDATE)
    done = sheet("blockers.whom", "Asked", views.asking(chosen, about.issue))
    return Reply(form=done, place=Place.UPDATE)


def _tie(about: Held, chosen: str, by: str, context: Context) -> None:
    """Remember who the owner is in Slack, as somebody who may says."""
    if about.owner and staffing.may_change(by, about.product, context):
        people.tie(about.owner, chosen, context)
        context.record("tied", by, account=about.owner, to=chosen)


def _must_be_here(user: str, context: Context) -> None:
    known = context.store.people.known(user)
    if not user or user == context.store.members.bot():
        raise UserError("Choose a colleague: I don't know the answer.", "person")
    if known is not None and (known.deactivated or known.stranger):
        raise UserError("I can't write to this person. Choose somebody else.", "person")


def _asked(about: Held, thread: MessageRef, whom: str, by: str, context: Context) -> int:
    """The new question's number. Raises UserError where the item was asked about before."""
    store = context.store
    question = Question(
        workspace_id=store.workspace,
        product_id=about.product.id or 0,
        issue_id=about.issue.id,
        channel=thread.channel,
        thread=thread.ts,
        asked=whom,
        by=by,
        at=context.now,
    )
    number = store.blockers.ask(question)
    if number is None:
        known = store.blockers.asked(thread, about.issue.id) or question
        raise UserError(views.already(known, about.issue))
    context.record("asked", by, item=about.issue.key, whom=whom)
    if whom != by:
        context.owe("blockers.ask", _key(number), {"question": number})
    return number


def _key(number: int) -> str:
    return f"question:{number}"


@feature.effect("blockers.ask")
def question(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM to whoever is asked; nothing once the item is done or gone."""
    found = context.store.blockers.question(payload["question"])
    message = _drawn(found, context)
    return PostMessage(found.asked, message) if found and message else None


@feature.done("blockers.ask")
def posted(payload: Mapping[str, Any], result: MessageRef, context: Context) -> None:
    """Remember where it stands: a reply there is the answer."""
    found = context.store.blockers.question(payload["question"], lock=True)
    if found is not None:
        found.dm_channel, found.dm_ts = result
        context.store.blockers.keep(found)
        if found.answered_at is not None:
            _redraw(payload["question"], context)


@feature.dead("blockers.ask")
def unreached(payload: Mapping[str, Any], error: str, context: Context) -> None:  # noqa: ARG001
    """Tell the asker, who may ask somebody else."""
    found = context.store.blockers.question(payload["question"])
    if found is None:
        return
    lost = {"asked": found.asked, "by": found.by, "issue": found.issue_id}
    context.store.blockers.drop(found)
    context.owe("blockers.lost", f"person:{found.by}", lost)


@feature.effect("blockers.lost")
def lost(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM about somebody who could not be asked."""
    issue = context.store.work.by_issue(payload["issue"])
    return PostMessage(payload["by"], views.unreached(payload["asked"], issue)) if issue else None


def _drawn(question: Question | None, context: Context) -> Message | None:
    """The question as it stands now."""
    about = holdups.of_question(question, context)
    return views.asked(question, about) if question and about else None


# --- Answering


@feature.button("blockers.answer")
def answer(request: Request, context: Context) -> Reply:
    """Open the form of the answer, for whoever was asked."""
    found, issue = _mine(int(request.value), request.user, context)
    return Reply(form=views.answer_form(issue, found.id or 0))


def _mine(number: int, user: str, context: Context) -> tuple[Question, Issue]:
    """A question that waits for this person. Raises UserError."""
    found = context.store.blockers.question(number, lock=True)
    issue = context.store.work.by_issue(found.issue_id) if found else None
    if found is None or issue is None:
        raise UserError("What this was about is gone.")
    if found.asked != user:
        raise UserError(f"{person(found.asked)} was asked.")
    if found.answered_at is not None:
        raise UserError(f"You answered about {issue.key} already: {channel(found.channel)} knows.")
    return found, issue


@feature.form("blockers.reply")
def reply(request: Request, context: Context) -> Reply:
    """Take the answer to the digest's thread."""
    found, _ = _mine(int(str(request.context["question"])), request.user, context)
    said = request.entered("answer").strip()
    if not said:
        raise UserError("Say at least a word.", "answer")
    _answer(found, said, context)
    return SILENT


@feature.event("message", "message.im")
def heard(request: Request, context: Context) -> Reply:
    """A reply in the thread of the question is the answer: the first one."""
    said = request.said
    if said is None or said.thread is None or said.by_app or said.fate is not Fate.SAID:
        return SILENT
    if said.at.channel[:1] != "D":
        return SILENT
    found = context.store.blockers.asked_in(MessageRef(said.at.channel, said.thread))
    if found is not None and found.answered_at is None and said.text.strip():
        _answer(found, said.text.strip(), context)
    return SILENT


def _answer(question: Question, said: str, context: Context) -> None:
    question.answer, question.answered_at = said, context.now
    context.store.blockers.keep(question)
    number = question.id or 0
    context.record("answered about a blocker", question.asked, question=number)
    context.owe("blockers.answered", f"{_key(number)}:answer", {"question": number})
    _redraw(number, context)


def _redraw(number: int, context: Context) -> None:
    context.owe("blockers.redraw", _key(number), {"question": number}, replaces=True)


@feature.effect("blockers.answered")
def answered(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The answer, in the digest's thread; to the asker where nobody can be told there."""
    found = context.store.blockers.question(payload["question"])
    about = holdups.of_question(found, context)
    if found is None or about is None:
        return None
    message = views.answered(found, about)
    return PostMessage(found.channel, message, thread=found.thread, otherwise=found.by)


@feature.effect("blockers.redraw")
def redraw(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The question's DM, once it is answered."""
    found = context.store.blockers.question(payload["question"])
    message = _drawn(found, context)
    if found is None or message is None or found.dm_channel is None or found.dm_ts is None:
        return None
    return UpdateMessage(MessageRef(found.dm_channel, found.dm_ts), message)
