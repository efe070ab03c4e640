"""Calls of tools as servers take them: ids that are their own, plain names, arguments that are an object."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from typing import Any, NoReturn

from javari_tui.domain.tool_info import ToolInfo
from javari_tui.domain.untrusted_text import clean
from javari_tui.providers.sendable import sendable

RAW = "_raw"
"""What arguments are sent back under that are no JSON object."""
NO_OUTPUT = "(no output)"
"""Sent for an answer of a tool that says nothing: some servers refuse an empty one."""
NOTHING_SAID = "(nothing was said)"
"""The same for an answer of a model's of which nothing is left to send."""
_DEEPEST = 40
"""Levels of arguments; libraries on the way fail on what is much deeper."""
_LONGEST_NAME = 64
_ODD = re.compile(r"[^a-zA-Z0-9_-]")


class CallIds:
    """The ids of one answer's calls: as the server gave them, made up where they are missing or taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, given: object) -> str:
        """An id that no other call of this answer has."""
        found = clean(given).strip() if isinstance(given, str) else ""
        if not found or found in self._taken:
            found = f"call_{uuid.uuid4().hex}"
        self._taken.add(found)
        return found


def in_order(tools: Iterable[ToolInfo]) -> list[ToolInfo]:
    """The tools in the order they are always sent in, so that servers find in their cache what they read before."""
    return sorted(tools, key=lambda info: info.name)


def plain(text: str) -> str:
    """The text with an underscore for every sign that strict servers refuse in ids and names."""
    return _ODD.sub("_", text)


def sendable_name(name: str) -> str:
    """A name of a tool as every server takes it back, whatever the model called."""
    return plain(name)[:_LONGEST_NAME] or "unknown"


def arguments_object(written: str) -> dict[str, Any]:
    """The arguments as an object; under `_raw` as they were written where they are none."""
    try:
        found = json.loads(sendable(written) or "{}", parse_constant=_refuse)
        # Halves of characters may have been escaped; numbers may have become too large for JSON.
        found = json.loads(sendable(json.dumps(found, ensure_ascii=False, allow_nan=False)))
    except (ValueError, RecursionError):
        found = None
    is_fit = isinstance(found, dict) and not _is_deep(found)
    return found if is_fit else {RAW: sendable(written)}


def arguments_text(written: str) -> str:
    """The same as JSON, for servers that want a text."""
    return json.dumps(arguments_object(written), ensure_ascii=False)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _is_deep(found: object) -> bool:
    level = [found]
    for _depth in range(_DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(one: object) -> list[object]:
    if isinstance(one, dict):
        return list(one.values())
    return one if isinstance(one, list) else []
