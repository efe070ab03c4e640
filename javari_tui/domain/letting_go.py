"""Gives the memory of large values back a little at a time: at once, millions of them hold everything else up."""

from __future__ import annotations

import time
from threading import Thread

from javari_tui.domain.json_reading import JsonValue

_AT_ONCE = 500
"""Values between two turns of the others."""
_DEEP = 4
"""Levels that are taken apart; what is below is let go whole."""


def let_go(value: JsonValue) -> None:
    """Take a value apart in a thread. Nobody may look at it any more."""
    Thread(target=_take_apart, args=([(value, 0)],), name="letting go", daemon=True).start()


def _take_apart(waiting: list[tuple[JsonValue, int]]) -> None:
    """Lists are emptied in place, so it does not matter who else still holds them."""
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, tuple):
            waiting.extend((inner, depth + 1) for _key, inner in value[:_AT_ONCE] if _is_worth_it(inner, depth))
        elif isinstance(value, list):
            while value:
                for inner in value[-_AT_ONCE:]:
                    if _is_worth_it(inner, depth) and len(value) <= _AT_ONCE:
                        waiting.append((inner, depth + 1))
                del value[-_AT_ONCE:]
                time.sleep(0)


def _is_worth_it(value: JsonValue, depth: int) -> bool:
    return depth < _DEEP and isinstance(value, list | tuple)
