from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from javari_tui.domain.chat import Role
from javari_tui.storage.database import Database
from tests.storage.conftest import Kept


@contextmanager
def _tree(parents: list[int | None]) -> Iterator[tuple[Kept, int, list[int]]]:
    """A chat whose nth message hangs from the one that `parents` names; a leading chat shifts the ids."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(Path(folder) / "data" / "javari.db", backups=Path(folder) / "backups")
        try:
            kept = Kept.over(database)
            other = kept.chats.create()
            kept.say(other.id, "a message elsewhere")
            chat = kept.chats.create()
            ids: list[int] = []
            with database.writing():
                for parent in parents:
                    parent_id = None if parent is None else ids[parent % len(ids)] if ids else None
                    said = kept.messages.add(chat_id=chat.id, parent_id=parent_id, role=Role.USER, text=f"t{len(ids)}")
                    ids.append(said.id)
            yield kept, chat.id, ids
        finally:
            database.close()


@settings(max_examples=30, deadline=None)
@given(
    parents=st.lists(st.none() | st.integers(0, 40), min_size=1, max_size=25),
    shown=st.integers(0, 24),
    limit=st.integers(1, 30),
)
def test_paths_branches_and_siblings_tell_of_one_tree(parents: list[int | None], shown: int, limit: int) -> None:
    with _tree(parents) as (kept, chat_id, ids):
        leaf = ids[shown % len(ids)]
        kept.chats.change(chat_id, leaf_id=leaf)
        everything = kept.messages.all_of(chat_id)
        above = {message.id: message.parent_id for message in everything}
        expected = [leaf]
        while (parent := above[expected[0]]) is not None:
            expected.insert(0, parent)

        path, has_older = kept.messages.path(chat_id, limit=limit)
        assert [message.id for message in path] == expected[-limit:]
        assert has_older == (len(expected) > limit)
        rest, _ = kept.messages.path(chat_id, before=path[0].id)
        assert [message.id for message in (*rest, *path)] == expected

        for message in everything:
            versions = kept.messages.siblings(message.id)
            assert versions == tuple(number for number, up in above.items() if up == message.parent_id)
            assert (message.sibling, message.siblings) == (versions.index(message.id) + 1, len(versions))
        _check_branches(kept, chat_id, leaf, above)


def _check_branches(kept: Kept, chat_id: int, leaf: int, above: dict[int, int | None]) -> None:
    branches = kept.messages.branches(chat_id)
    assert {branch.leaf_id for branch in branches} == set(above) - set(above.values())
    assert [branch.current for branch in branches] == [True, *[False] * (len(branches) - 1)]
    current = branches[0]
    assert current.leaf_id == kept.messages.newest_leaf_below(leaf)
    on_shown = [message.id for message in kept.messages.path(chat_id, leaf_id=current.leaf_id)[0]]
    assert leaf in on_shown
    for branch in branches:
        path, _ = kept.messages.path(chat_id, leaf_id=branch.leaf_id)
        assert branch.message_count == len(path)
        if not branch.current:
            shared = [message.id for message in path if message.id in on_shown]
            assert branch.forks_at == (shared[-1] if shared else None)
            assert branch.excerpt == path[len(shared)].text
