"""`javari assets`: list, show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from javari_tui.domain.assets import AssetType, NewAsset
from javari_tui.paths import folders
from javari_tui.storage.assets import AssetStore
from javari_tui.storage.database import Database
from tests.cli.conftest import Javari, process

CODE = 'print("né \x1b[31m\t…")\r\n\n'


@pytest.fixture
def two_kept() -> tuple[int, int]:
    """Some code, and a document kept after it."""
    places = folders()
    database = Database.open(places.database, backups=places.backups)
    store = AssetStore(database)
    code = NewAsset(type=AssetType.CODE, title="hello.py", content=CODE, language="python")
    text = NewAsset(type=AssetType.DOCUMENT, title="A \x1b[31mplan", content="# A plan\n", mime_type="text/markdown")
    kept = store.keep(code).asset.id, store.keep(text).asset.id
    database.close()
    return kept


def test_the_list_names_number_kind_and_title_the_newest_first(two_kept: tuple[int, int], javari: Javari) -> None:
    first, second = javari("assets", "list").out.splitlines()
    assert first.split()[0] == str(two_kept[1])
    assert "document" in first and "\x1b" not in first
    assert second.split()[0] == str(two_kept[0])
    assert second.endswith("hello.py") and "python" in second
    assert javari("assets", "list", "--type", "code").out.splitlines() == [second]
    listed = json.loads(javari("assets", "list", "-n", "1", "--json").out)
    assert [(asset["id"], asset["type"], asset["size"]) for asset in listed] == [(two_kept[1], "document", 9)]


def test_show_gives_every_byte_back_and_nothing_else(two_kept: tuple[int, int], tmp_path: Path) -> None:
    shown, errors = process("assets", "show", str(two_kept[0]), LC_ALL="C", PYTHONUTF8="0").communicate()
    assert shown == CODE.encode()
    assert errors == b""


def test_an_asset_that_is_not_there_is_an_error_with_a_cure(javari: Javari) -> None:
    for number in ("7", "99999999999999999999"):
        ended = javari("assets", "show", number)
        assert ended.code == 1
        assert ended.out == ""
        assert number in ended.err and "javari assets list" in ended.err
