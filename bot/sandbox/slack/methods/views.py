"""views.*: modals and App Homes.

https://docs.slack.dev/surfaces/modals and https://docs.slack.dev/surfaces/app-home
"""

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.errors import Refused, faulty
from bot.sandbox.slack.limits import too_large, view_faults
from bot.sandbox.slack.methods.chat import missing_files
from bot.sandbox.slack.methods.lookups import person_named
from bot.sandbox.slack.payloads import view_json
from bot.sandbox.slack.state import Json, Trigger, View
from bot.sandbox.slack.workspace import Workspace

TRIGGER_SECONDS = 3.0
"""How long a trigger_id may be used (https://docs.slack.dev/interactivity/handling-user-interaction)."""
DEEPEST_STACK = 3


def check_view(workspace: Workspace, view: object, kind: str) -> Json:
    """The view, if Slack would show it as this kind; refused otherwise."""
    if isinstance(view, dict) and too_large(view):
        raise Refused("view_too_large")
    faults = view_faults(view)
    if not isinstance(view, dict) or faults:
        raise faulty("invalid_arguments", faults)
    faults = missing_files(workspace, view["blocks"])
    if view["type"] != kind:
        faults.append(f"view must be a {kind} [json-pointer:/view/type]")
    if faults:
        raise faulty("invalid_arguments", faults)
    return view


def _spent(workspace: Workspace, arguments: Arguments) -> Trigger:
    trigger = workspace.triggers.get(arguments.required("trigger_id"))
    if trigger is None:
        raise Refused("invalid_trigger_id")
    if workspace.clock() - trigger.issued_at > TRIGGER_SECONDS:
        raise Refused("expired_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    return trigger


def _free_name(workspace: Workspace, content: Json, but: View | None = None) -> None:
    name = content.get("external_id")
    if name and any(v.external_id == name for v in workspace.open_views() if v is not but):
        raise Refused("duplicate_external_id")


def open_modal(workspace: Workspace, arguments: Arguments) -> Json:
    """Open a modal; one that was open gives way."""
    trigger = _spent(workspace, arguments)
    content = check_view(workspace, arguments.values.get("view"), "modal")
    _free_name(workspace, content)
    trigger.used = True
    view = workspace.new_view(trigger.user, content)
    workspace.modals[trigger.user] = [view]
    return {"ok": True, "view": view_json(workspace, view)}


def push(workspace: Workspace, arguments: Arguments) -> Json:
    """Put a modal on top of the one that is open; three is the most."""
    trigger = _spent(workspace, arguments)
    content = check_view(workspace, arguments.values.get("view"), "modal")
    _free_name(workspace, content)
    stack = workspace.modals.get(trigger.user, [])
    if not stack:
        raise Refused("not_found")
    if len(stack) >= DEEPEST_STACK:
        raise Refused("push_limit_reached")
    trigger.used = True
    view = workspace.new_view(trigger.user, content, under=stack[-1])
    stack.append(view)
    return {"ok": True, "view": view_json(workspace, view)}


def update(workspace: Workspace, arguments: Arguments) -> Json:
    """Change an open view, named by id or external_id; with a hash, only if it is the same."""
    names = {"id": arguments.text("view_id"), "external_id": arguments.text("external_id")}
    wanted = {(key, name) for key, name in names.items() if name}
    if not wanted:
        raise faulty("invalid_arguments", ["missing required field: view_id [json-pointer:]"])
    for view in workspace.open_views():
        if wanted & {("id", view.id), ("external_id", view.external_id)}:
            content = check_view(workspace, arguments.values.get("view"), view.content["type"])
            _same(view, arguments)
            _free_name(workspace, content, but=view)
            workspace.replace_view(view, content)
            return {"ok": True, "view": view_json(workspace, view)}
    raise Refused("not_found")


def _same(view: View, arguments: Arguments) -> None:
    if arguments.text("hash") not in ("", view.hash):
        raise Refused("hash_conflict")


def publish(workspace: Workspace, arguments: Arguments) -> Json:
    """Show a person their App Home; with a hash, only if it is the same as before."""
    user = person_named(workspace, arguments.required("user_id")).id
    content = check_view(workspace, arguments.values.get("view"), "home")
    home = workspace.homes.get(user)
    _free_name(workspace, content, but=home)
    if home is None:
        home = workspace.homes[user] = workspace.new_view(user, content)
    else:
        _same(home, arguments)
        workspace.replace_view(home, content)
    return {"ok": True, "view": view_json(workspace, home)}


METHODS = {
    "views.open": open_modal,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}
