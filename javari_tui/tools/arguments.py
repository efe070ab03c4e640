"""The arguments a model gives, checked strictly against the tool's own schema.

The schemas use a part of JSON Schema: one object whose properties are strings, integers, booleans or lists of
strings, with bounds, choices and defaults; nothing else may be in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NoReturn, cast

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_

MOST_CHARACTERS = 4 * 1024 * 1024
"""Of the arguments as JSON; the largest file to be written, escaped, is within."""

Arguments = Mapping[str, object]
Schema = Mapping[str, object]

_HALF = re.compile("[\ud800-\udfff]")
_TYPES: Mapping[object, type] = {"string": str, "integer": int, "boolean": bool, "array": list}


def object_schema(properties: Mapping[str, Schema], *required: str) -> Schema:
    """The schema of a tool's arguments: these properties and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def read_arguments(text: str, schema: Schema) -> Arguments:
    """The arguments with defaults filled in; ToolRefused says what is wrong with them."""
    content = _parse(text)
    properties = cast("Mapping[str, Schema]", schema["properties"])
    if not isinstance(content, dict):
        raise ToolRefused(N_("The arguments are not a JSON object."))
    for name in content:
        if name not in properties:
            raise ToolRefused(N_("There is no argument “{name}”."), name=reveal(name)[:100])
    for name in cast("list[str]", schema["required"]):
        if name not in content:
            raise ToolRefused(N_("The argument “{name}” is missing."), name=name)
    given = {name: _check(name, content[name], properties[name]) for name in properties if name in content}
    defaults = {name: rule["default"] for name, rule in properties.items() if "default" in rule}
    return {**defaults, **given}


def _parse(text: str) -> object:
    if len(text) > MOST_CHARACTERS:
        raise ToolRefused(N_("The arguments are too long."))
    try:
        return json.loads(text or "{}", parse_constant=_no_constant, object_pairs_hook=_no_twice)
    except (ValueError, RecursionError) as error:
        raise ToolRefused(N_("The arguments are not valid JSON."), detail=reveal(str(error))[:200]) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _no_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose field stands twice could be shown in one way and carried out in another."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a field stands twice in one object")
    return made


def _check(name: str, value: object, rule: Schema) -> object:
    wanted = rule["type"]
    # Exactly: `true` is no number, though Python thinks so.
    if type(value) is not _TYPES[wanted]:
        raise ToolRefused(N_("The argument “{name}” must be of type {type}."), name=name, type=wanted)
    if isinstance(value, str):
        _check_string(name, value, rule)
    elif isinstance(value, list):
        _check_length(name, len(value), rule, "minItems", "maxItems")
        for item in value:
            _check(name, item, cast("Schema", rule["items"]))
    elif isinstance(value, int):
        _check_length(name, value, rule, "minimum", "maximum")
    return value


def _check_string(name: str, value: str, rule: Schema) -> None:
    _check_length(name, len(value), rule, "minLength", "maxLength")
    if _HALF.search(value):
        raise ToolRefused(N_("The argument “{name}” holds half of a character."), name=name)
    choices = cast("list[str]", rule.get("enum", [value]))
    if value not in choices:
        raise ToolRefused(N_("The argument “{name}” must be one of {choices}."), name=name, choices=", ".join(choices))


def _check_length(name: str, size: int, rule: Schema, least: str, most: str) -> None:
    lowest, highest = cast("int", rule.get(least, size)), cast("int", rule.get(most, size))
    if size < lowest:
        raise ToolRefused(N_("The argument “{name}” is too small: {least} is the least."), name=name, least=lowest)
    if size > highest:
        raise ToolRefused(N_("The argument “{name}” is too large: {most} is the most."), name=name, most=highest)
