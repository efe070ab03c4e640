"""What was kept: each content once, its versions, where it came from, longer than that lasts."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from javari_tui.domain.assets import AssetOrder, AssetType, NewAsset
from javari_tui.domain.errors import NotFound
from javari_tui.storage.asset_reads import AssetFilter
from javari_tui.storage.assets import AssetStore
from javari_tui.storage.connections import connect
from tests.storage.conftest import Kept

AT_ONCE = timedelta(seconds=-1)


@pytest.fixture
def store(kept: Kept) -> AssetStore:
    """The assets of a new database."""
    return AssetStore(kept.database)


def _code(content: str, **more: object) -> NewAsset:
    made = NewAsset(type=AssetType.CODE, title="one", content=content, language="python")
    return replace(made, **more)  # type: ignore[arg-type]


def test_the_same_content_is_kept_once(store: AssetStore) -> None:
    first, again = store.keep(_code("x = 1\n")), store.keep(_code("x = 1\n"))
    other = store.keep(NewAsset(type=AssetType.DOCUMENT, title="one", content="x = 1\n"))
    assert (first.is_new, again.is_new, other.is_new) == (True, False, True)
    assert again.asset == first.asset
    assert [asset.id for asset in store.list()] == [other.asset.id, first.asset.id]
    assert store.list(AssetFilter(type=AssetType.CODE), limit=5) == (first.asset,)


def test_it_is_given_back_as_it_was(store: AssetStore) -> None:
    content = "\ttabs\r\nπ \x00 \x1b[31m\n"
    asset = store.keep(_code(content)).asset
    assert store.content(asset.id).text == content
    assert asset.size == len(content.encode())
    assert store.get(asset.id) == asset


def test_it_outlives_the_chat_it_came_from(kept: Kept, store: AssetStore) -> None:
    chat = kept.chats.create()
    (message,) = kept.say(chat.id, "hello")
    came_from = {"chat_id": chat.id, "message_id": message.id, "identity": "a"}
    asset = store.keep(_code("x\n", **came_from)).asset
    store.keep(_code("y\n", **came_from))
    assert (asset.chat_id, asset.message_id) == (chat.id, message.id)
    kept.chats.delete(chat.id)
    kept.chats.purge_deleted(AT_ONCE)
    asset = store.get(asset.id)
    assert (asset.chat_id, asset.message_id) == (None, None)
    assert [(version.chat_id, version.message_id) for version in store.versions(asset.id)] == [(None, None)] * 2
    assert [store.content(asset.id, number).text for number in (1, 2)] == ["x\n", "y\n"]


def test_what_is_not_there_is_not_found(store: AssetStore) -> None:
    for number in (4, 1 << 70):
        with pytest.raises(NotFound, match=f"no asset {number}"):
            store.content(number)
        with pytest.raises(NotFound, match=f"no asset {number}"):
            store.change(number, title="x")
    asset = store.keep(_code("x")).asset
    with pytest.raises(NotFound, match="no version 7"):
        store.content(asset.id, 7)
    with pytest.raises(NotFound, match="no version 7"):
        store.restore_version(asset.id, 7)


def test_the_same_thing_again_is_a_version_and_can_be_had_back(kept: Kept, store: AssetStore) -> None:
    chat = kept.chats.create()
    question, answer = kept.say(chat.id, "write it", "there")
    asset = store.keep(_code("one", identity="a", chat_id=chat.id, message_id=question.id)).asset
    store.change(asset.id, title="mine", tags=["t"])
    second = store.keep(_code("two", identity="a", chat_id=chat.id, message_id=answer.id))
    assert (second.is_new, second.is_version) == (False, True)
    assert (second.asset.id, second.asset.version, second.asset.title, second.asset.tags) == (
        asset.id,
        2,
        "mine",
        ("t",),
    )
    assert second.asset.message_id == answer.id
    assert not store.keep(_code("two", identity="a")).is_version
    assert store.keep(_code("one", identity="a")).asset.version == 3  # what it was before is another version

    back = store.restore_version(asset.id, 2)

    assert (back.version, back.message_id, store.content(asset.id).text) == (4, answer.id, "two")
    assert [store.content(asset.id, number).text for number in (1, 2, 3, 4)] == ["one", "two", "one", "two"]
    found = store.versions(asset.id)
    assert [(version.number, version.is_newest) for version in found] == [(4, True), (3, False), (2, False), (1, False)]
    assert store.restore_version(asset.id, 4) == back
    assert [asset.id for asset in store.list()] == [asset.id]


def test_what_was_deleted_comes_back_whole_until_it_is_purged(store: AssetStore) -> None:
    asset = store.keep(_code("one hippogriff", identity="a")).asset
    store.keep(_code("two hippogriffs", identity="a"))
    store.delete(asset.id)
    assert store.list() == () and store.counts().total == 0 and store.folders() == ()
    for gone in (store.get, store.content, store.versions, store.delete):
        with pytest.raises(NotFound):
            gone(asset.id)
    assert store.keep(_code("two hippogriffs", identity="a")).is_new  # not hidden behind one that is gone

    assert store.restore(asset.id).version == 2
    assert [store.content(asset.id, number).text for number in (1, 2)] == ["one hippogriff", "two hippogriffs"]

    store.delete(asset.id)
    assert store.purge_deleted(timedelta(days=1)) == 0
    assert store.purge_deleted(AT_ONCE) == 1
    with pytest.raises(NotFound):
        store.restore(asset.id)


def test_nothing_of_what_was_purged_is_left_in_the_file(kept: Kept, store: AssetStore) -> None:
    asset = store.keep(_code("hippogriff one", title="hippogriff", identity="a")).asset
    store.keep(_code("hippogriff two", identity="a"))
    store.delete(asset.id)
    store.purge_deleted(AT_ONCE)
    kept.database.checkpoint()
    assert b"hippogriff" not in kept.database.file.read_bytes()
    with closing(connect(kept.database.file)) as connection:
        assert connection.execute("SELECT count(*) FROM asset_versions").fetchone() == (0,)


def test_lists_are_of_what_is_wanted_in_the_order_wanted(store: AssetStore) -> None:
    b = store.keep(_code("long content", title="B", folder="work", tags=("x", "y"))).asset
    a = store.keep(_code("c", title="a", tags=("x",))).asset
    c = store.keep(NewAsset(type=AssetType.IMAGE, title="C", content="<svg/>")).asset
    b = store.change(b.id, is_favourite=True, description="why")
    assert store.list() == (c, a, b)
    assert store.list(order=AssetOrder.OLDEST) == (b, a, c)
    assert store.list(order=AssetOrder.TITLE) == (a, b, c)
    assert store.list(order=AssetOrder.LARGEST) == (b, c, a)
    assert store.list(limit=1, offset=1) == (a,)
    assert store.list(AssetFilter(tag="x")) == (a, b)
    assert store.list(AssetFilter(tag="x", favourites=True)) == store.list(AssetFilter(folder="work")) == (b,)
    assert store.list(AssetFilter(type=AssetType.CODE, folder="root")) == (a,)
    assert store.list(AssetFilter(tag="' OR 1 --")) == ()
    assert store.tags() == (("x", 2), ("y", 1))
    assert store.folders() == (("root", 2), ("work", 1))
    counts = store.counts()
    assert [(kind.type.value, kind.count, kind.size) for kind in counts.types] == [
        *(("document", 0, 0), ("code", 2, 13), ("image", 1, 6), ("export", 0, 0))
    ]
    assert (counts.total, counts.size, counts.favourites) == (3, 19, 1)
    assert (counts.recent, counts.favourite_assets) == ((c, a, b), (b,))


def test_ten_thousand_are_not_sorted_to_show_twenty(kept: Kept, store: AssetStore) -> None:
    asked: list[str] = []
    with kept.database.reading() as session:
        plain = kept.database.plain(session)
        plain.set_trace_callback(asked.append)
        store.list(limit=20)
        store.list(AssetFilter(type=AssetType.CODE), limit=20)
        store.counts()
        plain.set_trace_callback(None)
        plans = ["\n".join(row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {sql}")) for sql in asked]
    indexes = ["user_assets_newest", "user_assets_by_type", "COVERING INDEX user_assets_by_type"]
    for index, plan in zip(indexes, plans, strict=False):
        assert index in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan and "FOR GROUP BY" not in plan
