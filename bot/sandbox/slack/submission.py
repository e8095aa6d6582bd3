"""What becomes of a form once the app has acknowledged its submission.

https://docs.slack.dev/surfaces/modals#updating_views
"""

from bot.sandbox.slack.envelope import Ack
from bot.sandbox.slack.errors import Refused
from bot.sandbox.slack.methods.views import DEEPEST_STACK, check_view
from bot.sandbox.slack.state import Json, View
from bot.sandbox.slack.workspace import Workspace


def settle(workspace: Workspace, view: View, ack: Ack) -> None:
    """Close, change or keep the form as the acknowledgement says. With errors it stays as it
    is, under the same id and hash. Raises Refused when Slack would show its own error."""
    if ack.status != 200:
        raise Refused("bad_status")
    stack = workspace.modals.get(view.user, [])
    match ack.body.get("response_action"):
        case None:
            stack.remove(view)
        case "clear":
            stack.clear()
        case "errors":
            _check_errors(view, ack.body)
        case "update":
            workspace.replace_view(view, check_view(workspace, ack.body.get("view"), "modal"))
        case "push":
            if len(stack) >= DEEPEST_STACK:
                raise Refused("push_limit_reached")
            content = check_view(workspace, ack.body.get("view"), "modal")
            stack.append(workspace.new_view(view.user, content, under=view))
        case other:
            raise Refused("invalid_response_action", given=other)


def _check_errors(view: View, body: Json) -> None:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    errors = body.get("errors")
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise Refused("invalid_errors", given=errors, inputs=sorted(inputs))
