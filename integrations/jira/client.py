"""One session with Jira: authentication by the jira library, calls with our own errors.

The library's own retries are off: it sends a create four times when an answer is lost, and
sleeps in the calling thread. Retrying belongs to the outbox.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson
from jira import JIRA
from msgspec import DecodeError, ValidationError
from msgspec.json import Decoder
from requests import RequestException, Session

from bot.errors import Refused, Unavailable, Uncertain
from integrations.jira.address import is_loopback
from integrations.jira.expiring import Expiring
from integrations.jira.faults import http_date, raise_for_failure, raise_for_status
from integrations.jira.pace import Pace
from integrations.jira.shapes import Json

T = TypeVar("T")
Params = Mapping[str, str | int]

TIMEOUT = (5, 20)
"""Seconds to connect, and between two bytes of an answer."""
CHUNK = 1 << 20
"""Bytes read of an answer in one go: a page of issues takes a third less time than in the usual
10 KiB."""
NO_JSON = "Jira answered with something other than JSON"
CLOUD = "Cloud"
NEAR_LIMIT = "X-RateLimit-NearLimit"
"""https://developer.atlassian.com/cloud/jira/platform/rate-limiting/"""


@dataclass(frozen=True, slots=True)
class Login:
    """Who we are to which site.

    `url` has passed `checked_address`. With an e-mail address (Cloud) or a user name the token
    is sent as its password; without, as a personal access token (Data Center).
    """

    url: str
    token: str = field(repr=False)
    user: str | None = None


class Client:
    """One requests session, for one thread alone. `known` and `pace` are shared by all of them."""

    def __init__(self, login: Login, known: Expiring, pace: Pace) -> None:
        self._url = login.url
        self._pace = pace
        self.told_at: datetime | None = None
        """When Jira gave its last answer, by its own clock."""
        self._known = known
        self._jira = JIRA(
            server=login.url,
            basic_auth=(login.user, login.token) if login.user else None,
            token_auth=None if login.user else login.token,
            max_retries=0,
            timeout=TIMEOUT,
            get_server_info=False,
            logging=False,
        )
        # Proxies of the environment are for the outside, never for this machine.
        self._jira._session.trust_env = not is_loopback(urlsplit(login.url).hostname or "")

    @property
    def cloud(self) -> bool:
        """Whether the site is Jira Cloud; anything else is taken for Data Center."""
        site = self.remember("server", lambda: self.read("/rest/api/2/serverInfo"))
        self._jira.deploymentType = site.get("deploymentType")
        return bool(site.get("deploymentType") == CLOUD)

    @property
    def api(self) -> str:
        """The path of the newest API the site has."""
        return "/rest/api/3" if self.cloud else "/rest/api/2"

    @property
    def zone(self) -> ZoneInfo:
        """The account's own time zone, in which Data Center reads the dates of a query."""
        name = str(self.remember("myself", self.myself).get("timeZone") or "")
        try:
            return ZoneInfo(name)
        except (ValueError, ZoneInfoNotFoundError):
            raise Refused("no_time_zone", f"Jira names the account's zone {name!r}") from None

    def myself(self) -> Json:
        """The account we are logged in as, read now."""
        return self.read("/rest/api/2/myself")

    def remember(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` said a short while ago, in whichever thread, or says now."""
        return self._known.value(key, read)

    def read(self, path: str, params: Params | None = None) -> Json:
        """GET an object. Raises Unavailable, Refused."""
        return _object(_parsed(self._exchange("GET", path, params=params)))

    def read_list(self, path: str, params: Params | None = None) -> list[Json]:
        """GET a list. Raises Unavailable, Refused."""
        answer = _parsed(self._exchange("GET", path, params=params))
        if not isinstance(answer, list):
            raise Unavailable("Jira answered with something other than a list")
        return answer

    def page(
        self,
        shape: Decoder[T],
        path: str,
        *,
        params: Params | None = None,
        body: Json | None = None,
    ) -> T:
        """GET, or where there is a body POST that only reads: of the answer, what `shape` knows.

        Raises Unavailable; Refused, "unreadable" for an answer of another shape.
        """
        method = "GET" if body is None else "POST"
        try:
            return shape.decode(self._exchange(method, path, params=params, body=body))
        except ValidationError as error:
            raise Refused("unreadable", str(error)) from error
        except DecodeError:
            raise Unavailable(NO_JSON) from None

    def write(self, method: str, path: str, body: Json) -> Json:
        """A change; the answer's object, empty when there is none.

        Raises Unavailable, Refused or Uncertain.
        """
        content = self._exchange(method, path, body=body, write=True)
        answer = _parsed(content, write=True) or {}
        if not isinstance(answer, dict):
            raise Uncertain("Jira answered a change with something other than an object")
        return answer

    def close(self) -> None:
        """End the session."""
        self._jira._session.close()

    def _exchange(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: Json | None = None,
        write: bool = False,
    ) -> bytes:
        self._pace.wait()
        try:
            # Past the library's own request(), which raises on what it cannot parse. A redirect
            # could carry the login to another host: none is followed.
            answer = Session.request(
                self._jira._session,
                method,
                self._url + path,
                params=params,
                json=body,
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            )
            content = b"".join(answer.iter_content(CHUNK)) if answer.ok else answer.content
        except RequestException as error:
            raise_for_failure(error, write=write)
        self.told_at = http_date(answer.headers.get("Date", ""))
        if answer.headers.get(NEAR_LIMIT, "").lower() == "true":
            self._pace.ease()
        raise_for_status(answer, write=write)
        return content


def _parsed(content: bytes, *, write: bool = False) -> object:
    if not content:
        return None
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        raise (Uncertain(NO_JSON) if write else Unavailable(NO_JSON)) from None


def _object(answer: object) -> Json:
    if not isinstance(answer, dict):
        raise Unavailable("Jira answered with something other than an object")
    return answer
