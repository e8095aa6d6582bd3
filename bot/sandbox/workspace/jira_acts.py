"""What people do in the Jira tab, done in the stand-in Jira."""

from collections.abc import Callable
from datetime import date

from bot.sandbox.jira import Issue, JiraStandIn
from bot.sandbox.slack import Json
from bot.sandbox.workspace.asked import Asked, NotUnderstood


class JiraActs:
    """Every act by its name. `newest` is the issue created last."""

    def __init__(self, jira: JiraStandIn) -> None:
        self._jira = jira
        self.by_name: dict[str, Callable[[Asked], None]] = {
            "jira.assign": self._assign,
            "jira.create": self._create,
            "jira.date": self._date,
            "jira.flag": self._flag,
            "jira.move": self._move,
            "jira.priority": self._priority,
            "jira.release": self._release,
            "jira.version": self._version,
        }

    def act(self, name: str, asked: Asked) -> Json:
        """Do it. Raises NotUnderstood with a sentence."""
        try:
            self.by_name[name](asked)
        except (LookupError, ValueError) as error:
            raise NotUnderstood(f"Jira does not do that: {error}.") from error
        return {"ok": True}

    def _issue(self, asked: Asked) -> Issue:
        return self._jira.issue(asked.text("issue"))

    def _author(self, asked: Asked) -> Json | None:
        """The Jira user of the same name; the API user where there is none."""
        named = (
            u for u in self._jira.site.users.values() if u["displayName"] == asked.person.real_name
        )
        return next(named, None)

    def _move(self, asked: Asked) -> None:
        self._jira.move(self._issue(asked), asked.text("to"), author=self._author(asked))

    def _flag(self, asked: Asked) -> None:
        act = self._jira.flag if asked.flag("on") else self._jira.unflag
        act(self._issue(asked), author=self._author(asked))

    def _priority(self, asked: Asked) -> None:
        author = self._author(asked)
        self._jira.edit(self._issue(asked), author=author, priority=asked.text("to"))

    def _assign(self, asked: Asked) -> None:
        to = asked.text("to") or None
        self._jira.assign(self._issue(asked), to, author=self._author(asked))

    def _version(self, asked: Asked) -> None:
        versions = [asked.text("to")] if asked.text("to") else []
        self._jira.edit(self._issue(asked), author=self._author(asked), fix_versions=versions)

    def _release(self, asked: Asked) -> None:
        self._jira.release(asked.text("version"))

    def _date(self, asked: Asked) -> None:
        self._jira.change_release_date(asked.text("version"), date.fromisoformat(asked.text("to")))

    def _create(self, asked: Asked) -> None:
        summary = asked.text("summary").strip()
        if not summary:
            raise NotUnderstood("An issue needs a summary.")
        self._jira.create(
            asked.text("project"), summary, author=self._author(asked), type=asked.text("type")
        )
