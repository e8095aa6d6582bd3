"""What a Jira site is made of, where its JSON alone does not say enough."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.sandbox.jira.wire import Json, JsonValue


class Mode(StrEnum):
    """The two deployments of Jira, whose REST interfaces differ."""

    CLOUD = "cloud"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of issues; `kind` is its value type, that of the elements for lists."""

    id: str
    name: str
    kind: str
    many: bool = False
    custom: str = ""
    """The type of a custom field, such as `com.pyxis.greenhopper.jira:gh-sprint`."""
    clauses: tuple[str, ...] = ()
    scope: str = ""
    """The id of the team-managed project that alone has the field."""

    @property
    def json(self) -> Json:
        """The field as `GET /field` lists it."""
        shown: Json = {
            "id": self.id,
            "key": self.id,
            "name": self.name,
            "custom": bool(self.custom),
            "orderable": True,
            "navigable": True,
            "searchable": True,
            "clauseNames": self.clause_names,
            "schema": self.schema,
        }
        owner = {"type": "PROJECT", "project": {"id": self.scope}}
        return {**shown, "scope": owner} if self.scope else shown

    @property
    def clause_names(self) -> list[str]:
        """The names JQL knows the field by."""
        if self.custom:
            return [f"cf[{self.id.removeprefix('customfield_')}]", self.name]
        return list(self.clauses or (self.id,))

    @property
    def schema(self) -> Json:
        """The value type in the words of REST."""
        shape: Json = {"type": "array", "items": self.kind} if self.many else {"type": self.kind}
        if not self.custom:
            return {**shape, "system": self.id}
        number = int(self.id.removeprefix("customfield_"))
        return {**shape, "custom": self.custom, "customId": number}


@dataclass(slots=True)
class Transition:
    """A step of the workflow to the status `to`, from any status when `sources` is empty."""

    id: str
    name: str
    to: str
    sources: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()
    """Fields its screen demands."""


@dataclass(slots=True)
class Project:
    """A project with its schemes and the number of its latest issue."""

    json: Json
    types: list[str]
    priorities: list[str]
    """Priority ids in the order of its scheme, the highest first."""
    last_number: int = 0
    archived: bool = False

    @property
    def id(self) -> str:
        """The numeric id, as text."""
        return str(self.json["id"])

    @property
    def key(self) -> str:
        """The key in front of issue numbers."""
        return str(self.json["key"])


@dataclass(slots=True, frozen=True)
class Document:
    """An issue as the search index holds it."""

    id: str
    key: str
    fields: Json


@dataclass(slots=True)
class Issue:
    """An issue with everything that hangs on it; `fields` are replaced, never changed."""

    id: str
    key: str
    fields: Json
    histories: list[Json] = field(default_factory=list)
    properties: dict[str, JsonValue] = field(default_factory=dict)
    remote_links: list[Json] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)
    past: list[tuple[datetime, Document | None]] = field(default_factory=list)
    """What the index held until each instant; None: not there."""
    deleted: bool = False

    @property
    def document(self) -> Document | None:
        """The issue as it is now; None once deleted."""
        return None if self.deleted else Document(self.id, self.key, self.fields)

    def document_at(self, instant: datetime) -> Document | None:
        """What an index that lags behind until `instant` holds."""
        for until, document in self.past:
            if until > instant:
                return document
        return self.document


@dataclass(slots=True)
class Weather:
    """What the site does wrong all the time, and how far its index is behind."""

    index_lag: float = 0.0
    """Seconds of the clock for which search misses a change."""
    straggler: str = ""
    """The id of the one issue whose changes come that late: those of others are found at once."""
    page_cap: int | None = None
    """The most issues on a page of search, whatever was asked for."""
    hollow_pages: bool = False
    """Before each page of search comes one that is empty and leads on."""
    repeat_token: bool = False
    """Every page of search carries the token of the page before."""
    shuffle_changelog: bool = False
    """`expand=changelog` comes in no order."""
    drop_field_id: bool = False
    """No item of a history has a `fieldId`."""
    cap_expand_changelog: int | None = 100
    """The most histories that `expand=changelog` shows of one issue."""
    cap_search_changelog: int | None = 40
    """The same within search."""
    epoch_changelog: bool = False
    """`changelog/bulkfetch` writes `created` as epoch milliseconds."""
    near_limit: bool = False
    """Every answer warns that less than a fifth of the limit is left."""
    bad_token_is_anonymous: bool = False
    """A wrong token reads as nobody and gets 200, as no token does."""
    unseen_project_is_invalid: bool = False
    """JQL that names a project the caller may not browse is 400 instead of empty."""
