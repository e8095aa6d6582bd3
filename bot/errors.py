"""What can go wrong, by what it means for the person and for the work."""


class BotError(Exception):
    """Anything this program raises on purpose."""


class UserError(BotError):
    """Its text is shown to the person as it stands: what is wrong, what to do next.

    `field` names the form's field it belongs to, where there is one.
    """

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.field = field


class ConfigError(BotError):
    """The settings do not do; its text lists every fault with its fix."""


class Unavailable(BotError):
    """Surely not done, worth another try: the other side is down, busy or asks us to wait.

    `retry_after` is in seconds: where the other side named it, everybody in the workspace waits.
    """

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Refused(BotError):
    """Surely not done, and a second try would end the same; `code` is the other side's word."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(f"{code}: {reason}" if reason else code)
        self.code = code


class Unreachable(Refused):
    """The person it is for can be told nothing: deactivated, or of another organisation."""


class Uncertain(BotError):
    """Possibly done: the answer was cut or was a server error. Look before doing it again."""


class CannotLook(BotError):
    """Whether it was done cannot be found out (a missing scope, a lost channel)."""
