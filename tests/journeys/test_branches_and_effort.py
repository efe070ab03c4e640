"""The list of branches and the choice of effort, by keys."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from javari_tui.domain.models import Effort, ModelInfo
from javari_tui.providers.scripted import Scripted, saying
from javari_tui.screens.dialogs.picker import Picker
from tests.journeys.conftest import Javari
from tests.journeys.person import PATIENCE, Person


async def test_the_list_of_branches_is_walked_by_keys(javari: Javari) -> None:
    async with javari([saying("About cats"), saying("About dogs")]) as person:
        await person.ask("say")
        await person.slash("/branches")
        await person.reads("This chat has one branch")
        await person.press("f8")
        await person.reads("About dogs")
        await person.answered()
        await person.slash("/branches")
        await person.on(Picker)
        await person.reads("Branches of this chat")
        await person.reads("About dogs.*shown")
        await person.press("down", "enter")
        await person.back()
        await person.until(lambda: person.said() == ["say", "About cats"])
        await person.slash("/branches")
        await person.on(Picker)
        await person.press("escape")
        await person.back()
        assert person.said() == ["say", "About cats"]


def _with_efforts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the scripted models have a choice of effort."""
    real = Scripted.list_models

    async def models(self: Scripted) -> tuple[ModelInfo, ...]:
        listed = await real(self)
        return tuple(replace(info, efforts=(Effort.LOW, Effort.HIGH)) for info in listed)

    monkeypatch.setattr(Scripted, "list_models", models)


async def _choose(person: Person, model: str) -> None:
    await person.press("f2")
    await person.on(Picker)
    await person.reads("Scripted")
    await person.type(model)
    await person.press("enter")
    await person.reads("How hard shall it think")


async def test_the_effort_is_picked_by_keys_and_esc_leaves_all_as_it_was(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_efforts(monkeypatch)
    async with javari([saying("ok")]) as person:
        await person.ask("one")
        await _choose(person, "other")
        await person.press("down", "down", "enter")
        await person.reads("From now on other answers")
        assert (await person.services.preferences.read()).effort == "high"
        await _choose(person, "script")
        await person.press("escape")
        await person.back()
        assert (await person.services.preferences.read()).effort == "high"
        assert (await person.services.models.current(person.chat.id)).ref.model == "other"
        await _choose(person, "other")
        await person.press("enter")
        async with asyncio.timeout(PATIENCE):
            while (await person.services.preferences.read()).effort:
                await asyncio.sleep(0.002)
