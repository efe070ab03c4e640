"""A model that only calls tools is stopped where a person can let it go on."""

from __future__ import annotations

import pytest

from javari_tui.domain.models import ModelRequest
from javari_tui.providers.scripted import Script, calling, saying
from tests.journeys.person import at_javari


async def test_f7_lets_a_model_go_on_that_stopped_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def script(request: ModelRequest) -> Script:
        return saying("Enough of that.") if len(person.model.requests) > 5 else calling("no_such_tool")

    async with at_javari(monkeypatch, script, size=(80, 40)) as person:
        await person.send("Do it")
        await person.reads("The answer stopped at a limit for tools")
        await person.reads("made the same call again and again")
        await person.until(lambda: person.footer().get("F7") == "Continue", str(person.footer()))
        await person.press("f7")
        await person.until(lambda: person.said()[-1] == "Enough of that.")
        assert "F7" not in person.footer()
