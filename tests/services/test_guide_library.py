"""What the Guide may read: plain text files the user names, and nothing that waits, lies or leaks."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from javari_tui.domain.chat import Role, SearchHit
from javari_tui.domain.errors import FileRefused, StorageError
from javari_tui.domain.models import ModelInfo, ModelRef, ProviderInfo
from javari_tui.paths import shipped
from javari_tui.services.files.viewing import MOST_BYTES, view_file
from javari_tui.services.guide_library import GuideShelf
from javari_tui.services.help.help import Help


def test_a_text_file_is_read_with_its_language(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print('ñ')\n")
    shown = view_file("a.py", tmp_path)
    assert (shown.text, shown.language, shown.name) == ("print('ñ')\n", "python", "a.py")
    assert view_file(str(tmp_path / "a.py"), Path("/")).text == shown.text


def test_json_is_laid_out_and_broken_json_is_shown_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"b":[1.0,2],"a":{}}')
    assert view_file("a.json", tmp_path).text == '{\n  "b": [\n    1.0,\n    2\n  ],\n  "a": {}\n}\n'
    (tmp_path / "b.json").write_text("{oops")
    assert view_file("b.json", tmp_path).text == "{oops"


def test_what_a_terminal_would_obey_is_taken_out(tmp_path: Path) -> None:
    (tmp_path / "evil.txt").write_text("a\x1b]52;c;aGk=\x07b\x1b[2Jc\u202ed")
    assert view_file("evil.txt", tmp_path).text == "abcd"
    (tmp_path / "e\x1b[31mvil").write_text("x")
    assert "\x1b" not in view_file("e\x1b[31mvil", tmp_path).name


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", b"abc\xe9\xff"])
def test_binary_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.bin").write_bytes(content)
    with pytest.raises(FileRefused, match="not a text file"):
        view_file("x.bin", tmp_path)


def test_large_files_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(FileRefused, match="KB"):
        view_file("large", tmp_path)
    (tmp_path / "most").write_text("x" * MOST_BYTES)
    assert view_file("most", tmp_path).size == MOST_BYTES


def test_pipes_devices_sockets_and_folders_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        for name in ("pipe", "link", "s", "/dev/zero", "/dev/tty"):
            with pytest.raises(FileRefused, match=r"pipe or device|could not be read"):
                view_file(name, tmp_path)
    with pytest.raises(FileRefused, match="folder"):
        view_file(".", tmp_path)


def test_a_file_that_is_not_there_is_told_with_the_folder(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no such file"):
        view_file("missing.txt", tmp_path)
    for name in ("x" * 5000, "a\0b", "~nobody-of-that-name/x"):
        with pytest.raises(FileRefused):
            view_file(name, tmp_path)


@pytest.mark.parametrize("name", [".env", "id_ed25519", "server.key", ".netrc", "credentials"])
def test_files_that_hold_secrets_are_not_put_into_a_chat(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("TOKEN=1")
    with pytest.raises(FileRefused, match="secret"):
        view_file(name, tmp_path)


def test_a_private_key_by_another_name_is_told_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n")
    with pytest.raises(FileRefused, match="secret"):
        view_file("note.txt", tmp_path)


def shelf(searched: list[str], folder: Path, holds: str = "nginx timeout") -> GuideShelf:
    async def search(words: str) -> tuple[SearchHit, ...]:
        searched.append(words)
        if words != holds:
            return ()
        hit = SearchHit(
            chat_id=1,
            chat_title="T",
            message_id=2,
            role=Role.USER,
            excerpt="nginx",
            matches=(),
            created_at=datetime(2026, 1, 2, tzinfo=UTC),
        )
        return (hit,)

    async def discover() -> tuple[ProviderInfo, ...]:
        return (ProviderInfo(name="ollama", title="Ollama", is_local=True),)

    async def available() -> tuple[ModelInfo, ...]:
        return (ModelInfo(ref=ModelRef("ollama", "tiny"), title="Tiny"),)

    async def read_flag(name: str) -> str | None:
        return flags.get(name)

    async def write_flag(name: str, value: str | None) -> None:
        flags[name] = value

    flags: dict[str, str | None] = {}
    return GuideShelf(
        help=Help(shipped("help")),
        search=search,
        discover=discover,
        known_languages=lambda: ("en", "es"),
        available=available,
        read_flag=read_flag,
        write_flag=write_flag,
        theme_folders=(shipped("themes"), folder / "none"),
        folder=folder,
    )


async def test_chats_are_searched_by_the_words_that_tell_something(tmp_path: Path) -> None:
    searched: list[str] = []
    library = shelf(searched, tmp_path)
    assert await library.search_chats("what is the nginx timeout", "en")
    assert await library.search_chats("what is the", "en") == ()
    assert searched == ["nginx timeout"]


async def test_a_word_too_many_does_not_hide_what_was_said(tmp_path: Path) -> None:
    searched: list[str] = []
    library = shelf(searched, tmp_path, holds="nginx 502")
    assert await library.search_chats("why is my nginx returning 502?", "en")
    assert searched == ["nginx returning 502", "returning 502", "nginx 502"]


async def test_the_shelf_knows_pages_themes_languages_servers_and_files(tmp_path: Path) -> None:
    library = shelf([], tmp_path)
    (tmp_path / "a.txt").write_text("hello")
    assert (await library.read_file("a.txt")).text == "hello"
    page = await library.help_page("keys", "es")
    assert page is not None and page.title == "Teclado"
    assert await library.help_page("nowhere", "es") is None
    assert (await library.search_help("tmux", "en"))[0].slug == "ssh-tmux"
    assert {"light", "dark", "auto", "contrast", "ansi"} <= set(library.themes())
    assert library.languages() == ("en", "es")
    assert [server.name for server in await library.found_servers()] == ["ollama"]
    assert (await library.balance()).remaining is None
    assert [str(model.ref) for model in await library.models()] == ["ollama/tiny"]
    assert library.can_act and not await library.is_introduced()
    await library.note_introduced()
    assert await library.is_introduced()


async def test_an_answer_does_not_depend_on_the_flag_of_the_introduction(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_words: object) -> None:
        raise StorageError("The disk is gone.")

    library = replace(shelf([], tmp_path), read_flag=fails, write_flag=fails)
    assert not await library.is_introduced()
    await library.note_introduced()
    assert caplog.text.count("could not be read") == 1 and "could not be written" in caplog.text
