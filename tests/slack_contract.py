"""Holds recorded Web API calls against JSON schemas made from Slack's own types.

The schemas (of npm's @slack/web-api) are test data, found under the folder TEST_DATA names.
"""

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema_rs import Draft7Validator, ValidationError

from bot.sandbox.slack import Call

Json = dict[str, Any]
NOT_METHODS = ("response_url", "upload", "download")
"""Recorded beside the Web API's methods, and not described there."""
BEYOND_TYPES = {"team_id", "alt_txt"}
"""Arguments the types do not have: the one Bolt's client adds to every call, and one that Slack's
documentation of files.getUploadURLExternal names and the types call `alt_text`."""


def calls_out_of_contract(calls: Iterable[Call]) -> list[str]:
    """What Slack's types say against these calls, as `method: complaint`; refused calls too.
    Skips the test, aloud, where TEST_DATA is unset."""
    return [
        f"{call.method}: {complaint}"
        for call in calls
        if call.method not in NOT_METHODS
        for complaint in _complaints(call.method, call.arguments)
    ]


@cache
def _schemas() -> Json:
    folder = os.environ.get("TEST_DATA")
    if not folder:
        pytest.skip("TEST_DATA is unset: no Web API schema to compare with")
    packed = Path(folder, "tools", "blocks", "webapi.schema.json.gz").read_bytes()
    found: Json = json.loads(gzip.decompress(packed))
    return found


@cache
def _validator(method: str) -> Draft7Validator:
    schemas = _schemas()
    reference = {"$ref": schemas["methods"][method], "definitions": schemas["definitions"]}
    return Draft7Validator(reference)


def _complaints(method: str, arguments: Json) -> Iterator[str]:
    if method not in _schemas()["methods"]:
        yield "unknown method"
        return
    known = _members(method)
    for name in set(arguments) - set(known) - BEYOND_TYPES:
        yield f"unknown argument {name}"
    typed = {name: _typed(value, known.get(name, {})) for name, value in arguments.items()}
    for error in _validator(method).iter_errors(typed):
        yield max(_causes(error), key=lambda one: len(one.instance_path)).message[:200]


def _causes(error: ValidationError) -> list[ValidationError]:
    """Why each alternative was refused; the error itself where there was none."""
    alternatives: list[list[ValidationError]] = getattr(error.kind, "context", [])
    return [cause for causes in alternatives for cause in causes] or [error]


@cache
def _members(method: str) -> Json:
    """The schema of each argument."""
    return dict(_properties({"$ref": _schemas()["methods"][method]}))


def _properties(schema: Json) -> Iterator[tuple[str, Json]]:
    name = schema.get("$ref", "").removeprefix("#/definitions/")
    if name:
        definitions = _schemas()["definitions"]
        yield from _properties(definitions.get(name) or definitions[unquote(name)])
    yield from schema.get("properties", {}).items()
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(key, []):
            yield from _properties(part)


def _typed(value: object, schema: Json) -> object:
    """A form's text as the number or boolean it stands for."""
    if not isinstance(value, str):
        return value
    if schema.get("type") in ("number", "integer") and value.replace(".", "", 1).isdigit():
        return float(value)
    words = {"1": True, "true": True, "0": False, "false": False}
    return words.get(value.lower(), value) if schema.get("type") == "boolean" else value
