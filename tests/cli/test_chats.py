"""`javari chats`: list, search, show, export, import."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from javari_tui.cli.exit_codes import ExitCode
from tests.cli.conftest import Javari


@pytest.fixture
def two_chats(javari: Javari) -> tuple[int, int]:
    """Two chats, the newer one last."""
    first = json.loads(javari("ask", "--json", "which keys are there").out)["chat"]
    second = json.loads(javari("ask", "--json", "tell me about umbrellas").out)["chat"]
    return first, second


def test_the_list_begins_with_the_newest(two_chats: tuple[int, int], javari: Javari) -> None:
    lines = javari("chats", "list").out.splitlines()
    assert [int(line.split()[0]) for line in lines] == [two_chats[1], two_chats[0]]
    assert "tell me about umbrellas" in lines[0]
    assert len(javari("chats", "list", "-n", "1").out.splitlines()) == 1
    assert javari("chats", "list", "--archived").out == ""
    assert javari("chats", "list", "--tag", "none").out == ""


def test_the_list_in_json_is_for_programs(two_chats: tuple[int, int], javari: Javari) -> None:
    listed = json.loads(javari("chats", "list", "--json").out)
    assert [chat["id"] for chat in listed] == [two_chats[1], two_chats[0]]
    assert {"uid", "title", "updated_at", "tags", "messages"} <= listed[0].keys()


def test_search_finds_by_what_was_said_and_ends_like_grep(two_chats: tuple[int, int], javari: Javari) -> None:
    found = javari("chats", "search", "umbrellas")
    assert found.code == ExitCode.OK
    assert str(two_chats[1]) in found.out
    assert json.loads(javari("chats", "search", "--json", "umbrellas").out)[0]["chat"] == two_chats[1]
    nothing = javari("chats", "search", "xyzzy")
    assert nothing.code == 1
    assert nothing.out == ""


def test_show_prints_markdown(two_chats: tuple[int, int], javari: Javari) -> None:
    assert "tell me about umbrellas" in javari("chats", "show", str(two_chats[1])).out


def test_a_chat_that_is_not_there_is_no_crash(javari: Javari) -> None:
    outcome = javari("chats", "show", "77")
    assert outcome.code == ExitCode.FAILED
    assert outcome.err.startswith("Error: ")


def test_what_is_exported_can_be_imported_elsewhere(
    two_chats: tuple[int, int], javari: Javari, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.json"
    assert javari("chats", "export", "--all", "-o", str(file)).code == ExitCode.OK
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = {chat["uid"]: chat["title"] for chat in json.loads(javari("chats", "list", "--json").out)}

    monkeypatch.setenv("JAVARI_HOME", str(tmp_path / "elsewhere"))
    assert javari("chats", "import", str(file)).code == ExitCode.OK
    again = javari("chats", "import", "-", piped=file.read_text())
    assert again.code == ExitCode.OK
    after = {chat["uid"]: chat["title"] for chat in json.loads(javari("chats", "list", "--json").out)}
    assert after == before


def test_an_export_never_overwrites(two_chats: tuple[int, int], javari: Javari, tmp_path: Path) -> None:
    file = tmp_path / "precious.md"
    file.write_text("precious")
    outcome = javari("chats", "export", str(two_chats[0]), "--markdown", "-o", str(file))
    assert outcome.code == ExitCode.FAILED
    assert "exists already" in outcome.err
    assert file.read_text() == "precious"


@pytest.mark.parametrize("content", ["not json", "{}", '{"format": "javari-chats", "version": 99, "chats": []}'])
def test_a_file_that_is_no_export_is_refused(content: str, javari: Javari, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text(content)
    outcome = javari("chats", "import", str(file))
    assert outcome.code == ExitCode.FAILED
    assert outcome.err.startswith("Error: ")
    assert javari("chats", "list").out == ""


def test_a_file_that_cannot_be_read_is_named(javari: Javari, tmp_path: Path) -> None:
    outcome = javari("chats", "import", str(tmp_path / "nowhere.json"))
    assert outcome.code == ExitCode.FAILED
    assert "nowhere.json" in outcome.err


def test_a_title_that_attacks_the_terminal_comes_out_harmless(javari: Javari, tmp_path: Path) -> None:
    javari("ask", "hello")
    export = json.loads(javari("chats", "export", "1").out)
    export["chats"][0].update(uid="attacker-0001", title="\x1b]52;c;aGFjaw==\x07oops\u202e")
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(export))
    javari("chats", "import", str(file))
    listed = javari("chats", "list").out
    assert "oops" in listed
    assert not set(listed) & set("\x1b\x07\u202e")
