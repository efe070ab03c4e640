"""What was kept: each content once, with where it came from, longer than that lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from javari_tui.domain.assets import AssetType, NewAsset
from javari_tui.domain.errors import NotFound
from javari_tui.storage.asset_reads import AssetFilter
from javari_tui.storage.assets import AssetStore
from tests.storage.conftest import Kept


def _code(content: str, **more: int) -> NewAsset:
    return NewAsset(type=AssetType.CODE, title="one", content=content, language="python", **more)  # type: ignore[arg-type]


def test_the_same_content_is_kept_once(kept: Kept) -> None:
    store = AssetStore(kept.database)
    first, again = store.keep(_code("x = 1\n")), store.keep(_code("x = 1\n"))
    other = store.keep(NewAsset(type=AssetType.DOCUMENT, title="one", content="x = 1\n"))
    assert (first.is_new, again.is_new, other.is_new) == (True, False, True)
    assert again.asset == first.asset
    assert [asset.id for asset in store.list()] == [other.asset.id, first.asset.id]
    assert store.list(AssetFilter(type=AssetType.CODE), limit=5) == (first.asset,)


def test_it_is_given_back_as_it_was(kept: Kept) -> None:
    store = AssetStore(kept.database)
    content = "\ttabs\r\nπ \x00 \x1b[31m\n"
    asset = store.keep(_code(content)).asset
    assert store.content(asset.id).text == content
    assert asset.size == len(content.encode())
    assert store.get(asset.id) == asset


def test_it_outlives_the_chat_it_came_from(kept: Kept) -> None:
    store = AssetStore(kept.database)
    chat = kept.chats.create()
    (message,) = kept.say(chat.id, "hello")
    asset = store.keep(_code("x\n", chat_id=chat.id, message_id=message.id)).asset
    assert (asset.chat_id, asset.message_id) == (chat.id, message.id)
    kept.chats.delete(chat.id)
    kept.chats.purge_deleted(timedelta(seconds=-1))
    asset = store.get(asset.id)
    assert (asset.chat_id, asset.message_id) == (None, None)
    assert store.content(asset.id).text == "x\n"


def test_what_is_not_there_is_not_found(kept: Kept) -> None:
    with pytest.raises(NotFound, match="no asset 4"):
        AssetStore(kept.database).content(4)
