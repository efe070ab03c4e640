"""A YAML file as a small tree that remembers where each thing stands.

Built from parser events, one after another: nothing is constructed, anchors are refused and depth is bounded,
so no file can fill the memory or overflow the stack, whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from javari_tui.i18n import N_

DEEPEST = 12


class YamlRefused(Exception):
    """The text is no YAML we read: `message` is marked, `line` counts from 1."""

    def __init__(self, message: str, line: int | None = None, **values: object) -> None:
        super().__init__(message)
        self.message, self.line, self.values = message, line, values


@dataclass(slots=True)
class Place:
    """Where something starts and ends: lines and columns from 0."""

    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(slots=True)
class Node:
    """A text, a mapping or a list."""

    place: Place
    text: str | None = None
    """None for a mapping or a list."""
    is_plain: bool = False
    """Written without quotes: only then can it mean nothing at all."""
    is_flow: bool = False
    """Written in braces or brackets."""
    entries: dict[str, Entry] | None = None
    items: list[Node] | None = None
    repeated: list[tuple[str, int]] = field(default_factory=list)
    """Keys that came a second time, with their lines from 1: the first stays."""

    @property
    def is_nothing(self) -> bool:
        """Whether a key was written without a value."""
        return self.is_plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Entry:
    """A key of a mapping and its value."""

    key: Node
    value: Node

    @property
    def line(self) -> int:
        """The key's line, from 1."""
        return self.key.place.start[0] + 1


def read_tree(text: str) -> Node | None:
    """The tree of a YAML text; None when it says nothing. YamlRefused otherwise."""
    import yaml  # noqa: PLC0415 - 12 ms, only when there is a settings file

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(yaml).build(yaml.parse(text, loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise YamlRefused(N_("This is not YAML: {reason}."), line, reason=error.problem or "?") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlRefused(N_("There is a character that cannot be in a text file."), line) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise YamlRefused(N_("This is not YAML: {reason}."), reason=type(error).__name__) from error


class _Builder:
    """Puts events together."""

    def __init__(self, yaml: Any) -> None:  # noqa: ANN401 - the library, imported late
        self._yaml = yaml
        self._open: list[Node] = []
        self._keys: list[Node | None] = []
        self._root: Node | None = None

    def build(self, events: Iterator[Any]) -> Node | None:
        """The root of all events."""
        documents = 0
        for event in events:
            documents += isinstance(event, self._yaml.DocumentStartEvent)
            if documents > 1:
                raise YamlRefused(N_("There is a second document after “---”."), event.start_mark.line + 1)
            if isinstance(event, self._yaml.AliasEvent) or getattr(event, "anchor", None):
                raise YamlRefused(N_("Anchors (& and *) are not allowed here."), event.start_mark.line + 1)
            self._take(event)
        return self._root

    def _take(self, event: Any) -> None:  # noqa: ANN401 - an event of the library
        if isinstance(event, self._yaml.CollectionEndEvent):
            node = self._open.pop()
            self._keys.pop()
            node.place.end = (event.end_mark.line, event.end_mark.column)
        elif isinstance(event, self._yaml.NodeEvent):
            self._place(self._node(event), event)

    def _node(self, event: Any) -> Node:  # noqa: ANN401
        start, end = event.start_mark, event.end_mark
        place = Place((start.line, start.column), (end.line, end.column))
        if isinstance(event, self._yaml.ScalarEvent):
            return Node(place, text=event.value, is_plain=not event.style)
        is_mapping = isinstance(event, self._yaml.MappingStartEvent)
        entries: dict[str, Entry] | None = {} if is_mapping else None
        return Node(place, is_flow=bool(event.flow_style), entries=entries, items=None if is_mapping else [])

    def _place(self, node: Node, event: Any) -> None:  # noqa: ANN401
        """Put a node where it belongs: the root, an item, a key, or the value of the key before."""
        parent = self._open[-1] if self._open else None
        if parent is None:
            self._root = node
        elif parent.items is not None:
            parent.items.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = node
        else:
            self._add(parent, self._keys[-1], node)
            self._keys[-1] = None
        if node.text is None:
            if len(self._open) >= DEEPEST:
                raise YamlRefused(N_("This is nested too deeply."), event.start_mark.line + 1)
            self._open.append(node)
            self._keys.append(None)

    @staticmethod
    def _add(parent: Node, key: Node, value: Node) -> None:
        assert parent.entries is not None
        if key.text is None:
            raise YamlRefused(N_("A key must be a word."), key.place.start[0] + 1)
        if key.text in parent.entries:
            parent.repeated.append((key.text, key.place.start[0] + 1))
        else:
            parent.entries[key.text] = Entry(key, value)
