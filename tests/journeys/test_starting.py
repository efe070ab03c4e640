"""What a start asks for and cannot have is said."""

from __future__ import annotations

import pytest

from javari_tui.domain.start import StartOptions
from tests.journeys.conftest import Javari


async def test_a_language_and_a_theme_that_are_not_there_are_said(javari: Javari) -> None:
    async with javari(options=StartOptions(language="x\x1b]x", theme="drak")) as person:
        await person.reads("Javari does not speak “x")
        await person.reads("it speaks en, es")
        await person.reads("There is no theme “drak”")
        assert "\x1b" not in person.text()
        assert person.app.theme == "javari-dark"


@pytest.mark.parametrize("language", ["", "es", "qps"])
async def test_a_start_that_can_be_had_is_silent(javari: Javari, language: str) -> None:
    async with javari(options=StartOptions(language=language, theme="contrast")) as person:
        assert not person.app._notifications
