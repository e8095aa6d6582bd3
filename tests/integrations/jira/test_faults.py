"""Headers and bodies of answers that are no success."""

import ssl
from socket import gaierror
from typing import cast

import pytest
from requests.exceptions import (
    ChunkedEncodingError,
    ConnectTimeout,
    ProxyError,
    ReadTimeout,
    RequestException,
    SSLError,
)
from requests.exceptions import ConnectionError as Broken
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
)
from urllib3.exceptions import SSLError as PoolSSLError

from bot.errors import Unavailable, Uncertain
from integrations.jira.faults import jira_messages, pause, raise_for_failure

DATE = "Fri, 01 Mar 2024 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0"}, 1.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": "Fri, 01 Mar 2024 12:02:00 GMT", "Date": DATE}, 120.0),
        ({"Retry-After": "Fri, 01 Mar 2024 11:00:00 GMT", "Date": DATE}, 1.0),
        ({"X-RateLimit-Reset": "2024-03-01T13:00Z", "Date": DATE}, 3600.0),
        ({"Retry-After": "soon", "Date": DATE}, None),
        ({"Retry-After": "²", "Date": DATE}, None),
        ({"Retry-After": "Fri, 01 Mar 2024 12:02:00 -0000", "Date": DATE}, None),
        ({"X-RateLimit-Reset": "2024-03-01T13:00", "Date": DATE}, None),
        ({"Retry-After": "Fri, 01 Mar 2024 12:02:00 GMT"}, None),
        ({}, None),
    ],
)
def test_the_pause_an_answer_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds == pause(headers)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"errorMessages":["No."],"errors":{"summary":"Too long."}}', "No. summary: Too long."),
        (b'{"errorMessages":null,"errors":null}', ""),
        (b'"message"', ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_jiras_own_words(body: bytes, words: str) -> None:
    assert words == jira_messages(body)


def test_jiras_words_are_cut() -> None:
    assert 300 == len(jira_messages(b'{"errorMessages":["' + b"x" * 9000 + b'"]}'))


POOL = cast(HTTPConnectionPool, None)
CONNECTION = cast(HTTPConnection, None)


def wrapped(reason: Exception) -> MaxRetryError:
    return MaxRetryError(POOL, "/rest/api/2/issue?canary", reason)


NEVER_SENT = [
    ConnectTimeout(),
    ProxyError(),
    Broken(wrapped(NewConnectionError(CONNECTION, "refused"))),
    Broken(wrapped(NameResolutionError("jira.example.com", CONNECTION, gaierror()))),
    SSLError(wrapped(PoolSSLError(ssl.SSLCertVerificationError("expired")))),
]
PERHAPS_SENT = [
    ReadTimeout(),
    Broken(ProtocolError("Connection aborted.", ConnectionResetError())),
    ChunkedEncodingError(),
    SSLError(wrapped(PoolSSLError("record layer failure"))),
    RequestException(),
]


@pytest.mark.parametrize("error", NEVER_SENT, ids=repr)
def test_a_change_that_never_left_is_surely_not_done(error: RequestException) -> None:
    with pytest.raises(Unavailable) as away:
        raise_for_failure(error, write=True)
    assert "canary" not in str(away.value)


@pytest.mark.parametrize("error", PERHAPS_SENT, ids=repr)
def test_a_change_that_may_have_left_is_uncertain(error: RequestException) -> None:
    with pytest.raises(Uncertain):
        raise_for_failure(error, write=True)


@pytest.mark.parametrize("error", [*NEVER_SENT, *PERHAPS_SENT], ids=repr)
def test_a_reading_is_only_ever_unavailable(error: RequestException) -> None:
    with pytest.raises(Unavailable):
        raise_for_failure(error, write=False)
