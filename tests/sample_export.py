"""A made-up Jira export: flags, links and hasty moves, often on the very bounds of days and weeks.

Every history is consistent with itself, and none could be taken for a real one.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

Raw = dict[str, Any]

FLAGGED, SPRINT, ESTIMATE = "customfield_10021", "customfield_20020", "customfield_20016"
FIELDS = {"flagged": FLAGGED, "sprint": SPRINT, "estimate": ESTIMATE}
SITE = {
    "1": ("Open", "new"),
    "2": ("In Progress", "indeterminate"),
    "3": ("In Review", "undefined"),
    "4": ("Blocked", "indeterminate"),
    "5": ("Closed", "done"),
    "6": ("Resolved", "done"),
}
RESOLUTIONS = (None, "Fixed", "WON'T FIX", "Later", "Done")
PEOPLE = (None, "u1", "u2", "u3")
OUTSIDE = {"X-1": "1", "X-2": "5"}
ESTIMATES = (None, 1, 2, 3, 5.5)


class Sample:
    """A made-up project, as Jira would export it, whose life is around one day."""

    def __init__(self, seed: int, zone: str, as_of: date) -> None:
        self.chance = Random(seed)
        self.noon = datetime.combine(as_of, datetime.min.time(), ZoneInfo(zone))
        self.versions = [self.version(number, as_of) for number in range(1, 6)]
        self.keys = [f"A-{number}" for number in range(1, 25)]
        self.estimates = ESTIMATES if self.chance.random() < 0.8 else (None,)
        self.sprints = [self.sprint(number) for number in range(1, 11)]

    def version(self, number: int, as_of: date) -> Raw:
        day = as_of + timedelta(days=self.chance.randint(-15, 8))
        dated = {"releaseDate": day.isoformat()} if self.chance.random() < 0.8 else {}
        released = self.chance.random() < 0.4
        values = {"id": str(number), "name": f"R{number}", "released": released, "archived": False}
        return values | dated

    def sprint(self, number: int) -> Raw:
        """The tenth is active; of the closed ones a few have no dates, or were closed early."""
        end = self.noon - timedelta(days=14 * (9 - number) + self.chance.choice([0, 3, 7, 7]))
        start = end - timedelta(days=self.chance.choice([7, 14]))
        dates = {"startDate": written(start), "endDate": written(end)}
        if self.chance.random() < 0.2:
            dates["completeDate"] = written(end - timedelta(days=1))
        if self.chance.random() < 0.1:
            del dates[self.chance.choice(["startDate", "endDate"])]
        state, board = "closed" if number < 10 else "active", self.chance.choice([1, 1, 1, 2])
        return {"id": number, "name": f"S{number}", "state": state, "boardId": board, **dates}

    def moment(self) -> datetime:
        """An instant near the day, often exactly on a bound of one."""
        days = self.chance.choice([7, 7, 21, 100, 220])
        hours = self.chance.choice([0, 0, 6, 12, 18, 23])
        day = self.noon.date() + timedelta(days=self.chance.randint(-days, 3))
        return self.noon.replace(year=day.year, month=day.month, day=day.day, hour=hours)

    def export(self) -> list[Raw]:
        return [self.issue(key) for key in self.keys]

    def issue(self, key: str) -> Raw:
        born, *moments = sorted(self.moment() for _ in range(self.chance.randint(1, 14)))
        now: Raw = {
            "key": key,
            "status": self.chance.choice(["1", "1", "2", "5"]),
            "resolution": self.chance.choice(RESOLUTIONS),
            "assignee": self.chance.choice(PEOPLE),
            "flagged": self.chance.random() < 0.2,
            "estimate": self.chance.choice(self.estimates),
            "sprints": [n for n in range(1, 11) if self.chance.random() < 0.4],
            "versions": {v["id"] for v in self.versions if self.chance.random() < 0.2},
            "links": {k for k in (*self.keys, *OUTSIDE) if self.chance.random() < 0.03} - {key},
        }
        histories = [
            {"id": str(n), "created": written(at), "items": list(self.items(now))}
            for n, at in enumerate(moments)
        ]
        self.chance.shuffle(histories)
        return {
            "id": key,
            "key": key,
            "fields": self.fields(now, born),
            "changelog": {"histories": histories},
        }

    def items(self, now: Raw) -> Iterator[Raw]:
        """One to three changes in one history, made to `now`."""
        changers = [self.change_status] * 6 + [self.change_resolution, self.change_assignee] * 2
        changers += [self.change_flagged, self.change_versions, self.change_links]
        changers += [self.change_sprints, self.change_estimate] * 2
        for change in self.chance.choices(changers, k=self.chance.randint(1, 3)):
            yield change(now)

    def change_status(self, now: Raw) -> Raw:
        before, now["status"] = now["status"], self.chance.choice(list(SITE))
        names = SITE[before][0], SITE[now["status"]][0]
        return item("status", before, now["status"], *names)

    def change_resolution(self, now: Raw) -> Raw:
        before, now["resolution"] = now["resolution"], self.chance.choice(RESOLUTIONS)
        return item(
            "resolution", before and "1", now["resolution"] and "1", before, now["resolution"]
        )

    def change_assignee(self, now: Raw) -> Raw:
        before, now["assignee"] = now["assignee"], self.chance.choice(PEOPLE)
        return item("assignee", before, now["assignee"], before, now["assignee"])

    def change_flagged(self, now: Raw) -> Raw:
        now["flagged"] = not now["flagged"]
        texts = ("", "Impediment") if now["flagged"] else ("Impediment", "")
        return item("Flagged", None, None, *texts)

    def change_versions(self, now: Raw) -> Raw:
        version = self.chance.choice(self.versions)["id"]
        return toggle("Fix Version", now["versions"], version, f"R{version}")

    def change_links(self, now: Raw) -> Raw:
        other = self.chance.choice([k for k in (*self.keys, *OUTSIDE) if k != now["key"]])
        return toggle("Link", now["links"], other, f"This issue is blocked by {other}")

    def change_sprints(self, now: Raw) -> Raw:
        before = now["sprints"]
        other = self.chance.randint(1, 10)
        now["sprints"] = [n for n in before if n != other] + [other] * (other not in before)
        sides = [", ".join(map(str, ids)) for ids in (before, now["sprints"])]
        return item("Sprint", *sides, *sides)

    def change_estimate(self, now: Raw) -> Raw:
        before, now["estimate"] = now["estimate"], self.chance.choice(self.estimates)
        sides = ["" if value is None else f"{value:g}" for value in (before, now["estimate"])]
        return item("Story Points", None, None, *sides)

    def fields(self, now: Raw, born: datetime) -> Raw:
        assignee, resolution = now["assignee"], now["resolution"]
        return {
            "summary": "Sample",
            "created": written(born),
            "updated": written(born),
            "project": {"key": "A"},
            "issuetype": {"name": "Story", "subtask": self.chance.random() < 0.1},
            "status": status(now["status"]),
            "resolution": resolution and {"id": "1", "name": resolution},
            "assignee": assignee and {"name": assignee, "displayName": assignee},
            "fixVersions": [v for v in self.versions if v["id"] in now["versions"]],
            "versions": self.versions,
            "issuelinks": [link(other) for other in sorted(now["links"])],
            FLAGGED: [{"value": "Impediment"}] if now["flagged"] else None,
            SPRINT: [self.sprints[number - 1] for number in now["sprints"]],
            ESTIMATE: now["estimate"],
        }


def written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000%z")


def item(field: str, *sides: str | None) -> Raw:
    return {
        "field": field,
        **dict(zip(("from", "to", "fromString", "toString"), sides, strict=True)),
    }


def toggle(field: str, content: set[str], element: str, text: str) -> Raw:
    """Take an element of a set out, or put it in."""
    content ^= {element}
    if element in content:
        return item(field, None, element, None, text)
    return item(field, element, None, text, None)


def status(number: str) -> Raw:
    name, category = SITE[number]
    return {"id": number, "name": name, "statusCategory": {"key": category}}


def link(other: str) -> Raw:
    end = {"id": other, "key": other, "fields": {"status": status(OUTSIDE.get(other, "1"))}}
    return {"type": {"inward": "is blocked by", "outward": "blocks"}, "inwardIssue": end}
