"""The first minute with no key, no account and no network."""

from __future__ import annotations

from tests.journeys.conftest import Javari


async def test_chats_with_the_guide_with_no_key_and_no_network(javari: Javari) -> None:
    async with javari() as person:
        assert person.sees("offline guide")
        answer = await person.ask("how do I connect a model?")
        assert "/key" in answer.text
        assert answer.model is not None
        assert answer.model.provider == "guide"
        assert person.sees("how do I connect a model")
