"""What was kept: found, read, put in order, given out, taken back. By keys, with the whole app."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from javari_tui.domain.assets import AssetType, NewAsset
from javari_tui.messages import LanguageChosen, ThemeChosen
from javari_tui.providers.scripted import saying
from javari_tui.screens.assets import page
from javari_tui.screens.assets.ask_path import AskPath
from javari_tui.screens.assets.screen import AssetsScreen
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.dialogs.picker import Picker
from javari_tui.widgets.assets.list import AssetList
from javari_tui.widgets.sidebar.pane import Pane
from tests.journeys.conftest import Javari
from tests.journeys.person import Person

CODE = "def zanzibar():\n    return 'spices'\n"


async def _open(person: Person) -> None:
    await person.press("f5")
    await person.on(AssetsScreen)
    await person.until(lambda: person.app.screen.query_one(AssetList).rows, "the overview never came")


async def _open_everything(person: Person, hint: str) -> None:
    await _open(person)
    await person.press("alt+down")
    await person.reads(hint)


async def _write(person: Person, dialog: type[AskText], text: str) -> None:
    """Answer the window that asks for a line."""
    await person.on(dialog)
    await person.press("ctrl+u")
    await person.type(text)
    await person.press("enter")


async def test_what_was_kept_from_a_chat_is_found_sorted_and_given_out(
    javari: Javari, copied: list[str], tmp_path: Path
) -> None:
    answer = f"Here:\n\n```python title=spice.py\n{CODE}```\n"
    async with javari([saying(answer), saying("other")], size=(140, 40)) as person:
        await person.ask("code, please")
        await person.press("shift+tab", "s")
        await person.reads("Kept as asset 1.*F5")
        await person.press("escape", "ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await _open(person)
        await person.type("spic")
        await person.reads("“spic” in: Everything")
        await person.reads("return 'spices'")
        await person.reads("From the chat “code, please”")
        await person.press("f2")
        await _write(person, AskText, "Trade")
        await person.on(AssetsScreen)
        await person.reads("Trade .*spices")
        await person.press("f3")
        await _write(person, AskText, "island, far away")
        await person.reads("#far away")
        await person.press("f6")
        await person.on(Picker)
        await person.press("up", "enter")
        await _write(person, AskText, "Africa")
        await person.reads("Folder: Africa")
        await person.press("f5")
        await person.reads("★ Trade")
        await person.press("alt+s")
        await person.until(lambda: copied == ["javari assets show 1"])
        await person.press("alt+c")
        await person.until(lambda: copied[1:] == [CODE.rstrip()])
        await person.press("alt+e")
        await _write(person, AskPath, str(tmp_path / "out.py"))
        await person.until((tmp_path / "out.py").exists)
        assert (tmp_path / "out.py").read_text() == CODE
        await person.press("alt+g")
        await person.back()
        await person.until(lambda: person.said()[:1] == ["code, please"])


async def test_a_file_there_is_only_written_over_when_that_is_said(javari: Javari, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    async with javari([saying("ok")]) as person:
        await person.services.assets.keep_data(b"kept\n", title="x.txt")
        await _open_everything(person, "1 thing")
        await person.press("alt+e")
        await _write(person, AskPath, str(mine))
        await person.on(Picker)
        await person.press("enter")
        await person.on(AskPath)
        assert mine.read_text() == "mine"
        await person.press("enter")
        await person.on(Picker)
        await person.press("down", "enter")
        await person.until(lambda: mine.read_text() == "kept\n")


async def test_a_file_is_added_again_as_a_version_which_is_brought_back(
    javari: Javari, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "notes.md"
    file.write_text("first words\n")
    async with javari([saying("ok")], size=(140, 40)) as person:
        await _open(person)
        await person.reads("Nothing is kept yet")
        await person.press("ctrl+n")
        await _write(person, AskPath, "missing")
        await person.reads("no such file")
        await person.press("ctrl+u")
        await person.type("not")
        await person.reads("notes.md")
        await person.press("tab", "enter")
        await person.reads("Kept as asset 1")
        file.write_text("second words\n")
        await person.press("ctrl+n")
        await _write(person, AskPath, str(file))
        await person.reads("Kept as version 2")
        await person.press("alt+down")
        await person.reads("1 thing")
        await person.press("f7")
        await person.reads("Versions of “notes.md”")
        await person.reads("second words")
        await person.press("down")
        await person.reads("first words")
        await person.press("f4")
        await person.reads("as version 3")
        assert await person.services.assets.content(1) == "first words\n"
        await person.press("escape")
        await person.reads("1 thing")
        await person.press("alt+g")
        await person.reads("It came from disk")


async def test_what_is_deleted_comes_back(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        for name in ("one", "two", "three"):
            await person.services.assets.keep_data(name.encode(), title=f"{name}.txt")
        await _open_everything(person, "3 things")
        await person.press("down", "f8")
        await person.reads("2 things")
        assert [asset.title for asset in await person.services.assets.list()] == ["three.txt", "one.txt"]
        await person.press("ctrl+z")
        await person.reads("3 things")
        assert not person.app._exit


async def test_enter_shows_it_beside_the_chat_and_alt_i_attaches_it(javari: Javari) -> None:
    async with javari([saying("ok")], size=(140, 40)) as person:
        await person.services.assets.keep(NewAsset(type=AssetType.CODE, title="a.py", content=CODE, language="python"))
        await _open(person)
        await person.type("zanzibar")
        await person.press("enter")
        await person.back()
        await person.reads("def zanzibar")
        assert person.chat_screen.page.open_sidebar is not None
        await person.press("f6")
        await person.slash("/assets 1")
        await person.on(AssetsScreen)
        await person.reads("Everything")
        await person.until(lambda: person.app.screen.asset)  # type: ignore[attr-defined]
        await person.press("alt+i")
        await person.back()
        await person.until(lambda: person.chat_screen.prompt.draft.attachments)
        assert person.chat_screen.prompt.draft.attachments[0].name == "a.py"


async def test_in_a_small_window_one_column_is_seen_at_a_time(javari: Javari) -> None:
    async with javari([saying("ok")], size=(60, 20)) as person:
        await person.services.assets.keep_data(CODE.encode(), title="a.py", folder="Trips")
        await person.services.assets.keep_data(b"# Hello\n", title="b.md")
        await _open(person)
        await person.press("shift+tab")
        await person.reads("Folders")
        assert not person.sees("a.py")
        await person.press("end", "up", "enter")
        await person.reads("1 thing")
        await person.until(lambda: person.sees("a.py") or person.sees("b.md"))
        await person.press("escape")
        await person.reads("Newest")
        await person.press("alt+down")
        await person.reads("2 things")
        await person.press("down", "tab")
        await person.reads("def zanzibar")
        await person.until(lambda: isinstance(person.app.screen.focused, Pane))
        await person.press("escape")
        await person.reads("2 things")
        await person.until(lambda: not isinstance(person.app.screen.focused, Pane))
        await person.type("hel")
        await person.reads("Hello")
        await person.press("escape", "escape", "escape")
        await person.back()


async def test_names_of_strangers_are_only_text(javari: Javari) -> None:
    evil = "[@click=app.quit]x[/] [/nope] \x1b]52;c;aGFjaw==\x07\x1b[31m \u202eevil\u2066 " + "A" * 4096
    async with javari([saying("ok")], size=(140, 40)) as person:
        assets = person.services.assets
        kept = (await assets.keep_data(evil.encode(), title=evil, tags=(evil, "[b]t"), folder=f"{evil}/[red]")).asset
        await assets.describe(kept.id, evil)
        await _open_everything(person, "1 thing")
        await person.reads(re.escape("[@click=app.quit]x[/] [/nope]"))
        await person.reads("Folder: " + re.escape("[@click"))
        await person.press("f6")
        await person.on(Picker)
        await person.press("escape")
        await person.on(AssetsScreen)
        await person.press("f8", "ctrl+z")
        await person.reads("is back")
        await person.type("nope")
        await person.reads("“nope” in")
        hidden = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
        assert not re.search(hidden, person.text())
        assert not person.app._exit


async def test_what_is_kept_elsewhere_comes_by_itself_and_language_and_theme_change_at_once(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "NEWS", 0.05)
    async with javari([saying("ok")], size=(140, 40)) as person:
        await person.services.assets.keep_data(CODE.encode(), title="a.py", tags=("x",))
        await _open_everything(person, "1 thing")
        await person.services.assets.keep_data(b"\0\1", title="blob")
        await person.reads("2 things")
        await person.reads("def zanzibar")
        await person.press("up")
        await person.reads("neither text nor a picture")
        await person.press("alt+i")
        await person.reads("cannot be attached")
        await person.press("down")
        await person.reads("def zanzibar")
        person.app.post_message(LanguageChosen("es"))
        await person.reads("Etiquetas")
        before = person.app.screen.styles.background
        person.app.post_message(ThemeChosen("light"))
        await person.until(lambda: person.app.screen.styles.background != before)
        await person.reads("def zanzibar")
        assert person.app.screen.asset.title == "a.py"  # type: ignore[attr-defined]


async def test_a_chat_that_is_gone_is_told_and_nothing_is_left(javari: Javari) -> None:
    async with javari([saying("```python\nx = 1\n```")]) as person:
        message = await person.ask("code, please")
        new = NewAsset(type=AssetType.CODE, title="x.py", content="x", chat_id=person.chat.id, message_id=message.id)
        await person.services.assets.keep(new)
        await person.services.chats.delete(person.chat.id)
        await _open_everything(person, "1 thing")
        await person.press("alt+g")
        await person.reads("was deleted")
        await person.on(AssetsScreen)
