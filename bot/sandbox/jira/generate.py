"""A plausible sample project, lived day by day from a seed: the same each time."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot.sandbox.jira.acts import Acts
from bot.sandbox.jira.entities import Issue
from bot.sandbox.jira.standard import FLAGGED, SPRINT
from bot.sandbox.jira.wire import Json

KEY = "SAMPLE"
TEAM = 6
EMAIL = "sample.engineer.{}@example.com"
EPICS = 5
CREATED_A_DAY = 1.1
WORKDAY = timedelta(hours=10)
WEEKEND = 5
SPRINT_WORKDAYS = 10
SPRINT_SIZE = 12
RELEASE_WORKDAYS = 30
VERBS = ("Export", "Filter", "Show", "Import", "Speed up", "Simplify", "Check", "Translate")
THINGS = ("the report", "the list", "the search", "the sign-in", "the settings", "the calendar")
KINDS = ("Story",) * 6 + ("Bug",) * 3 + ("Task",)
PRIORITIES = ("Highest",) + ("High",) * 3 + ("Medium",) * 5 + ("Low",) * 2
POINTS = (1, 2, 3, 3, 5, 5, 8)


class Life:
    """The project Sample App with its board, people, versions and work, from `start` on.

    About 25 issues a month; the same for the same arguments on a new site.
    """

    def __init__(self, acts: Acts, seed: int, start: datetime) -> None:
        start = start.replace(hour=8, minute=0, second=0, microsecond=0)
        self._acts = acts
        self._dice = random.Random(seed)  # noqa: S311
        self._moment = start
        self._next_day = start
        self._workdays = 0
        self._issues: list[Issue] = []
        self._versions: list[str] = []
        self._sprint: Json | None = None
        with acts.site.at(start):
            acts.add_project(KEY, "Sample App")
            self._people = [
                acts.add_user(f"Sample Engineer {n}", EMAIL.format(n), visible=True)
                for n in range(1, TEAM + 1)
            ]
            self._board = acts.add_board(KEY, "Sample App board")
            self._next_sprint = acts.add_sprint(self._board, "Sample Sprint 1")
            self._epics = [
                acts.create(KEY, f"Sample epic {n}", type="Epic", author=self._someone())
                for n in range(1, EPICS + 1)
            ]
            self._plan_version(weeks=6)
            self._plan_version(weeks=12)

    def live(self, until: datetime, since: datetime | None = None) -> None:
        """Every working day that is over by then and was not lived yet.

        Nothing of it happens before `since`: whoever reads the site may know all up to then.
        """
        while self._next_day + WORKDAY <= until:
            if self._next_day.weekday() < WEEKEND:
                begins = max(self._next_day, since) if since else self._next_day
                self._live(self._workdays, begins)
                self._workdays += 1
            self._next_day += timedelta(days=1)

    def _live(self, number: int, day: datetime) -> None:
        """One working day: rituals, new work, work done, obstacles."""
        self._moment = day
        if number % RELEASE_WORKDAYS == 0 and number:
            self._release()
        for _ in range(int(CREATED_A_DAY + self._dice.random())):
            self._create()
        if number % SPRINT_WORKDAYS == 0:
            self._turn_sprint()
        for issue in self._in_sprint():
            if self._dice.random() < 0.35:
                self._work_on(issue)
        if self._dice.random() < 0.08:
            self._block()
        if self._dice.random() < 0.04:
            self._slip()
        if self._dice.random() < 0.3:
            self._reconsider()

    @contextmanager
    def _next_moment(self) -> Iterator[None]:
        self._moment += timedelta(minutes=self._dice.randint(1, 9))
        with self._acts.site.at(self._moment):
            yield

    def _someone(self) -> Json:
        return self._dice.choice(self._people)

    def _plan_version(self, weeks: int) -> None:
        name = f"Sample 1.{len(self._versions) + 1}"
        self._acts.add_version(KEY, name, (self._moment + timedelta(weeks=weeks)).date())
        self._versions.append(name)

    def _create(self) -> None:
        kind = self._dice.choice(KINDS)
        words = f"{self._dice.choice(VERBS)} {self._dice.choice(THINGS)}"
        with self._next_moment():
            issue = self._acts.create(
                KEY,
                f"Sample {kind.lower()} {len(self._issues) + 1}: {words}",
                type=kind,
                author=self._someone(),
                description="Generated sample text.",
                priority=self._dice.choice(PRIORITIES),
                parent=self._dice.choice(self._epics),
                points=self._dice.choice(POINTS) if self._dice.random() < 0.85 else None,
            )
        self._issues.append(issue)

    def _turn_sprint(self) -> None:
        with self._next_moment():
            if self._sprint is not None:
                self._acts.close_sprint(self._sprint, move_open_to=self._next_sprint)
            self._sprint = self._next_sprint
            number = len(self._acts.site.sprints) + 1
            self._next_sprint = self._acts.add_sprint(self._board, f"Sample Sprint {number}")
        self._plan_sprint()
        with self._next_moment():
            self._acts.start_sprint(self._sprint, self._moment + timedelta(days=14))

    def _plan_sprint(self) -> None:
        room = SPRINT_SIZE - len(self._in_sprint())
        order = list(self._acts.site.priorities)
        backlog = [i for i in self._issues if not i.fields[SPRINT] and _category(i) == "new"]
        backlog.sort(key=lambda issue: (order.index(issue.fields["priority"]["id"]), int(issue.id)))
        for issue in backlog[: max(0, room)]:
            with self._next_moment():
                self._acts.edit(issue, author=self._someone(), sprint=self._sprint)
            if self._dice.random() < 0.8:
                with self._next_moment():
                    self._acts.add_to_version(issue, self._open_versions()[0])

    def _in_sprint(self) -> list[Issue]:
        return [
            issue
            for issue in self._issues
            if self._sprint in issue.fields[SPRINT] and _category(issue) != "done"
        ]

    def _open_versions(self) -> list[str]:
        """At least two, whatever others release."""
        held = [name for name in self._versions if not self._acts.version(name)["released"]]
        if len(held) > 1:
            return held
        with self._next_moment():
            self._plan_version(weeks=12)
        return self._open_versions()

    def _work_on(self, issue: Issue) -> None:
        with self._next_moment():
            if issue.fields[FLAGGED]:
                self._acts.unflag(issue, author=issue.fields["assignee"])
            elif _category(issue) == "new":
                self._start(issue)
            elif self._dice.random() < 0.1:
                self._acts.flag(issue, author=issue.fields["assignee"])
            elif issue.fields["status"]["name"] == "In Progress":
                self._acts.move(issue, "In Review", author=issue.fields["assignee"])
            else:
                self._conclude(issue)

    def _start(self, issue: Issue) -> None:
        if self._dice.random() < 0.05:
            self._acts.move(issue, "Done", resolution="Won't Do", author=self._someone())
            return
        engineer = self._someone()
        self._acts.assign(issue, engineer, author=engineer)
        self._acts.move(issue, "In Progress", author=engineer)

    def _conclude(self, issue: Issue) -> None:
        to = "In Progress" if self._dice.random() < 0.15 else "Done"
        self._acts.move(issue, to, author=self._someone())

    def _block(self) -> None:
        waiting = [issue for issue in self._issues if _category(issue) != "done"]
        if len(waiting) > 1:
            blocked, blocker = self._dice.sample(waiting, 2)
            with self._next_moment():
                self._acts.block(blocked, by=blocker, author=self._someone())

    def _reconsider(self) -> None:
        """Somebody finds that something that waits should come sooner, or may come later."""
        waiting = [issue for issue in self._issues if _category(issue) == "new"]
        if len(waiting) < 2:
            return
        issue, other = self._dice.sample(waiting, 2)
        with self._next_moment():
            if self._dice.random() < 0.5:
                self._acts.rank(issue, before=other, author=self._someone())
            else:
                chosen = self._dice.choice(PRIORITIES)
                self._acts.edit(issue, priority=chosen, author=self._someone())

    def _slip(self) -> None:
        name = self._dice.choice(self._open_versions())
        with self._next_moment():
            due = self._acts.version(name)["releaseDate"]
            later = datetime.fromisoformat(due) + timedelta(weeks=1)
            self._acts.change_release_date(name, later.date())

    def _release(self) -> None:
        name, following = self._open_versions()[:2]
        for issue in self._issues:
            held = [version["name"] for version in issue.fields["fixVersions"]]
            if name in held and _category(issue) != "done":
                with self._next_moment():
                    self._acts.edit(issue, fix_versions=[following])
        with self._next_moment():
            self._acts.release(name)
            self._plan_version(weeks=12)


def _category(issue: Issue) -> str:
    return str(issue.fields["status"]["statusCategory"]["key"])
