"""One Jira site: its people, schemes, projects, boards and issues, as shared JSON."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from bot.sandbox.jira import standard
from bot.sandbox.jira.entities import Document, Field, Issue, Mode, Project, Transition, Weather
from bot.sandbox.jira.stubs import Stubs
from bot.sandbox.jira.wire import API, Json, stamp

Listener = Callable[[str, Json], None]
"""Told the name of a webhook event and its payload."""


@dataclass(eq=False)
class Site:
    """The whole state; entities are dictionaries shared by all issues that name them."""

    clock: Callable[[], datetime]
    mode: Mode
    site_zone: tzinfo
    """Stamps of REST are in it."""
    user_zone: tzinfo
    """JQL is read in it: that of the API user."""
    weather: Weather = field(default_factory=Weather)
    listeners: list[Listener] = field(default_factory=list)
    revoked: set[tuple[str, str]] = field(default_factory=set)
    """Permissions taken from the API user: (permission, project key or empty)."""

    hidden: set[str] = field(default_factory=set)
    """Ids of issues whose security level the API user does not have."""

    categories: dict[str, Json] = field(default_factory=standard.categories)
    statuses: dict[str, Json] = field(default_factory=dict)
    types: dict[str, Json] = field(default_factory=dict)
    priorities: dict[str, Json] = field(default_factory=dict)
    """The highest first."""
    resolutions: dict[str, Json] = field(default_factory=dict)
    link_types: dict[str, Json] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=standard.fields)
    transitions: list[Transition] = field(default_factory=list)
    """The first one leads to the status of new issues."""
    screens: dict[str, list[str]] = field(default_factory=dict)
    """The create screen of an issue type that has its own."""
    required: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Fields an issue type demands at creation, beside the summary."""

    users: dict[str, Json] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    api_user: str = ""
    projects: dict[str, Project] = field(default_factory=dict)
    versions: dict[str, Json] = field(default_factory=dict)
    components: dict[str, Json] = field(default_factory=dict)
    boards: dict[int, Json] = field(default_factory=dict)
    drivers: dict[str, str] = field(default_factory=dict)
    """The account that drives a version, by the version's id."""
    sprints: dict[int, Json] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    former_keys: dict[str, str] = field(default_factory=dict)
    """Ids of projects by the keys they had, in lower case: JQL and REST still know them."""
    ids_by_key: dict[str, str] = field(default_factory=dict)
    """Every key an issue has or had."""
    gone: list[Issue] = field(default_factory=list)
    """Deleted issues, which a lagging index still holds."""
    cursors: dict[str, tuple[datetime, list[str]]] = field(default_factory=dict)
    """What a page token of search leads on to, and until when."""
    subscriptions: dict[int, Json] = field(default_factory=dict)
    """Admin webhooks, with their secrets."""

    def __post_init__(self) -> None:
        self._travelled: datetime | None = None
        self._numbers: Counter[str] = Counter()
        self.stubs = Stubs()
        self._furnish()

    def _furnish(self) -> None:
        for status_id, name, key in standard.STATUSES:
            self.add_status(status_id, name, key)
        for type_id, name, level in standard.TYPES:
            self.types[type_id] = standard.issue_type(type_id, name, level)
        for number, name in enumerate(standard.PRIORITIES, 1):
            self.priorities[str(number)] = standard.priority(str(number), name)
        for number, name in enumerate(standard.RESOLUTIONS, 10000):
            self.resolutions[str(number)] = standard.resolution(str(number), name)
        for type_id, name, inward, outward in standard.LINK_TYPES:
            self.link_types[type_id] = standard.link_type(type_id, name, inward, outward)
        self.api_user = self.user_id(self.add_user("Sample Bot", "bot@example.com"))

    @property
    def cloud(self) -> bool:
        """Whether this is Jira Cloud, not Data Center."""
        return self.mode is Mode.CLOUD

    def now(self) -> datetime:
        """The instant at which things happen on the site."""
        return self._travelled or self.clock()

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Let everything inside the block happen at `moment`."""
        before, self._travelled = self._travelled, moment
        try:
            yield
        finally:
            self._travelled = before

    def stamp(self) -> str:
        """Now, as REST writes it in the site's zone."""
        return stamp(self.now(), self.site_zone)

    def number(self, kind: str) -> int:
        """The next number of this kind, from 10001 up (1 for boards and sprints)."""
        self._numbers[kind] += 1
        return self._numbers[kind] + (0 if kind in ("board", "sprint") else 10000)

    def skip_numbers(self, kind: str, used: int) -> None:
        """Keep the next numbers of this kind above `used`."""
        self._numbers[kind] = max(self._numbers[kind], used - 10000)

    def emit(self, event: str, payload: Json) -> None:
        """Tell the listeners of a webhook event."""
        for listener in self.listeners:
            listener(event, payload)

    # People and schemes

    def add_user(self, name: str, email: str = "", *, visible: bool = False) -> Json:
        """A new user; Data Center shows the address, Cloud only of those who let it be visible."""
        login = name.lower().replace(" ", ".")
        identity: Json = {"accountId": f"5f{self.number('user')}:{login}"}
        if not self.cloud:
            identity = {"name": login, "key": f"JIRAUSER{self.number('user')}"}
        query = "&".join(f"{k}={v}" for k, v in list(identity.items())[:1])
        user: Json = {"self": f"{API}/user?{query}", **identity}
        if self.cloud:
            user["accountType"] = "atlassian"
        if email and (visible or not self.cloud):
            user["emailAddress"] = email
        size = "?size=48"
        user |= {"displayName": name, "active": True, "avatarUrls": {"48x48": f"{API}/a{size}"}}
        self.users[self.user_id(user)] = user
        self.emails[self.user_id(user)] = email
        return user

    def user_id(self, user: Json) -> str:
        """What names a user here: `accountId` on Cloud, `name` on Data Center."""
        return str(user["accountId" if self.cloud else "name"])

    def add_status(self, status_id: str, name: str, category: str) -> Json:
        """A new status with a transition to it from everywhere."""
        self.statuses[status_id] = standard.status(status_id, name, self.categories[category])
        number = str(11 + 10 * len(self.transitions))
        self.transitions.append(Transition(number, name, status_id))
        return self.statuses[status_id]

    def field_named(self, name: str) -> Field | None:
        """The field with this id, name or JQL name, in any case; None for an unknown one."""
        wanted = name.lower()
        if found := self.fields.get(name):
            return found
        for known in self.fields.values():
            if wanted in (known.name.lower(), *(c.lower() for c in known.clause_names)):
                return known
        return None

    def screen(self, type_id: str) -> list[str]:
        """The fields on the create screen of an issue type."""
        return self.screens.get(type_id, standard.CREATE_SCREEN)

    # Projects and permissions

    def add_project(self, key: str, name: str) -> Project:
        """A new project with all issue types and priorities."""
        number = str(self.number("project"))
        json: Json = {
            "self": f"{API}/project/{number}",
            "id": number,
            "key": key,
            "name": name,
            "projectTypeKey": "software",
        }
        project = Project(json, list(self.types), list(self.priorities))
        self.projects[number] = project
        return project

    def project(self, key_or_id: str) -> Project | None:
        """The project with this id or key."""
        if found := self.projects.get(key_or_id):
            return found
        wanted = key_or_id.upper()
        found = next((p for p in self.projects.values() if p.key.upper() == wanted), None)
        return found or self.projects.get(self.former_keys.get(key_or_id.lower(), ""))

    def may(self, permission: str, project_key: str = "") -> bool:
        """Whether the API user holds a permission, in a project or on the whole site."""
        return not self.revoked & {(permission, project_key), (permission, "")}

    # Issues

    def issue(self, key_or_id: str) -> Issue | None:
        """The issue with this id, key or former key; None once deleted."""
        return self.issues.get(self.ids_by_key.get(key_or_id.upper(), key_or_id))

    def may_see(self, document: Document) -> bool:
        """Whether the API user may browse the issue's project, and has its security level."""
        hidden = document.id in self.hidden
        return not hidden and self.may("BROWSE_PROJECTS", document.fields["project"]["key"])

    def indexed(self, fresh: frozenset[str] = frozenset()) -> Iterator[Document]:
        """Each visible issue as search sees it; those whose id is in `fresh` as they are."""
        seen = self.now() - timedelta(seconds=self.weather.index_lag)
        late = self.weather.straggler
        for issue in [*self.issues.values(), *self.gone]:
            is_known = issue.id in fresh or late not in ("", issue.id)
            document = issue.document if is_known else issue.document_at(seen)
            if document and self.may_see(document):
                yield document

    def remember(self, issue: Issue, before: Document | None) -> None:
        """Keep what the index holds until the change being made now reaches it."""
        if self.weather.index_lag > 0:
            limit = self.now() - timedelta(seconds=self.weather.index_lag)
            issue.past = [entry for entry in issue.past if entry[0] > limit]
            issue.past.append((self.now(), before))
