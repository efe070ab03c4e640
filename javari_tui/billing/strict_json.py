"""JSON from a server: what is ambiguous in it is refused, never guessed."""

from __future__ import annotations

import json
from typing import Never

from javari_tui.billing.misunderstood import Misunderstood


def read_object(body: bytes) -> dict[str, object]:
    """The object that a body is. Misunderstood: it is none, has a name twice, NaN, or is nested without end."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Misunderstood(f"no JSON: {error}") from error
    if not isinstance(value, dict):
        raise Misunderstood("no JSON object")
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; two values under one name could be read in two ways."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Misunderstood("a name is there twice")
    return found


def _refuse(constant: str) -> Never:
    raise Misunderstood(f"{constant} is no number")
