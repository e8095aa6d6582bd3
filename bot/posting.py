"""The deliveries of jobs: a run, then what it says, message by message, as a post.

Its words are stored and owed in the transaction that finishes the run; charts leave before them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.desk import Drawn, RunJob
from bot.effects import Effect, PostMessage, ReadPermalink, UploadFile
from bot.feature import Context, Effects
from bot.job import Job
from bot.message import Message, MessageRef
from bot.models import Post, PostChart
from bot.services import owed
from bot.views.blocks import with_picture
from bot.views.subscriptions import out_of_turn, previewed


class JobEffects(Effects):
    """The kinds of delivery by which jobs run and their words are posted."""

    def __init__(self, jobs: Mapping[str, Job]) -> None:
        super().__init__()
        self.jobs = jobs
        self.effect("job.run")(_run)
        self.done("job.run")(self._concluded)
        self.effect("post.chart")(_chart)
        self.done("post.chart")(_uploaded)
        self.effect("post.root")(_root)
        self.done("post.root")(_rooted)
        self.effect("post.link")(_link)
        self.done("post.link")(_linked)
        self.effect("post.reply")(_reply)

    def _concluded(self, payload: Mapping[str, Any], result: list[Drawn], context: Context) -> None:
        act = self.jobs[payload["job"]].act
        if act is not None:
            act(context)
        elif result:
            _post(payload, result, context)
        elif by := payload.get("by"):
            quiet = {"digest": payload["subject"], "user": by}
            context.owe("digest.quiet", owed.to_person(by), quiet)


def _run(payload: Mapping[str, Any], context: Context) -> Effect | None:
    if payload["subject"] and not _is_wanted(payload, context):
        return None
    return RunJob(
        context.store.workspace,
        payload["job"],
        payload["subject"],
        datetime.fromisoformat(payload["due"]),
        datetime.fromisoformat(payload["taken"]),
    )


def _is_wanted(payload: Mapping[str, Any], context: Context) -> bool:
    """Whether its subscription is still there, and runs or was asked for by somebody."""
    digest = context.store.digests.by_id(payload["subject"])
    return digest is not None and (not digest.paused or "by" in payload)


def _post(payload: Mapping[str, Any], said: list[Drawn], context: Context) -> None:
    digests = context.store.digests
    digest = digests.by_id(payload["subject"])
    if digest is None or digests.post_of(payload["subject"], payload["slot"]) is not None:
        return
    post = Post(
        workspace_id=context.store.workspace,
        digest_id=payload["subject"],
        period=payload["slot"],
        channel=digest.channel,
        by=payload.get("by"),
        messages=[{"text": one.message.text, "blocks": one.message.blocks} for one in said],
        created_at=context.now,
    )
    post.channel = (post.by if post.is_preview else None) or digest.channel
    digests.post(post)
    assert post.id is not None
    _owe_charts(post.id, said, context)
    key = f"post:{post.id}"
    root = context.owe("post.root", key, {"post": post.id}, dedup=key)
    for index in range(1, len(said)):
        reply = {"post": post.id, "index": index}
        context.owe("post.reply", key, reply, dedup=f"{key}:{index}", after=root)


def _owe_charts(post: int, said: list[Drawn], context: Context) -> None:
    """Store the charts and owe their uploads, before the root and in the order of its key."""
    for place, (message, png) in enumerate(said):
        picture = message.picture
        if picture is None:
            continue
        context.store.digests.add_chart(
            PostChart(post_id=post, place=place, title=picture.title, alt=picture.alt, png=png)
        )
        if png is not None:
            chart = {"post": post, "place": place}
            context.owe("post.chart", f"post:{post}", chart, dedup=f"post:{post}:chart:{place}")


def _chart(payload: Mapping[str, Any], context: Context) -> Effect | None:
    chart = context.store.digests.chart(payload["post"], payload["place"])
    if chart is None or chart.png is None:
        return None
    return UploadFile(f"chart-{chart.place + 1}.png", chart.title, chart.alt, chart.png)


def _uploaded(payload: Mapping[str, Any], result: str | None, context: Context) -> None:
    context.store.digests.uploaded(payload["post"], payload["place"], result)


def _root(payload: Mapping[str, Any], context: Context) -> Effect | None:
    post = _wanted(payload, context)
    return PostMessage(post.channel, _message(post, 0, context)) if post else None


def _wanted(payload: Mapping[str, Any], context: Context) -> Post | None:
    """The post, unless its subscription was removed before it was sent."""
    post = context.store.digests.post_by_id(payload["post"])
    return post if post and context.store.digests.by_id(post.digest_id) else None


def _rooted(payload: Mapping[str, Any], result: MessageRef, context: Context) -> None:
    context.store.digests.posted(payload["post"], result)
    stands = {"post": payload["post"], "channel": result.channel, "ts": result.ts}
    context.owe("post.link", f"link:{payload['post']}", stands)


def _link(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    return ReadPermalink(MessageRef(payload["channel"], payload["ts"]))


def _linked(payload: Mapping[str, Any], result: str, context: Context) -> None:
    context.store.digests.linked(payload["post"], result)


def _reply(payload: Mapping[str, Any], context: Context) -> Effect | None:
    post = _wanted(payload, context)
    if post is None or post.ts is None:
        return None
    return PostMessage(post.channel, _message(post, payload["index"], context), thread=post.ts)


def _message(post: Post, index: int, context: Context) -> Message:
    kept = post.messages[index]
    chart = context.store.digests.chart(post.id or 0, index)
    shown = tuple(kept["blocks"])
    if index == 0 and post.by:
        digest = context.store.digests.by_id(post.digest_id)
        place = digest.channel if digest and post.is_preview else None
        shown = previewed(shown, place) if place else out_of_turn(shown, post.by)
    return Message(kept["text"], with_picture(shown, chart.file, chart.alt) if chart else shown)
