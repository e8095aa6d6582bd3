"""A second opinion on the digests: the definitions once more, from Jira's raw JSON.

Plain and slow on purpose, and sharing nothing with the program: every question replays an item's
raw changelog, every forecast walks day by day, every percentile counts. It knows no capacity.
"""

import math
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

Raw = dict[str, Any]

DONE, NEW, DOING = "done", "new", "indeterminate"
BY_NAME = {
    **dict.fromkeys(["resolved", "closed", "done"], DONE),
    **dict.fromkeys(["open", "reopened", "received", "to do", "backlog"], NEW),
}
UNDELIVERED = [
    "won't fix",
    "won't do",
    "duplicate",
    "cannot reproduce",
    "incomplete",
    "invalid",
    "declined",
    "rejected",
    "abandoned",
    "obsolete",
    "withdrawn",
    "answered",
    "later",
    "not a bug",
    "not a problem",
    "works for me",
]


def when(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class Item:
    """One raw issue: its changelog items in order, as (instant, field, raw item)."""

    def __init__(self, raw: Raw, ids: dict[str, str]) -> None:
        self.key: str = raw["key"]
        self.fields: Raw = raw["fields"]
        self.born = when(self.fields["created"])
        self.flag_now = bool(self.fields.get(ids.get("flagged")))
        self.sprints: list[Raw] = self.fields.get(ids.get("sprint")) or []
        self.estimate: float | None = self.fields.get(ids.get("estimate"))
        histories = raw["changelog"]["histories"]
        histories = sorted(histories, key=lambda h: (when(h["created"]), int(h["id"])))
        self.log = [
            (when(history["created"]), item["field"], item)
            for history in histories
            for item in history["items"]
        ]
        self.moves = [(at, item) for at, field, item in self.log if field == "status"]

    def plain(self, field: str, now: str | None, side: str, at: datetime) -> str | None:
        """A single value: replayed forwards from what the first change says was there."""
        mine = [(moment, item) for moment, name, item in self.log if name == field]
        value = mine[0][1]["from" + side] or None if mine else now
        for moment, item in mine:
            if moment < at:
                value = item["to" + side] or None
        return value

    def resolution(self, at: datetime) -> str | None:
        now = self.fields["resolution"]
        return self.plain("resolution", now and now["name"], "String", at)

    def assignee(self, at: datetime) -> str | None:
        now = self.fields["assignee"]
        return self.plain("assignee", now and now["name"], "", at)

    def fix_versions(self, at: datetime) -> set[str]:
        if self.born >= at:
            return set()
        log = [(moment, item) for moment, field, item in self.log if field == "Fix Version"]
        content = {version["id"] for version in self.fields["fixVersions"]}
        # Backwards to the creation, then forwards: whatever comes first in time decides.
        for _, item in reversed(log):
            content = (content - {item["to"]}) | ({item["from"]} - {None})
        for moment, item in log:
            if moment < at:
                content = (content - {item["from"]}) | ({item["to"]} - {None})
        return content

    def blocked_by(self, at: datetime) -> dict[str, datetime]:
        """Keys of what blocks it at an instant, with since when."""
        content = {}
        for link in self.fields["issuelinks"]:
            if "inwardIssue" in link and link["type"]["inward"] == "is blocked by":
                content[link["inwardIssue"]["key"]] = self.born
        log = [
            (moment, item["from"], item["to"])
            for moment, field, item in self.log
            if field == "Link"
            and "is blocked by" in (item["fromString"] or "") + (item["toString"] or "")
        ]
        for _, gone, come in reversed(log):
            content.pop(come, None)
            if gone:
                content[gone] = self.born
        for moment, gone, come in log:
            if moment < at:
                content.pop(gone, None)
                if come:
                    content.setdefault(come, moment)
        return content

    def sprint_ids(self, at: datetime) -> set[str]:
        now = ",".join(str(sprint["id"]) for sprint in self.sprints)
        ids = self.plain("Sprint", now, "", at) or ""
        return set(ids.replace(" ", "").split(","))

    def points(self, at: datetime) -> float | None:
        now = None if self.estimate is None else str(self.estimate)
        told = self.plain("Story Points", now, "String", at) if self.born < at else None
        return float(told) if told else None

    def flagged_since(self, at: datetime) -> datetime | None:
        log = [(moment, item) for moment, field, item in self.log if field == "Flagged"]
        before = bool(log[0][1]["fromString"]) if log else self.flag_now
        since = self.born if before else None
        for moment, item in log:
            if moment < at:
                since = (since or moment) if item["toString"] else None
        return since


class Oracle:
    """The digests of a raw export, in a zone, with the names of the statuses that block."""

    def __init__(self, raws: list[Raw], zone: str, ids: dict[str, str]) -> None:
        self.zone = ZoneInfo(zone)
        self.items = sorted((Item(raw, ids) for raw in raws), key=lambda item: item.key)
        self.site = {i.fields["status"]["id"]: i.fields["status"] for i in self.items}
        self.versions: dict[str, Raw] = {}
        for item in self.items:
            for version in item.fields["fixVersions"] + item.fields["versions"]:
                self.versions[version["id"]] = version
        self.outside = {
            link["inwardIssue"]["key"]: link["inwardIssue"]["fields"]["status"]
            for item in self.items
            for link in item.fields["issuelinks"]
            if "inwardIssue" in link and link["type"]["inward"] == "is blocked by"
        }

    # --- what a status means, and where an item stands

    def means(self, status: str, name: str) -> str:
        names = {s["name"].lower(): s for s in self.site.values()}
        known = self.site.get(status) or names.get(name.lower())
        if known:
            key: str = known["statusCategory"]["key"]
            return key if key in (DONE, NEW) else DOING
        return BY_NAME.get(name.lower(), DOING)

    @cache  # noqa: B019
    def trail(self, item: Item) -> list[tuple[datetime, str, str]]:
        """Every status it was in: (since, name, meaning), the one of its creation first."""
        if not item.moves:
            now = item.fields["status"]
            return [(item.born, now["name"], self.means(now["id"], now["name"]))]
        first = item.moves[0][1]
        steps = [(item.born, first["fromString"], self.means(first["from"], first["fromString"]))]
        for at, move in item.moves:
            if move["to"] != move["from"]:
                meaning = self.means(move["to"], move["toString"])
                steps.append((at, move["toString"], meaning))
        return steps

    def stand(self, item: Item, at: datetime) -> tuple[datetime, str, str] | None:
        past = [step for step in self.trail(item) if step[0] < at]
        return past[-1] if past else None

    def meaning(self, item: Item, at: datetime) -> str | None:
        stand = self.stand(item, at)
        return stand[2] if stand else None

    @cache  # noqa: B019
    def changes_of_meaning(self, item: Item) -> list[tuple[datetime, str | None, str]]:
        """(instant, meaning before, meaning after); None before the creation."""
        before: str | None = None
        found = []
        for at, _, meaning in self.trail(item):
            if meaning != before:
                found.append((at, before, meaning))
            before = meaning
        return found

    def closed(self, item: Item, start: datetime, end: datetime) -> bool:
        entered = any(
            start <= at < end and before is not None and after == DONE
            for at, before, after in self.changes_of_meaning(item)
        )
        return entered and self.meaning(item, end) == DONE

    def delivered(self, item: Item, at: datetime) -> bool:
        return (item.resolution(at) or "").lower() not in UNDELIVERED

    # --- time

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def text(self, at: datetime) -> str:
        return at.astimezone(self.zone).isoformat()

    def week(self, as_of: date, back: int = 0) -> tuple[datetime, datetime]:
        monday = as_of
        while monday.weekday() != 0:
            monday -= timedelta(days=1)
        end = monday - timedelta(weeks=back)
        return self.midnight(end - timedelta(weeks=1)), self.midnight(end)

    # --- progress

    def progress(self, as_of: date) -> Raw:
        start, end = self.week(as_of)
        shipped: list[str] = []
        dropped: list[str] = []
        reopened, started, wip = [], [], []
        for item in self.items:
            if self.closed(item, start, end):
                (shipped if self.delivered(item, end) else dropped).append(item.key)
            steps = self.changes_of_meaning(item)
            left = any(start <= at < end and before == DONE for at, before, _ in steps)
            if left and self.meaning(item, end) != DONE:
                reopened.append(item.key)
            first = [at for at, _, meaning in steps if meaning == DOING][:1]
            if first and start <= first[0] < end:
                started.append(item.key)
            if self.meaning(item, end) == DOING:
                wip.append(item.key)
        added, removed = self.scope(start, end)
        return {
            "kind": "progress",
            "window": [self.text(start), self.text(end)],
            "shipped": shipped,
            "dropped": dropped,
            "reopened": reopened,
            "started": started,
            "wip": wip,
            "throughput_by_week": [self.shipped_count(as_of, back) for back in range(12, -1, -1)],
            "cycle_time_days": self.cycle_time(self.week(as_of, 12)[0], end),
            "added_to_release": added,
            "removed_from_release": removed,
            "slips": None,
            "forecast": self.forecast(as_of),
            "sprints": self.sprints(start, end),
        }

    def shipped_count(self, as_of: date, back: int) -> int:
        start, end = self.week(as_of, back)
        return sum(self.closed(i, start, end) and self.delivered(i, end) for i in self.items)

    def cycle_time(self, start: datetime, end: datetime) -> Raw:
        days, never = [], 0
        for item in self.items:
            if not (self.closed(item, start, end) and self.delivered(item, end)):
                continue
            steps = [step for step in self.changes_of_meaning(item) if step[0] < end]
            finish = max(n for n, step in enumerate(steps) if step[2] == DONE)
            starts = [step[0] for step in steps[:finish] if step[2] == DOING]
            if starts:
                days.append((steps[finish][0] - starts[0]).total_seconds() / 86_400)
            else:
                never += 1
        return {
            "p50": rank(days, 50),
            "p85": rank(days, 85),
            "p95": rank(days, 95),
            "n": len(days),
            "never_in_progress": never,
        }

    def out_by(self, version: Raw) -> datetime | None:
        """When it was released; None while it is not."""
        if not version["released"]:
            return None
        return self.midnight(date.fromisoformat(version["releaseDate"]))

    def usable(self) -> list[Raw]:
        versions = self.versions.values()
        return [v for v in versions if not (v["released"] and not v.get("releaseDate"))]

    def scope(self, start: datetime, end: datetime) -> tuple[Raw, Raw]:
        added: Raw = {}
        removed: Raw = {}
        outs = {version["id"]: self.out_by(version) for version in self.usable()}
        open_ones = {v for v, out in outs.items() if out is None or out >= start}
        for item in self.items:
            was, now = item.fix_versions(start), item.fix_versions(end)
            for version in open_ones:
                if (version in was) != (version in now):
                    found = removed if version in was else added
                    found.setdefault(version, []).append(item.key)
        return added, removed

    def forecast(self, as_of: date) -> Raw:
        at = self.midnight(as_of)
        counts = [self.closed_on(as_of - timedelta(days=n)) for n in range(91 + 26 * 7, 0, -1)]
        wanted = {}
        unfinished = [item for item in self.items if self.meaning(item, at) in (NEW, DOING)]
        held = [item.fix_versions(at) for item in unfinished]
        for version in self.usable():
            out = self.out_by(version)
            remaining = sum(version["id"] in versions for versions in held)
            if remaining and (out is None or out > at):
                wanted[version["id"]] = remaining
        days = walk(counts[-91:], set(wanted.values()))

        def dates(told: dict[int, int | None]) -> Raw:
            return {f"p{p}": n and (as_of + timedelta(days=n)).isoformat() for p, n in told.items()}

        return {
            version_id: {
                "remaining": remaining,
                "reference": dates(days[remaining]),
                **dates(pace(counts[-91:], remaining)),
                "model": "pace",
                "record": record(counts, remaining),
            }
            for version_id, remaining in wanted.items()
        }

    # --- sprints

    def sprints(self, start: datetime, end: datetime) -> list[Raw]:
        """Those that the week closed, with the velocity of up to six before each."""
        found = {s["id"]: s for item in self.items for s in item.sprints}
        past = []
        for sprint in found.values():
            over = sprint.get("completeDate") or sprint.get("endDate")
            if sprint["state"] == "closed" and over and sprint.get("startDate"):
                past.append((when(over), when(sprint["startDate"]), sprint["id"]))
        past.sort()
        told = []
        for closed in past:
            if start <= closed[0] < end:
                board = found[closed[2]]["boardId"]
                same = [s for s in past if s < closed and found[s[2]]["boardId"] == board][-6:]
                told.append(self.sprint(found[closed[2]], closed, same))
        return told

    def sprint(
        self,
        sprint: Raw,
        closed: tuple[datetime, datetime, int],
        same: list[tuple[datetime, datetime, int]],
    ) -> Raw:
        begun = [i.points(closed[1]) for i in self.items if self.was_in(i, closed, begun=True)]
        ended = [
            [i.points(one[1]) for i in self.items if self.was_in(i, one, begun=False)]
            for one in [*same, closed]
        ]
        in_points = any(value is not None for values in [begun, *ended] for value in values)
        total, *amounts = [
            math.fsum(value or 0 for value in values) if in_points else len(values)
            for values in [begun, *ended]
        ]
        done, before = amounts[-1], sorted(amounts[:-1])
        half = len(before) // 2
        middle = (before[half] + before[-1 - half]) / 2 if before else 0
        spread = {"min": before[0], "median": middle, "max": before[-1]} if half else None
        return {
            "sprint": sprint["id"],
            "name": sprint["name"],
            "board": sprint["boardId"],
            "unit": "points" if in_points else "items",
            "committed": total,
            "completed": done,
            "velocity": spread if len(before) >= 3 else None,
        }

    def was_in(self, item: Item, sprint: tuple[datetime, datetime, int], *, begun: bool) -> bool:
        """In a sprint, and open at its start; or done at its end, and not before it began."""
        end, start, number = sprint
        at = start if begun else end
        first = self.meaning(item, start)
        fits = first in (NEW, DOING) if begun else first != DONE and self.meaning(item, end) == DONE
        inside = str(number) in item.sprint_ids(at)
        return fits and inside and not item.fields["issuetype"]["subtask"]

    @cache  # noqa: B019
    def closed_on(self, day: date) -> int:
        start, end = self.midnight(day), self.midnight(day + timedelta(days=1))
        return sum(self.closed(item, start, end) for item in self.finished().get(day, ()))

    @cache  # noqa: B019
    def finished(self) -> dict[date, set[Item]]:
        """By local day: what entered done on it."""
        found: dict[date, set[Item]] = {}
        for item in self.items:
            for at, _, meaning in self.changes_of_meaning(item):
                if meaning == DONE:
                    found.setdefault(at.astimezone(self.zone).date(), set()).add(item)
        return found

    # --- blockers

    def blockers(self, as_of: date) -> Raw:
        now = self.troubles(as_of)
        before = self.troubles(as_of - timedelta(days=7))
        start, end = self.week(as_of)
        found = []
        for key, (kinds, waiting_on, last_move) in now.items():
            entry = {
                "item": key,
                "kinds": kinds,
                "waiting_on": waiting_on,
                "state": "still" if key in before else "new",
                "last_move": last_move,
            }
            found.append(entry)
        return {
            "kind": "blockers",
            "window": [self.text(start), self.text(end)],
            "blockers": found,
            "cleared": sorted(set(before) - set(now)),
        }

    def troubles(self, day: date) -> dict[str, tuple[Raw, str | None, str]]:
        at = self.midnight(day)
        stays = self.stays(self.midnight(day - timedelta(weeks=26)), at)
        found = {}
        for item in self.items:
            stand = self.stand(item, at)
            if stand is None or stand[2] == DONE:
                continue
            kinds: Raw = {}
            if since := item.flagged_since(at):
                kinds["flagged"] = self.text(since)
            links = sorted((t, k) for k, t in item.blocked_by(at).items() if self.unfinished(k, at))
            if links:
                kinds["linked"] = self.text(links[0][0])
            if stand[1].lower() == "blocked":
                kinds["blocked_status"] = self.text(stand[0])
            if stand[2] == DOING:
                past = stays.get(stand[1], [])
                limit = rank(past, 85)
                if len(past) >= 10 and (at - stand[0]).total_seconds() > (limit or 0):
                    kinds["aging"] = self.text(stand[0])
                if alone := self.unowned_since(item, at):
                    kinds["unowned"] = self.text(alone)
            if late := self.late(item, day, at):
                kinds["overdue_release"] = min(late)
            if kinds:
                holder: Item | None = item
                if links:
                    holder = next((i for i in self.items if i.key == links[0][1]), None)
                waiting_on = holder.assignee(at) if holder else None
                found[item.key] = (kinds, waiting_on, self.text(stand[0]))
        return found

    def unfinished(self, key: str, at: datetime) -> bool:
        for item in self.items:
            if item.key == key:
                return self.meaning(item, at) in (NEW, DOING)
        status = self.outside.get(key)
        return status is not None and status["statusCategory"]["key"] != DONE

    def stays(self, start: datetime, end: datetime) -> dict[str, list[float]]:
        """By status: the seconds of every completed stay that ended in [start, end)."""
        found: dict[str, list[float]] = {}
        for item in self.items:
            trail = self.trail(item)
            for n in range(len(trail) - 1):
                begun, name, _ = trail[n]
                ended = trail[n + 1][0]
                if start <= ended < end:
                    found.setdefault(name, []).append((ended - begun).total_seconds())
        return found

    def unowned_since(self, item: Item, at: datetime) -> datetime | None:
        """Replays every step, those of one instant too: since when it was both, without a break."""
        meaning, person = self.trail(item)[0][2], item.assignee(item.born)
        since = item.born if meaning == DOING and not person else None
        for moment, field, step in item.log:
            if moment < at and field == "status":
                meaning = self.means(step["to"], step["toString"])
            elif moment < at and field == "assignee":
                person = step["to"]
            if meaning != DOING or person:
                since = None
            elif since is None:
                since = moment
        return since

    def late(self, item: Item, day: date, at: datetime) -> list[str]:
        held = item.fix_versions(at)
        return [
            version["releaseDate"]
            for version in self.versions.values()
            if version["id"] in held
            and not version["released"]
            and version.get("releaseDate")
            and date.fromisoformat(version["releaseDate"]) < day
        ]


def rank(values: list[float], percent: int) -> float | None:
    """Nearest rank: the smallest value that `percent` of the values do not exceed."""
    for value in sorted(values):
        if sum(other <= value for other in values) * 100 >= percent * len(values):
            return value
    return None


def walk(counts: list[int], targets: set[int]) -> dict[int, dict[int, int | None]]:
    """For each target and percentage: days until that many are closed, day by day."""
    found: dict[int, dict[int, int | None]] = {t: dict.fromkeys((50, 85, 95)) for t in targets}
    if not any(counts):
        return found
    share = {n: counts.count(n) / len(counts) for n in set(counts)}
    top, days = max(targets, default=0), 0
    chances = [1.0]
    while any(None in answer.values() for answer in found.values()):
        days += 1
        following = [0.0] * min(top, len(chances) + max(share))
        for closed, chance in enumerate(chances):
            for more, part in share.items():
                if closed + more < len(following):
                    following[closed + more] += chance * part
        chances = following
        for target, answer in found.items():
            reached = 1 - math.fsum(chances[:target])
            for percent in answer:
                if answer[percent] is None and reached >= percent / 100:
                    answer[percent] = days
    return found


def pace(counts: list[int], remaining: int) -> dict[int, int | None]:
    """Days until so many are closed at the pace of 91 days, by percentage."""
    told: dict[int, int | None] = dict.fromkeys((50, 85, 95))
    if not any(counts):
        return told
    weeks = [sum(counts[91 - 7 * (n + 1) : 91 - 7 * n]) for n in range(13)]
    weights = [0.5 ** ((n + 0.5) / 4) for n in range(13)]
    speed = sum(w * c for w, c in zip(weights, weeks, strict=True)) / sum(weights)
    alike = sum(weights) ** 2 / sum(w * w for w in weights)
    age = sum(w * (n + 0.5) for n, w in enumerate(weights)) / sum(weights)
    jumps = [(weeks[n] - weeks[n + 1]) ** 2 for n in range(12)]
    uneven = max(1, sum(jumps) / 24 / (sum(weeks) / 13))
    shares = [sum(counts[91 - 7 * n - 7 + day] for n in range(13)) for day in range(7)]
    middle = (remaining - 0.5) / speed
    variance = uneven / remaining + uneven / (speed * alike) + 0.01 * (age / 2 + middle / 3)
    for percent, steps in ((50, 0.0), (85, 1.108), (95, 1.860)):
        weeks_left = middle * math.exp(steps * math.sqrt(variance))
        if weeks_left < 520_000:
            told[percent] = nearest(weeks_left, shares)
    return told


def nearest(weeks: float, shares: list[int]) -> int:
    """Of the day that reaches so many weeks and the closing day before it, the nearer in ratio."""
    goal, done, day, before, reached = weeks * sum(shares), 0, 0, 0, 0
    if weeks > 2:
        done, day = (int(weeks) - 2) * sum(shares), 7 * (int(weeks) - 2)
    while done < goal:
        if shares[day % 7]:
            before, reached = done, day
        done += shares[day % 7]
        day += 1
    while reached and not shares[(reached - 1) % 7]:
        reached -= 1
    return reached if reached and before * done > goal * goal else day


def record(counts: list[int], remaining: int) -> Raw:
    """How the dates that 26 earlier weeks would have told held, of those that came."""
    found = {f"p{p}": {"held": 0, "judged": 0} for p in (50, 85, 95)}
    last = len(counts)
    for week in range(1, 27):
        then = last - 7 * week
        for percent, days in pace(counts[then - 91 : then], remaining).items():
            if days is not None and then + days <= last:
                found[f"p{percent}"]["judged"] += 1
                held = sum(counts[then : then + days]) >= remaining
                found[f"p{percent}"]["held"] += held
    return found
