"""Who hears of a change to an idea, where and when: each person behind it once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from msgspec import Struct

from bot.domain import quiet
from bot.feature import Context
from bot.message import MessageRef
from bot.models import Idea, Notice, Person, Preference
from bot.services import owed, refresh
from bot.words import Change, Level, Verdict

PART = 100
"""How many people are told of in one transaction."""
TOGETHER = timedelta(minutes=10)
"""How long a lesser change waits for others, to be told with them in one message."""
LESSER = frozenset({Change.IN_PROGRESS, Change.PLANNED, Change.DISCUSSED})
TALK = frozenset({Change.DISCUSSED})
"""What changes nothing of where an idea stands."""


class Listener(Struct, frozen=True):
    """A person behind an idea, and the thread in which they hear of it; by DM without one."""

    user: str
    thread: MessageRef | None = None


class Telling(Struct, frozen=True):
    """One change on its way to the people behind an idea."""

    idea: Idea
    what: Change
    name: str
    by: str
    detail: Mapping[str, Any]
    at: datetime
    family: Sequence[int]
    """The ideas whose people are told."""


def telling(payload: Mapping[str, Any], context: Context) -> Telling | None:
    """The change a delivery carries; None when its idea is gone."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None or idea.id is None:
        return None
    return Telling(
        idea,
        Change(payload["what"]),
        payload["name"],
        payload["by"],
        payload["detail"],
        datetime.fromisoformat(payload["at"]),
        payload["among"] or context.store.merges.family(idea.id),
    )


# --- Who, and where


def part(change: Telling, after: str, context: Context) -> tuple[list[Listener], str | None]:
    """The next people to tell, those who asked first; and after whom to go on, None at the end."""
    asked = _asked(change, context)
    first = [] if after else _first(change, asked)
    if is_question(change.detail):
        return [one for one in first if one.user == change.idea.requester], None
    support = context.store.support
    people = support.people(change.family, change.at, after=after, limit=PART)
    others = [Listener(user) for user in people if user not in {*asked, change.by}]
    return [*first, *others], people[-1] if len(people) == PART else None


def is_question(detail: Mapping[str, Any]) -> bool:
    """Whether the requester is asked for more, which concerns nobody else."""
    return detail.get("verdict") == Verdict.NEEDS_INFO


def _asked(change: Telling, context: Context) -> dict[str, MessageRef | None]:
    """Who asked for it, the requester first, and the thread of the message it came from."""
    ideas = context.store.ideas.of_ids(change.family)
    asked: dict[str, MessageRef | None] = {}
    for idea in sorted(ideas, key=lambda one: one.id != change.idea.id):
        asked.setdefault(idea.requester, _thread(idea))
    asked.pop(change.by, None)
    return asked


def _first(change: Telling, asked: Mapping[str, MessageRef | None]) -> list[Listener]:
    """Those who asked, where they hear. Of a discussion they hear by DM, for their own thread is
    another place than it is held in, unless they are in it: they read along."""
    if change.what not in TALK:
        return _in_own_threads(asked)
    there = _thread(change.idea)
    return [Listener(user) for user, thread in asked.items() if thread is None or thread != there]


def _thread(idea: Idea) -> MessageRef | None:
    return MessageRef(idea.channel, idea.thread) if idea.channel and idea.thread else None


def _in_own_threads(asked: Mapping[str, MessageRef | None]) -> list[Listener]:
    """Those who asked, but for whom their thread is told of somebody else already."""
    speakers: dict[MessageRef | None, str] = {}
    for user, thread in asked.items():
        speakers.setdefault(thread, user)
    return [
        Listener(user, thread)
        for user, thread in asked.items()
        if thread is None or speakers[thread] == user
    ]


def hears(notice: Notice, person: Person | None, preference: Preference | None) -> bool:
    """Whether a person can be told, and wants to be. A question to them is always asked."""
    if person is not None and person.deactivated:
        return False
    if person is not None and person.stranger and notice.thread is None:
        return False
    level = preference.level if preference else Level.ALL
    if level is Level.ALL or is_question(notice.detail):
        return True
    return level is Level.STATUS and notice.what not in TALK


# --- When


def notify(change: Telling, listeners: Sequence[Listener], context: Context) -> None:
    """Note what each is to be told, and hand over what is due now."""
    users = [listener.user for listener in listeners]
    known = context.store.people.all_known(users)
    chosen = context.store.people.preferences(users)
    open_until = _open_until(users, context)
    notices = []
    for listener in listeners:
        person, preference = known.get(listener.user), chosen.get(listener.user)
        notice = _notice(change, listener, context)
        if not hears(notice, person, preference):
            continue
        notice.due_at = _due(notice, person, preference, context.now)
        if notice.what in LESSER:
            notice.due_at = open_until.get(_place(notice), notice.due_at)
        notices.append(notice)
    refresh.people([one.user for one in notices if one.user not in known], context)
    _keep(notices, context)


def _notice(change: Telling, listener: Listener, context: Context) -> Notice:
    assert change.idea.id is not None
    channel, ts = listener.thread or (None, None)
    return Notice(
        workspace_id=context.store.workspace,
        idea_id=change.idea.id,
        user=listener.user,
        name=change.name,
        what=change.what,
        detail=dict(change.detail),
        channel=channel,
        thread=ts,
        due_at=context.now,
    )


def _due(
    notice: Notice, person: Person | None, preference: Preference | None, now: datetime
) -> datetime:
    ready = now + TOGETHER if notice.what in LESSER else now
    if preference is None:
        return ready
    zone = person.zone if person else "UTC"
    return quiet.over(ready, zone, preference.quiet_from, preference.quiet_to)


def _open_until(users: Sequence[str], context: Context) -> dict[tuple[str, ...], datetime]:
    """Until when lesser changes are gathered for each person, where some are."""
    waiting = context.store.notices.waiting(users)
    gathered = [n for n in waiting if n.what in LESSER and n.due_at > context.now]
    return {_place(notice): notice.due_at for notice in reversed(gathered)}


def _place(notice: Notice) -> tuple[str, ...]:
    return notice.user, notice.channel or "", notice.thread or ""


def _keep(notices: Sequence[Notice], context: Context) -> None:
    now = [notice for notice in notices if notice.due_at <= context.now]
    for notice in now:
        notice.owed_at = context.now
    _owe([([key], user) for key, user in context.store.notices.add(now).items()], context)
    context.store.notices.add([notice for notice in notices if notice.owed_at is None])


def _owe(words: Iterable[tuple[list[int], str]], context: Context) -> None:
    """One message for each list of notices, to its person."""
    context.owe_each(
        "tell.word",
        [
            (owed.to_person(user), {"notices": notices}, f"told:{notices[0]}")
            for notices, user in words
        ],
    )


def hand_over_due(context: Context) -> bool:
    """Hand over what was held back and is due: lesser changes together. Whether more may be."""
    due, words = context.store.notices.due(context.now, PART), []
    for together in _messages(due):
        for notice in together:
            notice.owed_at = context.now
            context.store.notices.save(notice)
        words.append(([notice.id or 0 for notice in together], together[0].user))
    _owe(words, context)
    return len(due) == PART


def _messages(notices: Iterable[Notice]) -> Iterable[list[Notice]]:
    """What is told in one message: lesser changes of one place, anything else alone."""
    for _, found in groupby(notices, key=_place):
        several = list(found)
        lesser = [notice for notice in several if notice.what in LESSER]
        yield from ([notice] for notice in several if notice.what not in LESSER)
        if lesser:
            yield lesser
