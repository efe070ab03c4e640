"""Files on disk beside the chat: opened by name, marked, followed, and refused in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from javari_tui.providers.scripted import saying
from javari_tui.services.files import watching
from tests.journeys.conftest import Javari


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder Javari is started in; files are looked at often."""
    monkeypatch.setattr(watching, "INTERVAL", 0.01)
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def test_a_file_opens_at_its_line_and_follows_the_disk(javari: Javari, project: Path) -> None:
    file = project / "app.py"
    file.write_text("".join(f"value_{number} = {number}\n" for number in range(1, 201)))
    async with javari([saying("ok")], size=(140, 30)) as person:
        await person.slash("/open app.py:120-121")
        await person.reads("▌120 value_120 = 120")
        assert person.sees("▌121 ")
        assert person.sees(" 117 value_117")
        assert not person.sees("value_116 ")
        assert person.sees("File . 200 lines")
        file.write_text(file.read_text().replace("value_120 = 120", "value_120 = 'new'"))
        await person.reads("▌120 value_120 = 'new'")
        await person.reads("200 lines . changed [0-9]+:")
        assert person.sees(" 117 value_117")
        file.unlink()
        await person.reads("200 lines . gone")
        assert person.sees("▌120 value_120 = 'new'")
        await person.press("s")
        await person.until(lambda: any("asset 1: “app.py”" in one.message for one in person.app._notifications))
        assert "value_120 = 'new'" in await person.services.assets.content(1)
        file.write_text("short\n")
        await person.reads("1 short")
        file.write_text("")
        await person.reads("0 lines . changed")


async def test_what_is_no_file_says_why_and_strange_names_are_harmless(javari: Javari, project: Path) -> None:
    name = "[@click=app.quit]x[]\x1b.txt"
    (project / name).write_text("inside\n")
    (project / "tool").write_bytes(b"\x7fELF\0")
    os.mkfifo(project / "pipe")
    async with javari([saying("ok")], size=(140, 30)) as person:
        await person.slash("/open pipe")
        await person.reads("pipe cannot be shown: it is a pipe or device")
        await person.slash("/open nowhere.txt")
        await person.reads("nowhere.txt cannot be shown: there is no such file")
        services = person.chat_screen.page.services_now
        assert services is not None
        await person.chat_screen.topics.beside.show(await services.files.show(name))
        await person.reads("1 inside")
        assert person.sees(r"\[@click=app.quit\]x\[\]␛.txt")
        await person.press("f6")
        await person.type("/open ool")
        await person.reads("(?m)^ +tool")
        await person.press("enter")
        assert person.chat_screen.prompt.draft.text == "/open tool"
        await person.press("enter")
        await person.reads("A binary file .ELF, 5 B.")
        assert person.chat_screen.prompt.draft.is_empty


async def test_data_in_a_file_is_a_tree_and_comes_anew(javari: Javari, project: Path) -> None:
    (project / "data.json").write_text('{"a": [1, 2]}')
    (project / "deep.json").write_text("[" * 100_000)
    async with javari([saying("ok")], size=(140, 30)) as person:
        await person.slash("/open data.json")
        await person.reads("JSON tree . 1 key")
        (project / "data.json").write_text('{"a": [1, 2], "b": 3}')
        await person.reads("JSON tree . 2 keys . changed")
        await person.press("f6")
        await person.slash("/open deep.json")
        await person.reads("nested too deeply")
