"""The stand-in's limits against JSON schemas made from Slack's own types (@slack/types)."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.sandbox.slack.blocks import BLOCKS, REFUSED, Surface
from bot.sandbox.slack.checks import variant
from bot.sandbox.slack.elements import ELEMENTS

Json = dict[str, Any]

DEMANDED = {"value"}
"""Members Slack's documentation demands though its types do not: an option's value."""
BOUNDED = {("feedback_buttons", "text"), ("icon_button", "text")}
"""Labels that Slack's documentation limits to 75 characters though its types do not."""


def definitions() -> Json:
    folder = os.environ.get("TEST_DATA")
    if not folder:
        pytest.skip("TEST_DATA is unset: no Block Kit schema to compare with")
    packed = Path(folder, "tools", "blocks", "slack_limits.schema.json.gz").read_bytes()
    found: Json = json.loads(gzip.decompress(packed))["definitions"]
    return found


def kinds(defs: Json) -> dict[str, str]:
    """The name of the definition of each `type`."""
    return {
        schema["properties"]["type"]["const"]: name
        for name, schema in defs.items()
        if "const" in schema.get("properties", {}).get("type", {})
    }


class Examples:
    """The smallest instance of each definition, and the same at and past each bound."""

    def __init__(self, defs: Json) -> None:
        self.defs = defs

    def resolve(self, schema: Json) -> Json:
        if "$ref" in schema:
            return self.resolve(self.defs[schema["$ref"].removeprefix("#/definitions/")])
        merged: Json = {}
        for part in schema.get("allOf", []):
            merged = _merged(merged, self.resolve(part))
        return merged or (self.resolve(schema["anyOf"][0]) if "anyOf" in schema else schema)

    def least(self, schema: Json, name: str = "") -> Any:
        full = self.resolve(schema)
        if "const" in full:
            return full["const"]
        if "enum" in full:
            return full["enum"][0]
        match full.get("type"):
            case "object":
                wanted = [*full.get("required", [])]
                wanted += [key for key in DEMANDED if key in full["properties"]]
                wanted += ["text"] * (full["properties"].get("type", {}).get("const") == "section")
                wanted += ["options"] * ("option_groups" in full["properties"])
                return {
                    key: self.least(full["properties"][key], key) for key in dict.fromkeys(wanted)
                }
            case "array":
                least = 2 if name == "rows" and not full.get("maxItems") else 1
                return [self.least(full["items"])] * least
            case "boolean":
                return True
            case "number":
                return 1
        return "https://example.com/a" if name.endswith("url") else "x"

    def bounded(self, schema: Json) -> Iterator[tuple[str, Json, Json]]:
        """Where a bound stands, and an instance just inside and just outside of it."""
        full, base = self.resolve(schema), self.least(schema)
        for key, member in full["properties"].items():
            rest = {k: v for k, v in base.items() if (k, key) != ("options", "option_groups")}
            for where, inside, outside in self.values(member, key):
                yield f"{key}{where}", {**rest, key: inside}, {**rest, key: outside}

    def values(self, schema: Json, key: str) -> Iterator[tuple[str, Any, Any]]:
        full = self.resolve(schema)
        if "maxLength" in full:
            stem = "https://a.example/" if key.endswith("url") else ""
            size = full["maxLength"] - len(stem)
            yield "", stem + "x" * size, stem + "x" * (size + 1)
        if "maxItems" in full:
            item = self.least(full["items"])
            yield "[]", [item] * full["maxItems"], [item] * (full["maxItems"] + 1)
        if full.get("type") == "object" and key not in ("element", "accessory"):
            for where, inside, outside in self.bounded(full):
                yield f".{where}", inside, outside


def _merged(one: Json, other: Json) -> Json:
    both = {**one, **other}
    for key in ("properties", "required"):
        if key in one and key in other:
            both[key] = (
                {k: {**one[key].get(k, {}), **other[key].get(k, {})} for k in one[key] | other[key]}
                if key == "properties"
                else one[key]
            )
    return both


def test_every_block_and_element_slack_types_is_known() -> None:
    named = kinds(definitions())
    blocks = {kind for kind, name in named.items() if name.endswith("Block")} | {"image"}
    assert blocks == set(BLOCKS)
    parts = ("RichText", "Raw", "Plain", "Mrkdwn", "View", "Modal", "Home", "URLSource")
    elements = {k for k, name in named.items() if k not in blocks and not name.startswith(parts)}
    assert elements | {"rich_text_input", "plain_text_input"} == set(ELEMENTS) - {"image"}


def bounds(kind: str, names: dict[str, str], defs: Json) -> list[tuple[str, Json, Json]]:
    return list(Examples(defs).bounded(defs[names[kind]]))


@pytest.mark.parametrize("kind", sorted({**BLOCKS, **ELEMENTS}))
def test_each_bound_is_slacks_own(kind: str) -> None:
    defs = definitions()
    names = {**kinds(defs), "image": "ImageBlock"}
    schema = Draft7Validator({"$ref": f"#/definitions/{names[kind]}", "definitions": defs})
    check = variant({**ELEMENTS, **BLOCKS})
    for where, inside, outside in bounds(kind, names, defs) if kind != "image" else []:
        if (kind, where.rpartition(".")[2]) in BOUNDED:
            continue
        assert (True, []) == (schema.is_valid(inside), list(check(inside, ""))), where
        refused = (schema.is_valid(outside), bool(list(check(outside, ""))))
        assert (False, True) == refused, where


def test_surfaces_leave_each_block_somewhere() -> None:
    for kind in BLOCKS:
        assert any(kind not in REFUSED[surface] for surface in Surface), kind
