"""How Slack says no."""

from bot.sandbox.slack.state import Json


class Refused(Exception):
    """The answer `{"ok": false, "error": code}`, with whatever else Slack adds to it."""

    def __init__(self, code: str, **extra: object) -> None:
        super().__init__(code)
        self.answer: Json = {"ok": False, "error": code, **extra}


def faulty(code: str, faults: list[str]) -> Refused:
    """A refusal that lists what was wrong, as Slack does."""
    messages = [f"[ERROR] {fault}" for fault in faults]
    return Refused(code, errors=faults, response_metadata={"messages": messages})
