"""Keeping chats: titles, tags, pins, the archive, deleting and undoing, finding, writing out and reading in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from javari_tui.providers.scripted import saying
from javari_tui.screens.chats.screen import ChatsDialog
from javari_tui.screens.dialogs.ask_text import AskText
from tests.journeys.conftest import Javari
from tests.journeys.person import Person


async def _open_list(person: Person) -> None:
    await person.press("ctrl+o")
    await person.on(ChatsDialog)
    await person.reads("F1 Help  F")


async def test_a_chat_is_titled_by_its_first_message_until_the_user_renames_it(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("How do I mount a disk?")
        await person.reads("Javari . How do I mount a disk")
        await person.slash("/rename")
        await person.on(AskText)
        await person.press("ctrl+u")
        await person.type("Disks")
        await person.press("enter")
        await person.back()
        await person.reads("Javari . Disks")
        await person.ask("And unmount it?")
        assert person.chat.title == "Disks"


async def test_pin_tag_and_archive_by_slash_show_in_the_list(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("older question")
        await person.slash("/pin")
        await person.until(lambda: person.chat.pinned)
        await person.slash("/tag work nginx")
        await person.until(lambda: person.chat.tags == ("work", "nginx"))
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.ask("newer question")
        await _open_list(person)
        await person.reads("★ older question #work #nginx")
        rows = [row for row in person.text().splitlines()[1:] if "question" in row and ("★" in row or "newer" in row)]
        assert "★ older question #work #nginx" in rows[0]
        await person.press("escape")
        await person.back()
        await person.slash("/archive")
        await person.until(lambda: person.chat.archived)
        await _open_list(person)
        assert person.sees("1 chat\\.")
        await person.press("f7")
        await person.reads("The archive\\.")
        assert person.sees("newer question")


async def test_delete_by_slash_leaves_the_chat_and_undo_brings_it_back(javari: Javari) -> None:
    async with javari([saying("kept answer")]) as person:
        await person.ask("keep me")
        await person.slash("/delete")
        await person.reads("Deleted “keep me”. /undo")
        await person.until(lambda: person.chat_screen.page.chat is None)
        assert await person.services.chats.list() == ()
        await person.slash("/undo")
        await person.reads("kept answer")
        assert person.said() == ["keep me", "kept answer"]


async def test_the_list_previews_filters_opens_and_keeps_in_order(javari: Javari) -> None:
    async with javari([saying("Answer about apples"), saying("Answer about pears")], size=(120, 36)) as person:
        await person.ask("apples")
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.ask("pears")
        await _open_list(person)
        await person.press("down")
        await person.reads("Answer about apples")
        await person.press("f2")
        await person.on(AskText)
        await person.press("ctrl+u")
        await person.type("Fruit one")
        await person.press("enter")
        await person.on(ChatsDialog)
        await person.reads("Fruit one")
        await person.press("f8")
        await person.reads("1 chat\\.")
        assert not person.sees("Fruit one")
        await person.until(lambda: "Undo" in person.footer().values())
        await person.press("ctrl+z")
        await person.reads("2 chats\\.")
        await person.type("fruit")
        await person.until(lambda: not person.sees("pears +\\d+:\\d"))
        await person.press("enter")
        await person.back()
        await person.until(lambda: person.said() == ["apples", "Answer about apples"])


async def test_esc_leaves_the_list_and_keeps_the_draft(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.type("my draft")
        await _open_list(person)
        await person.type("xyz")
        await person.reads("Nothing found")
        await person.press("escape")
        await person.back()
        assert person.prompt == "my draft"


async def test_search_finds_what_was_said_and_scrolls_to_it(javari: Javari) -> None:
    filler = "\n\n".join(f"Paragraph {number}." for number in range(40))
    async with javari([saying("A word about zanzibar spices."), saying(filler)]) as person:
        await person.ask("one")
        await person.ask("two")
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.slash("/search zanzibar")
        await person.on(ChatsDialog)
        await person.reads("about zanzibar spices")
        await person.press("enter")
        await person.back()
        await person.reads("A word about zanzibar spices\\.")
        transcript = person.chat_screen.transcript
        assert transcript.selected_message_id() == person.messages()[1].id
        assert not transcript.following


async def test_exports_markdown_and_json_and_imports_the_json(
    javari: Javari, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with javari([saying("An **answer**.")]) as person:
        await person.ask("question")
        await person.slash("/export talk.md")
        await person.until((tmp_path / "talk.md").is_file)
        await person.slash("/export talk.json")
        await person.until((tmp_path / "talk.json").is_file)
        await person.reads("Written to")
        markdown = (tmp_path / "talk.md").read_text()
        assert "question" in markdown
        assert "An **answer**." in markdown
        json.loads((tmp_path / "talk.json").read_text())
        await person.slash("/export talk.md")
        await person.reads("exists already")
        assert (tmp_path / "talk.md").read_text() == markdown
        chat_id = person.chat.id
        await person.slash("/delete")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.slash("/import talk.json")
        await person.reads("1 chat imported")
        await person.until(lambda: person.said() == ["question", "An **answer**."])
        assert person.chat.id != chat_id


async def test_an_import_that_is_no_export_is_refused_with_a_reason(
    javari: Javari, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.json").write_text("{")
    async with javari([saying("ok")]) as person:
        await person.slash("/import bad.json")
        await person.reads("Not done")
        await person.slash("/import nowhere.json")
        assert await person.services.chats.list() == ()


async def test_an_export_that_cannot_be_written_says_why(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("question")
        await person.slash("/export /proc/none/x.md")
        await person.reads("could not be written")
        await person.reads("Choose another place")
