"""The help."""

from __future__ import annotations

import pytest

from javari_tui.screens.help.screen import HelpScreen
from tests.journeys.person import Person
from tests.snapshots import home
from tests.snapshots.conftest import EVERY_SIZE, EVERY_THEME, Act, Picture


def reading(*keys: str, words: str = "") -> Act:
    """The help, perhaps with words that are looked for."""

    async def open_it(person: Person) -> None:
        await person.slash(f"/help {words}".strip())
        await person.on(HelpScreen)
        await person.press(*keys)

    return open_it


@EVERY_SIZE
def test_dashboard(picture: Picture, size: tuple[int, int]) -> None:
    picture(home.one_answer, reading(), size=size)


@pytest.mark.parametrize("language", ["es", "qps"])
def test_dashboard_in_other_languages(picture: Picture, language: str) -> None:
    picture(home.one_answer, reading(), language=language)


@EVERY_SIZE
def test_page(picture: Picture, size: tuple[int, int]) -> None:
    picture(home.one_answer, reading("down", "enter"), size=size)


@EVERY_THEME
def test_page_in_every_theme(picture: Picture, theme: str) -> None:
    picture(home.one_answer, reading("down", "down", "down", "enter", "tab"), size=(100, 36), theme=theme)


def test_search(picture: Picture) -> None:
    picture(home.one_answer, reading(words="clipboard"))


def test_search_in_spanish(picture: Picture) -> None:
    picture(home.one_answer, reading(words="clave"), language="es")


def test_nothing_found(picture: Picture) -> None:
    picture(home.one_answer, reading(words="xyzxyz"))
