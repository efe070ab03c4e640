"""The settings."""

from __future__ import annotations

import pytest

from javari_tui.screens.settings.screen import SettingsScreen
from tests.journeys.person import Person
from tests.snapshots import home
from tests.snapshots.conftest import EVERY_LANGUAGE, EVERY_SIZE, EVERY_THEME, SMALL, Act, Picture

SECTIONS = ["behaviour", "language", "appearance", "models"]


def at(section: str, *keys: str) -> Act:
    """The settings at a section."""

    async def open_it(person: Person) -> None:
        await person.slash(f"/settings {section}".strip())
        await person.on(SettingsScreen)
        await person.press(*keys)

    return open_it


@EVERY_SIZE
def test_settings(picture: Picture, size: tuple[int, int]) -> None:
    picture(home.one_answer, at(""), size=size)


@EVERY_LANGUAGE
@pytest.mark.parametrize("section", SECTIONS)
def test_section(picture: Picture, section: str, language: str) -> None:
    picture(home.one_answer, at(section), language=language)


@pytest.mark.parametrize("section", SECTIONS)
def test_section_on_a_small_screen(picture: Picture, section: str) -> None:
    picture(home.one_answer, at(section), size=SMALL)


@EVERY_THEME
def test_section_in_every_theme(picture: Picture, theme: str) -> None:
    picture(home.one_answer, at("behaviour", "down"), theme=theme, size=(120, 60))


def test_settings_found(picture: Picture) -> None:
    picture(home.one_answer, at("tone"))


def test_settings_found_nothing(picture: Picture) -> None:
    picture(home.one_answer, at("xyzxyz"))
