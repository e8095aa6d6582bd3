"""Recorded calls held against the published OpenAPI descriptions of Jira Cloud.

v2 paths are held against the v3 description, which covers the same operations; rich text alone
differs, and bodies leave it open there. Known defects of the descriptions are mended here: null
stands for an absent member in answers, and bulk histories may be stamped in epoch milliseconds.
"""

import gzip
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from bot.sandbox.jira import Call

Json = dict[str, Any]

SPECIFICATIONS = ("cloud-platform-v3", "cloud-software")
UNPUBLISHED = "/rest/webhooks/"
"""Admin webhooks have no published description."""


def jira_files() -> Path:
    """The folder of Jira's test data; skips the test where there is none."""
    root = os.environ.get("TEST_DATA")
    if not root:
        pytest.skip("TEST_DATA is not set: the test data of Jira is not at hand")
    return Path(root) / "jira"


def requests_out_of_contract(calls: Iterable[Call]) -> list[str]:
    """What is wrong with the requests, a line for each fault; empty for none."""
    return [f"{_title(call)}: {fault}" for call in calls for fault in _request_faults(call)]


def answers_out_of_contract(calls: Iterable[Call]) -> list[str]:
    """What is wrong with the answers, a line for each fault; empty for none."""
    return [f"{_title(call)}: {fault}" for call in calls for fault in _answer_faults(call)]


def deprecated(calls: Iterable[Call]) -> list[str]:
    """The requests for what will be taken away one day."""
    found = ((call, _operation(call)) for call in calls)
    return [_title(call) for call, known in found if known and known.json.get("deprecated")]


def _title(call: Call) -> str:
    return f"{call.method} {call.path} -> {call.status}"


@dataclass(frozen=True)
class Operation:
    """One operation of a description with the parameters it takes."""

    specification: str
    pattern: re.Pattern[str]
    json: Json
    parameters: Mapping[str, Json]


@cache
def _components(name: str, root: Path) -> Json:
    raw = gzip.decompress((root / "openapi" / f"{name}.json.gz").read_bytes())
    loaded: Json = orjson.loads(
        raw.replace(b'"#/components/', f'"urn:{name}#/components/'.encode())
    )
    bulk_history = loaded["components"]["schemas"].get("Changelog")
    if bulk_history:
        bulk_history["properties"]["created"] = {"type": ["string", "integer"]}
    mended: Json = _nullable(loaded)
    return mended


def _nullable(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_nullable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    mended = {name: _nullable(part) for name, part in schema.items()}
    if mended.pop("nullable", False) is True and isinstance(mended.get("type"), str):
        mended["type"] = [mended["type"], "null"]
    return mended


@cache
def _registry(root: Path) -> Registry[Any]:
    resources = [
        (f"urn:{name}", DRAFT202012.create_resource(_components(name, root)))
        for name in SPECIFICATIONS
    ]
    return Registry().with_resources(resources)


@cache
def _operations(root: Path) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = {}
    for name in SPECIFICATIONS:
        description = _components(name, root)
        for path, methods in description["paths"].items():
            pattern = re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path)))
            for method in methods.keys() & {"get", "post", "put", "delete"}:
                json = methods[method]
                parameters = json.get("parameters", []) + methods.get("parameters", [])
                known = {p["name"]: p for p in parameters if p.get("in") == "query"}
                found.setdefault(method.upper(), []).append(Operation(name, pattern, json, known))
    for operations in found.values():
        operations.sort(key=lambda operation: operation.pattern.pattern.count("[^/]+"))
    return found


def _operation(call: Call) -> Operation | None:
    path = re.sub(r"^/rest/api/(2|latest)/", "/rest/api/3/", call.path)
    for operation in _operations(jira_files())[call.method]:
        if operation.pattern.fullmatch(path):
            return operation
    return None


def _request_faults(call: Call) -> Iterator[str]:
    if call.path.startswith(UNPUBLISHED):
        return
    operation = _operation(call)
    if operation is None:
        yield "no such operation"
        return
    for name, value in call.query:
        yield from _parameter_faults(operation, name, value)
    body = operation.json.get("requestBody")
    if body is None:
        if call.body is not None:
            yield "a body where none is taken"
        return
    if call.body is None:
        yield "the body is missing"
    yield from _schema_faults(operation, body["content"], call.body)
    if call.version == "3":
        yield from _rich_text_faults(call.body)


def _parameter_faults(operation: Operation, name: str, value: str) -> Iterator[str]:
    parameter = operation.parameters.get(name)
    if parameter is None:
        yield f"the parameter {name} is unknown"
        return
    schema = parameter["schema"]
    schema = schema.get("items", schema)
    fits = {
        "integer": re.compile(r"-?\d+").fullmatch,
        "boolean": re.compile("true|false").fullmatch,
    }.get(schema.get("type"))
    if (fits and not fits(value)) or ("enum" in schema and value not in schema["enum"]):
        yield f"the parameter {name} cannot be {value!r}"


def _rich_text_faults(body: Any) -> Iterator[str]:
    if not isinstance(body, dict):
        return
    fields = body.get("fields")
    given = [("body", body.get("body"))]
    if isinstance(fields, dict):
        given += [(name, fields.get(name)) for name in ("description", "environment")]
    for name, text in given:
        if isinstance(text, str):
            yield f"{name}: v3 takes an Atlassian Document, not a string"


def _answer_faults(call: Call) -> Iterator[str]:
    if call.path.startswith(UNPUBLISHED) or call.status == 0:
        return
    operation = _operation(call)
    if operation is None:
        if call.status != 404:
            yield "no such operation"
        return
    responses = operation.json["responses"]
    if call.status >= 400:
        error = {"schema": {"$ref": "urn:cloud-platform-v3#/components/schemas/ErrorCollection"}}
        yield from _schema_faults(operation, {"application/json": error}, call.answer)
        return
    if str(call.status) not in responses:
        yield f"the status {call.status} is not described"
        return
    content = responses[str(call.status)].get("content", {})
    yield from _schema_faults(operation, content, _without_nulls(call.answer))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_nulls(element) for element in value]
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    return value


def _schema_faults(operation: Operation, content: Json, value: Any) -> Iterator[str]:
    schema = content.get("application/json", {}).get("schema")
    if not schema or value is None:
        return
    for error in _validator(orjson.dumps(schema), jira_files()).iter_errors(value):
        place = "/".join(str(part) for part in error.absolute_path)
        yield f"{place or 'body'}: {error.message[:200]}"


@cache
def _validator(schema: bytes, root: Path) -> Validator:
    return Draft202012Validator(orjson.loads(schema), registry=_registry(root))
