"""A key that is typed or pasted into the prompt is written down nowhere and shown nowhere."""

from __future__ import annotations

import pytest

from javari_tui.paths import folders
from javari_tui.providers.scripted import saying
from javari_tui.screens.dialogs.picker import Picker
from javari_tui.widgets.prompt import prompt as prompt_module
from tests.journeys.conftest import Javari
from tests.journeys.person import Person

KEY = "sk-ant-api03-neverwritten0123456789"


def _on_disk() -> list[str]:
    """The files below this test's home that hold the key."""
    places = folders()
    roots = {places.data, places.state, places.cache, places.config_file.parent}
    files = [file for root in roots if root.exists() for file in root.rglob("*") if file.is_file()]
    assert any(file.suffix == ".db" for file in files)
    return [file.name for file in files if KEY.encode() in file.read_bytes()]


async def _draft_was_told(person: Person) -> None:
    await person.until(lambda: person.chat_screen.prompt._telling is None, "the draft was never told")
    await person.services.prompts.history()  # the disk has done what it was asked


async def test_a_pasted_key_is_never_written_down(javari: Javari, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt_module, "DRAFT_PAUSE", 0.01)
    async with javari([saying("ok")]) as person:
        await person.ask("hello")
        await person.paste(f"/key {KEY}")
        await _draft_was_told(person)
        assert _on_disk() == []
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.paste(f"/key {KEY}")
        await _draft_was_told(person)
        await person.slash("")
        await person.on(Picker)
        await person.reads("Whose key")
        assert not person.sees("neverwritten")
        await person.type("anthropic")
        await person.press("enter")
        await person.reads("The key is used until Javari closes")
        assert not person.sees("neverwritten")
        await person.press("escape")
        await person.back()
        await person.press("up")
        assert person.prompt == "hello"
        assert _on_disk() == []
    assert _on_disk() == []


async def test_a_key_left_in_the_prompt_is_gone_with_it(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.paste(f"/key {KEY}")
    assert _on_disk() == []
    async with javari([saying("ok")]) as person:
        assert person.prompt == ""


async def test_a_key_of_two_lines_is_not_sent_as_a_message(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.paste(f"/key {KEY}\nmore")
        await person.press("enter")
        await person.reads("A key is one line")
        assert person.model.requests == []
    assert _on_disk() == []
