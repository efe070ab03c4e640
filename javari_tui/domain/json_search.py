"""Searching a JSON value, folded or not: a little at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from javari_tui.domain.json_reading import Container, JsonValue, scalar_text
from javari_tui.domain.json_tree import Steps


def search_json(value: JsonValue, is_match: Callable[[str], bool]) -> Iterator[Steps | None]:
    """The ways to members and items whose name or plain value matches, in their order; None for each that does not."""
    if not isinstance(value, tuple | list):
        yield () if is_match(plain(value)) else None
        return
    inside: list[tuple[Container, Iterator[int]]] = [(value, iter(range(len(value))))]
    steps: list[int] = []
    while inside:
        container, rest = inside[-1]
        at = next(rest, None)
        if at is None:
            inside.pop()
            if steps:
                steps.pop()
            continue
        name, child = container[at] if isinstance(container, tuple) else ("", container[at])
        is_container = isinstance(child, tuple | list)
        found = (bool(name) and is_match(name)) or (not is_container and is_match(plain(child)))
        yield (*steps, at) if found else None
        if isinstance(child, tuple | list) and child:
            steps.append(at)
            inside.append((child, iter(range(len(child)))))


def plain(value: JsonValue) -> str:
    """A text, a number, a constant, as they are searched; of containers nothing."""
    if isinstance(value, str):
        return value
    return "" if isinstance(value, tuple | list) else scalar_text(value)
