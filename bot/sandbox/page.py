"""The demo's page: the workspace and Jira as they stand, drawn anew whenever they change."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox.drawing import Drawing, with_emoji
from bot.sandbox.jira import Issue
from bot.sandbox.scene import Scene
from bot.sandbox.slack import Channel, Message

MOST_ISSUES = 12
STYLE = """
:root { color-scheme: light dark; --back: #f4f5f7; --card: #fff; --text: #1d1c1d; --soft: #5c5f66;
  --line: #dcdfe4; --accent: #1264a3; --go: #007a5a; --new: #e8eaee; --work: #d6e6f7;
  --done: #d3efe0 }
@media (prefers-color-scheme: dark) { :root { --back: #131518; --card: #1d2025; --text: #e6e7ea;
  --soft: #a3a7af; --line: #343941; --accent: #6cb2ee; --go: #148567; --new: #30353d;
  --work: #1d3d5c; --done: #17452f } }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--text); overflow-wrap: anywhere;
  font: 15px/1.45 Lato, system-ui, sans-serif }
header { padding: .8rem 1rem; background: var(--card); border-bottom: 1px solid var(--line) }
header b { margin-right: .8rem } header p { margin: .15rem 0 0; color: var(--soft) }
.columns { display: grid; gap: 1rem; padding: 1rem; align-items: start;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 23rem), 1fr)) }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: .7rem .9rem; margin-bottom: 1rem }
h2 { font-size: 1rem; margin: 0 0 .5rem } h4 { margin: .3rem 0; font-size: 1rem }
p { margin: .25rem 0 } hr { border: 0; border-top: 1px solid var(--line) }
article { padding: .5rem 0; border-top: 1px solid var(--line) }
.who { font-weight: 700 } .when, .context, .none { color: var(--soft); font-size: .85rem }
.app { font-size: .68rem; background: var(--new); border-radius: 3px; padding: 0 .3em;
  margin-left: .35em }
.only { color: var(--soft); font-size: .85rem; font-style: italic }
.thread { margin: .4rem 0 0 .3rem; padding-left: .8rem; border-left: 3px solid var(--line) }
.button { display: inline-block; border: 1px solid var(--line); border-radius: 5px;
  padding: .1rem .55rem; margin: .15rem .1rem .15rem 0; font-size: .85rem; font-weight: 700 }
.primary { background: var(--go); border-color: var(--go); color: #fff }
q { quotes: none; border-left: 3px solid var(--line); padding-left: .6rem; display: inline-block }
q + br { display: none }
code { font-size: .85em; background: var(--new); padding: 0 .25em; border-radius: 3px }
.name { color: var(--accent) }
.file { border: 1px dashed var(--line); border-radius: 5px; padding: .4rem .6rem;
  color: var(--soft) }
.status { border-radius: 4px; padding: 0 .4em; font-size: .8rem; background: var(--new) }
.indeterminate { background: var(--work) } .done { background: var(--done) }
"""
SCRIPT = """
setInterval(async () => {
  try {
    const text = await (await fetch("/", { cache: "no-store" })).text();
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    const shown = document.querySelector("main");
    if (fresh && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh);
  } catch { document.querySelector("header p").textContent = "The demo has ended."; }
}, 1000);
"""


class Page:
    """Serves the scene at `url` while the context is entered."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.add_routes([web.get("/", self._show)])
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _show(self, _request: web.Request) -> web.Response:
        return web.Response(text=drawn(self.scene), content_type="text/html")


def drawn(scene: Scene) -> str:
    """The page as it stands."""
    columns = (
        [_channel(scene, scene.ideas), _channel(scene, scene.triage)],
        [_channel(scene, scene.digests)],
        [*_private(scene), _jira(scene)],
    )
    shown = "".join(f"<div>{''.join(column)}</div>" for column in columns)
    latest = next((line for line in reversed(scene.told) if line.startswith("\n*")), "Starting …")
    now = scene.clock.now()
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Shortlist demo</title>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style>"
        '<noscript><meta http-equiv=refresh content="2"></noscript><main><header>'
        f"<b>Shortlist demo</b>{now:%A}, {now.day} {now:%B %Y}, {now:%H:%M} UTC"
        f"<p>{escape(latest.strip().removeprefix('* '))}</p></header>"
        f"<div class=columns>{shown}</div></main><script>{SCRIPT}</script></html>"
    )


# --- Slack


def _channel(scene: Scene, channel: Channel) -> str:
    roots = [m for m in scene.slack.workspace.messages if m.channel == channel.id and m.is_root]
    return _place(f"# {channel.name}", _messages(scene, roots))


def _private(scene: Scene) -> Iterable[str]:
    for person in (scene.requester, scene.pm, scene.admin):
        told = scene.slack.direct_messages(person)
        if told:
            yield _place(f"{person.real_name}, in private", _messages(scene, told))


def _place(name: str, content: str) -> str:
    empty = "<p class=none>Nothing yet.</p>"
    return f"<section><h2>{escape(name)}</h2>{content or empty}</section>"


def _messages(scene: Scene, messages: Iterable[Message]) -> str:
    workspace = scene.slack.workspace
    names = {person.id: person.real_name for person in workspace.people.values()}
    drawing = Drawing(names | {channel.id: channel.name for channel in workspace.channels.values()})
    return "".join(_message(scene, drawing, names, message) for message in messages)


def _message(scene: Scene, drawing: Drawing, names: dict[str, str], message: Message) -> str:
    at = datetime.fromtimestamp(float(message.ts), UTC)
    app = "<span class=app>APP</span>" if message.by_bot else ""
    only = names.get(message.ephemeral_for or "")
    told = f"<p class=only>Only {escape(only)} sees this</p>" if only else ""
    replies = "".join(
        _message(scene, drawing, names, reply) for reply in scene.slack.thread(message)
    )
    thread = f"<div class=thread>{replies}</div>" if replies else ""
    return (
        f"<article>{told}<span class=who>{escape(names.get(message.user, message.user))}</span>"
        f"{app} <span class=when>{at:%a %H:%M}</span>{drawing.message(message)}{thread}</article>"
    )


# --- Jira


def _jira(scene: Scene) -> str:
    issues = list(scene.jira.site.issues.values())
    issues.sort(key=lambda issue: str(issue.fields["updated"]), reverse=True)
    rows = "".join(_issue(issue) for issue in issues[:MOST_ISSUES])
    note = f"<p class=none>The {MOST_ISSUES} changed last, of {len(issues)} issues.</p>"
    return _place(f"Jira {scene.project}", rows + note if rows else "")


def _issue(issue: Issue) -> str:
    status = issue.fields["status"]
    versions = ", ".join(version["name"] for version in issue.fields.get("fixVersions") or [])
    assignee = (issue.fields.get("assignee") or {}).get("displayName", "nobody")
    return (
        f"<article><b>{escape(issue.key)}</b> "
        f'<span class="status {escape(status["statusCategory"]["key"])}">{escape(status["name"])}'
        f"</span><p>{escape(with_emoji(issue.fields['summary']))}</p>"
        f"<span class=when>{escape(assignee)}{escape(' · ' + versions) if versions else ''}</span>"
        "</article>"
    )
