"""The windows over the chat."""

from __future__ import annotations

import pytest

from javari_tui.screens.chats.screen import ChatsDialog
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.dialogs.explain import ExplainDialog
from javari_tui.screens.dialogs.history_search import HistorySearch
from javari_tui.screens.dialogs.paste_editor import PasteEditor
from javari_tui.screens.dialogs.picker import Picker
from javari_tui.screens.dialogs.profile_menu import ProfileMenuDialog
from tests.journeys.person import Person
from tests.snapshots import home
from tests.snapshots.conftest import EVERY_LANGUAGE, EVERY_SIZE, EVERY_THEME, SMALL, USUAL, Act, Picture
from tests.snapshots.test_chat import PASTE

SMALL_AND_USUAL = pytest.mark.parametrize("size", [SMALL, USUAL], ids=["60x20", "80x24"])


def opening(window: type, *keys: str, slash: str = "") -> Act:
    """Opens a window by keys or by a slash command."""

    async def open_it(person: Person) -> None:
        if slash:
            await person.slash(slash)
        await person.press(*keys)
        await person.on(window)

    return open_it


@EVERY_LANGUAGE
def test_profile_menu(picture: Picture, language: str) -> None:
    picture(home.one_answer, opening(ProfileMenuDialog, "f9"), language=language)


def test_profile_menu_on_a_small_screen(picture: Picture) -> None:
    picture(home.one_answer, opening(ProfileMenuDialog, "f9"), size=SMALL)


def test_profile_menu_in_ascii(picture: Picture) -> None:
    picture(home.one_answer, opening(ProfileMenuDialog, "f9"), config="glyphs: ascii\n")


@EVERY_THEME
def test_palette(picture: Picture, theme: str) -> None:
    picture(home.one_answer, opening(Picker, "ctrl+p"), theme=theme)


@EVERY_SIZE
def test_palette_sizes(picture: Picture, size: tuple[int, int]) -> None:
    picture(home.one_answer, opening(Picker, "ctrl+p"), size=size)


@pytest.mark.parametrize("language", ["es", "qps"])
def test_palette_languages(picture: Picture, language: str) -> None:
    picture(home.one_answer, opening(Picker, "ctrl+p"), language=language)


def test_palette_found(picture: Picture) -> None:
    async def search(person: Person) -> None:
        await opening(Picker, "ctrl+p")(person)
        await person.type("copy")

    picture(home.one_answer, search)


def test_palette_found_nothing(picture: Picture) -> None:
    async def search(person: Person) -> None:
        await opening(Picker, "ctrl+p")(person)
        await person.type("xyzxyz")

    picture(home.one_answer, search)


def test_models(picture: Picture) -> None:
    picture(home.one_answer, opening(Picker, "f2"))


def test_languages(picture: Picture) -> None:
    picture(home.one_answer, opening(Picker, slash="/language"))


def test_themes(picture: Picture) -> None:
    picture(home.one_answer, opening(Picker, slash="/theme"), language="es")


@pytest.mark.parametrize("language", ["es", "qps"])
def test_branches(picture: Picture, language: str) -> None:
    picture(home.many_states, opening(Picker, slash="/branches"), language=language)


@EVERY_SIZE
def test_chats(picture: Picture, size: tuple[int, int]) -> None:
    picture(home.some_chats, opening(ChatsDialog, "ctrl+o"), size=size)


@pytest.mark.parametrize("language", ["es", "qps"])
@pytest.mark.parametrize("size", [USUAL, (120, 40)], ids=["80x24", "120x40"])
def test_chats_in_other_languages(picture: Picture, size: tuple[int, int], language: str) -> None:
    picture(home.some_chats, opening(ChatsDialog, "ctrl+o"), size=size, language=language)


@EVERY_SIZE
def test_chats_found(picture: Picture, size: tuple[int, int]) -> None:
    async def search(person: Person) -> None:
        await opening(ChatsDialog, "ctrl+o")(person)
        await person.type("systemd")
        await person.reads("ExecStart|etc")

    picture(home.some_chats, search, size=size)


def test_no_chats(picture: Picture) -> None:
    picture(home.nothing, opening(ChatsDialog, "ctrl+o"))


@SMALL_AND_USUAL
def test_asking_for_text(picture: Picture, size: tuple[int, int]) -> None:
    picture(home.one_answer, opening(AskText, slash="/rename"), size=size)


@EVERY_LANGUAGE
def test_asking_for_a_key(picture: Picture, language: str) -> None:
    async def paste_key(person: Person) -> None:
        await opening(AskText, slash="/key anthropic")(person)
        await person.type("sk-secret")

    picture(home.one_answer, paste_key, language=language)


@SMALL_AND_USUAL
@pytest.mark.parametrize("language", ["en", "es"])
def test_explanation(picture: Picture, size: tuple[int, int], language: str) -> None:
    picture(home.one_answer, opening(ExplainDialog, "f1"), size=size, language=language)


def test_explanation_of_the_transcript(picture: Picture) -> None:
    async def explain(person: Person) -> None:
        await person.press("shift+tab")
        await person.reads("Copy block")
        await opening(ExplainDialog, "f1")(person)

    picture(home.one_answer, explain, size=SMALL)


@SMALL_AND_USUAL
def test_earlier_prompts(picture: Picture, size: tuple[int, int]) -> None:
    async def choose(person: Person) -> None:
        await opening(HistorySearch, "ctrl+r")(person)
        await person.press("down", "down")

    picture(home.earlier_prompts, choose, size=size)


@SMALL_AND_USUAL
def test_paste_editor(picture: Picture, size: tuple[int, int]) -> None:
    async def open_chip(person: Person) -> None:
        await person.paste(PASTE)
        await person.reads(r"40 lines|1\]")
        await person.press("alt+up")
        await person.reads("Remove")
        await person.press("enter")
        await person.on(PasteEditor)

    picture(home.one_answer, open_chip, size=size)
