"""Keys that come all at once, as a slow line brings them: each goes to what the one before it opened."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from javari_tui.providers.scripted import saying
from javari_tui.screens.assets.screen import AssetsScreen
from javari_tui.screens.chats.screen import ChatsDialog
from javari_tui.screens.dialogs.picker import Picker
from javari_tui.screens.help.screen import HelpScreen
from tests.journeys.conftest import Javari
from tests.journeys.person import Person


def _burst(person: Person, *keys: str) -> None:
    for key in keys:
        person._press(key)


async def test_the_palette_takes_what_is_typed_behind_its_key_and_its_command_the_rest(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
        await person.type("essay two")
        _burst(person, "ctrl+p", *"chat.new", "enter", *"next")
        await person.until(lambda: person.chat_screen.page.chat_id is None)
        await person.until(lambda: person.prompt == "next")
        assert len(person.model.requests) == 1


@pytest.mark.parametrize(
    ("keys", "page", "words"),
    [
        (("ctrl+p", *"asset"), Picker, "asset"),
        (("ctrl+o", *"giv"), ChatsDialog, "giv"),
        (("ctrl+p", *"assets", "enter", *"x"), AssetsScreen, None),
        ((*"/help", "enter", *"log"), HelpScreen, "log"),
        (("f1", "escape", "f2", *"gui"), Picker, "gui"),
    ],
    ids=["palette", "chats", "assets", "help", "explain-then-model"],
)
async def test_what_opens_takes_the_keys_behind_the_one_that_opens_it(
    javari: Javari, keys: tuple[str, ...], page: type, words: str | None
) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
        await person.type("kept ") if keys[0] != "/" else None
        _burst(person, *keys)
        await person.on(page)
        if words is not None:
            await person.until(lambda: person.app.screen.query_one(Input).value == words)
        assert person.prompt == ("kept " if keys[0] != "/" else "")


async def test_a_command_that_opens_nothing_gives_the_keys_back(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        _burst(person, *"one", "f4", *" two", "f6", "f6", *" three")
        await person.until(lambda: person.prompt == "one two three")
