"""The ways through a chat's tree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from javari_tui.domain.chat import Branch
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import time_from_text

_EXCERPT = 200


@dataclass(slots=True)
class _Tree:
    """The shape of a tree, built in one pass: a parent always comes before its children."""

    depth: dict[int, int] = field(default_factory=dict)
    parent: dict[int, int | None] = field(default_factory=dict)
    children: dict[int | None, int] = field(default_factory=dict)
    """How many children each has; under None, how many beginnings there are."""

    def add(self, message_id: int, parent_id: int | None) -> None:
        """Hang a message below its parent."""
        self.parent[message_id] = parent_id
        self.depth[message_id] = self.depth.get(parent_id or 0, 0) + 1
        self.children[parent_id] = self.children.get(parent_id, 0) + 1

    def leaves(self) -> list[int]:
        """Messages with nothing below."""
        return [message_id for message_id in self.parent if message_id not in self.children]

    def way_up(self, message_id: int | None) -> list[int]:
        """A message and all above it, upwards."""
        way: list[int] = []
        while message_id is not None:
            way.append(message_id)
            message_id = self.parent[message_id]
        return way

    def newest_below(self, message_id: int) -> int:
        """Where one arrives by following the newest children down."""
        newest: dict[int | None, int] = {parent: child for child, parent in self.parent.items()}
        while message_id in newest:
            message_id = newest[message_id]
        return message_id


def read_branches(connection: sqlite.Connection, chat_id: int, leaf_id: int | None) -> tuple[Branch, ...]:
    """Every branch of a chat, the shown one first, then the one last written in."""
    tree, made = _Tree(), {}
    sql = "SELECT id, parent_id, created_at FROM messages WHERE chat_id = ? ORDER BY id"
    for row in rows(connection, sql, (chat_id,)):
        tree.add(row["id"], row["parent_id"])
        made[row["id"]] = row["created_at"]
    shown = tree.newest_below(leaf_id) if leaf_id is not None and leaf_id in tree.parent else None
    forks = _forks(tree, shown)
    leaves = sorted(tree.leaves(), key=lambda leaf: (leaf == shown, leaf), reverse=True)
    starts = _starts(connection, {first for _, first in (forks[leaf] for leaf in leaves)})
    return tuple(
        Branch(
            leaf_id=leaf,
            forks_at=forks[leaf][0],
            excerpt=starts.get(forks[leaf][1], ""),
            message_count=tree.depth[leaf],
            updated_at=time_from_text(made[leaf]),
            current=leaf == shown,
        )
        for leaf in leaves
    )


def _forks(tree: _Tree, shown: int | None) -> Mapping[int, tuple[int | None, int]]:
    """For each message: the last one above that the shown branch has too, and the first that it has not.

    On the shown branch itself: the message, and the first after the last place where the way parts.
    """
    on_shown = tree.way_up(shown)
    forks: dict[int, tuple[int | None, int]] = {}
    first = on_shown[-1] if on_shown else 0
    for message_id in reversed(on_shown):
        first = message_id if tree.children[tree.parent[message_id]] > 1 else first
        forks[message_id] = (message_id, first)
    parts = frozenset(on_shown)
    for message_id, parent_id in tree.parent.items():
        if message_id in parts:
            continue
        parted_here = parent_id is None or parent_id in parts
        forks[message_id] = (parent_id, message_id) if parted_here else forks[parent_id or 0]
    return forks


def _starts(connection: sqlite.Connection, message_ids: Iterable[int]) -> Mapping[int, str]:
    """How messages begin."""
    sql = "SELECT id, substr(text, 1, ?) AS start FROM messages WHERE id IN (SELECT value FROM json_each(?))"
    return {row["id"]: row["start"] for row in rows(connection, sql, (_EXCERPT, json.dumps(list(message_ids))))}
