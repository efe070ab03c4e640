"""Whatever is typed, what was kept is found by it or not, and nothing breaks."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from javari_tui.domain.assets import AssetType, NewAsset
from javari_tui.domain.untrusted_text import is_clean
from javari_tui.storage.asset_reads import AssetFilter
from javari_tui.storage.asset_search import search_assets
from javari_tui.storage.assets import AssetStore
from tests.storage.conftest import Kept


def _keep(kept: Kept, title: str, content: str, **more: str) -> int:
    new = NewAsset(type=AssetType.DOCUMENT, title=title, content=content, **more)  # type: ignore[arg-type]
    return AssetStore(kept.database).keep(new).asset.id


def _found(kept: Kept, words: str, wanted: AssetFilter | None = None) -> list[int]:
    return [hit.asset.id for hit in search_assets(kept.database, words, wanted)]


def test_titles_come_first_then_the_newest_and_the_words_are_marked(kept: Kept) -> None:
    titled = _keep(kept, "The Café plan", "nothing else")
    said = _keep(kept, "other", "x " * 200 + "meet at the cafe\x1b[31m \u202etomorrow")
    newest = _keep(kept, "third", "a café", file_name="notes.md", description="where we ate")

    hits = search_assets(kept.database, "cafe")

    assert [hit.asset.id for hit in hits] == [titled, newest, said]
    assert [[hit.excerpt[a:b] for a, b in hit.matches] for hit in hits] == [[], ["café"], ["cafe"]]
    assert [hit.asset.title[a:b] for hit in hits for a, b in hit.title_matches] == ["Café"]
    assert all(is_clean(hit.excerpt) for hit in hits)
    assert _found(kept, "ate") == _found(kept, "notes.md") == [newest]
    assert _found(kept, "cafe tomorrow") == [said]


def test_only_what_is_wanted_and_not_deleted_is_found(kept: Kept) -> None:
    store = AssetStore(kept.database)
    one, two = _keep(kept, "one", "whale a"), _keep(kept, "two", "whale b", folder="sea")
    gone = _keep(kept, "three", "whale c")
    store.change(one, tags=["mammals"])
    store.delete(gone)
    assert _found(kept, "whale") == [two, one]
    assert _found(kept, "whale", AssetFilter(folder="sea")) == [two]
    assert _found(kept, "mammals") == _found(kept, "whale", AssetFilter(tag="mammals")) == [one]
    assert _found(kept, "whale", AssetFilter(type=AssetType.CODE)) == []
    store.change(one, title="cetacean", tags=[])
    assert _found(kept, "cetacean") == [one] and _found(kept, "mammals") == _found(kept, "one") == []


@pytest.mark.parametrize(("content", "word"), [("我正在学习编程语言", "编程"), ("東京でプログラミング", "ログラミ")])
def test_signs_inside_a_run_are_found(kept: Kept, content: str, word: str) -> None:
    by_content, by_title = _keep(kept, "other", content), _keep(kept, f"{content}。", "x")
    assert _found(kept, word) == [by_title, by_content]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example('" OR * NEAR( title: {title} : ^a -b AND NOT')
@example("%_\\'; DROP TABLE user_assets; --\x00")
@given(st.text(max_size=40))
def test_any_words_are_safe(kept: Kept, words: str) -> None:
    search_assets(kept.database, words)
    search_assets(kept.database, f'title : "{words}"', AssetFilter(folder=words, tag=words))
