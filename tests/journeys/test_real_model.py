"""A model over the real SDK and TCP, from the key in the environment to the words on the screen."""

from __future__ import annotations

import re

import pytest
from textual.widget import Widget

from javari_tui.domain.chat import MessageState
from javari_tui.screens.settings.screen import SettingsScreen
from tests.journeys.conftest import Javari
from tests.journeys.person import Person
from tests.model_server import ModelServer


@pytest.fixture
def claude(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> ModelServer:
    """The environment of somebody who has a key."""
    model_server.reset()
    monkeypatch.setenv("ANTHROPIC_API_KEY", "test")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", model_server.base_url)
    return model_server


async def test_chats_with_a_model_over_the_real_sdk(javari: Javari, claude: ModelServer) -> None:
    async with javari() as person:
        assert person.sees("Claude")
        answer = await person.ask("say hello")
        assert answer.state is MessageState.COMPLETE
        assert person.sees("Hello! How can I help you today\\?")
        assert claude.journal()[0].turns[-1] == ("user", "say hello")


async def test_a_behaviour_chosen_in_the_settings_reaches_the_next_request(javari: Javari, claude: ModelServer) -> None:
    async with javari(size=(110, 40)) as person:
        await person.ask("say hello")
        await person.slash("/settings")
        await person.on(SettingsScreen)
        await person.reads("What a model is told")
        await person.press("tab")
        await person.until(lambda: getattr(person.app.focused, "key", ""))
        await _choose(person, "preset", "Beginner")
        await person.press("escape")
        await person.back()
        await person.ask("say hello again")
        before, after = claude.journal()
        assert "twelve-year-old" not in before.system
        assert "twelve-year-old" in after.system


async def _choose(person: Person, key: str, words: str) -> None:
    """Go to a row with the arrows and choose what is called so."""

    def here() -> bool:
        return getattr(person.app.focused, "key", "") == key

    for _turn in range(30):
        if here():
            break
        await person.press("down")
    assert here(), "the row cannot be reached"
    row = person.app.focused
    assert isinstance(row, Widget)
    for _turn in range(8):
        if re.search(words, str(getattr(row, "value", "")), re.IGNORECASE):
            return
        await person.press("left")
        await person.settle()
    raise AssertionError(f"{words} cannot be chosen: {getattr(row, 'value', '')}")


async def test_the_models_attack_on_the_terminal_is_shown_as_text(javari: Javari, claude: ModelServer) -> None:
    async with javari() as person:
        answer = await person.ask("attack the terminal")
        assert "\x1b" not in answer.text
        assert person.sees(re.escape("[bold]not markup[/bold] [@click=app.quit]x[/]."))


async def test_what_came_before_the_connection_broke_is_kept_and_can_be_continued(
    javari: Javari, claude: ModelServer
) -> None:
    async with javari() as person:
        answer = await person.ask("be cut off")
        assert answer.state is MessageState.CUT
        assert person.sees("This answer begins well")
        await person.until(lambda: person.footer().get("F7") == "Continue")


async def test_the_model_that_a_server_lists_can_be_picked(javari: Javari, claude: ModelServer) -> None:
    async with javari() as person:
        await person.slash("/model sonnet")
        await person.reads("From now on .*sonnet")
        await person.ask("say hello")
        assert "sonnet" in claude.journal()[-1].model
