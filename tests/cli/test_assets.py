"""`javari assets`: keep, list, find, show, export, delete."""

from __future__ import annotations

import json
import re
import shutil
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


def test_files_are_kept_and_had_back_byte_by_byte(javari: Javari, tmp_path: Path, own_home: Path) -> None:
    data = bytes(range(256)) * 20
    code, noise = tmp_path / "f.py", tmp_path / "noise"
    code.write_text(CODE, newline="")
    noise.write_bytes(data)
    kept = javari("assets", "add", str(code), str(tmp_path / "none"), str(noise), "--tag", "x", "--folder", "work")
    assert kept.code == 1 and "no such file" in kept.err
    assert [line.split()[0] for line in kept.out.splitlines()] == ["1", "2"]
    code.write_text("new\n")
    again = javari("assets", "add", str(code))
    assert "version 2" in again.err and again.out.split()[0] == "1"
    assert "already" in javari("assets", "add", str(code)).err
    assert javari("assets", "list", "--folder", "work", "--tag", "x", "--order", "largest").out.split()[0] == "2"
    assert javari("assets", "list", "--favourite").out == ""
    assert [version["size"] for version in json.loads(javari("assets", "versions", "1", "--json").out)] == [
        *(4, len(CODE.encode()))
    ]

    assert process("assets", "show", "2").communicate() == (data, b"")
    assert javari("assets", "show", "1", "--version", "1").out == CODE

    written = javari("assets", "export", "2", str(tmp_path / "out"))
    assert written.out == f"{tmp_path / 'out'}\n" and (tmp_path / "out").read_bytes() == data
    refused = javari("assets", "export", "1", str(tmp_path / "out"))
    assert refused.code == 1 and "exists already" in refused.err and (tmp_path / "out").read_bytes() == data
    assert javari("assets", "export", "1", str(tmp_path / "out"), "--overwrite").code == 0
    assert (tmp_path / "out").read_text() == "new\n"

    copy = tmp_path / "stick" / "mine.db"
    copy.parent.mkdir()
    assert javari("backup", str(copy)).out == f"{copy}\n"
    shutil.rmtree(own_home / "data" / "assets")
    gone = javari("assets", "show", "2")
    assert gone.code == 1 and gone.out == "" and "missing" in gone.err
    assert re.search(r"missing or damaged in .*/assets: 1", javari("doctor").out)
    assert "without it" in javari("backup", str(tmp_path / "other.db")).err
    javari("restore", str(copy))
    assert javari("assets", "export", "2", str(tmp_path / "back")).code == 0
    assert (tmp_path / "back").read_bytes() == data


def test_what_is_piped_in_is_kept_under_a_title(javari: Javari) -> None:
    assert javari("assets", "add", "-", piped="x").code == 2
    assert javari("assets", "add", "-", "-", "--title", "x", piped="x").code == 2
    added = javari("assets", "add", "-", "--title", "night\x1b[31mly\n", "--type", "export", piped="one")
    assert added.out.rstrip().endswith("nightly") and "export" in added.out
    javari("assets", "add", "-", "--title", "nightly", piped="two")
    assert [javari("assets", "show", "1", *more).out for more in ((), ("--version", "1"))] == ["two", "one"]
    assert javari("assets", "search", "two", "--type", "export").out == "     1  nightly: two\n"
    assert json.loads(javari("assets", "search", "night", "--json").out)[0]["title_matches"] == [[0, 7]]
    nothing = javari("assets", "search", "one")
    assert (nothing.code, nothing.out) == (1, "")
    assert javari("assets", "search", '" OR *').code == 1
    assert javari("assets", "delete", "1").code == 0
    assert javari("assets", "show", "1").code == 1
    assert javari("assets", "undelete", "1").out.split()[0] == "1"
    assert "0 files" in javari("assets", "tidy").err


def test_bytes_are_not_printed_to_a_terminal_unless_asked(javari: Javari, monkeypatch: pytest.MonkeyPatch) -> None:
    javari("assets", "add", "-", "--title", "noise", piped=b"\0\x1b[31m")
    javari("assets", "add", "-", "--title", "text", piped="\x1b[31mred")
    assert javari("assets", "show", "1").code == 0
    monkeypatch.setattr("javari_tui.cli.assets.on_terminal", lambda: True)
    refused = javari("assets", "show", "1")
    assert refused.code == 1 and refused.out == "" and "--force" in refused.err
    assert javari("assets", "show", "1", "--force").out == "\0\x1b[31m"


def test_a_chats_export_is_kept(javari: Javari) -> None:
    javari("ask", "hello there")
    number = javari("chats", "list").out.split()[0]
    assert javari("chats", "export", number, "--keep", "-o", "x").code == 2
    kept = javari("chats", "export", number, "--keep", "--markdown")
    assert "hello there" in kept.out
    assert javari("assets", "show", kept.out.split()[0]).out == javari("chats", "show", number).out
    assert javari("assets", "list", "--type", "export").out == kept.out
