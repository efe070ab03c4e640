"""What the tests of services share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable

import pytest

from javari_tui.domain.models import ModelRequest
from javari_tui.providers.base import Provider
from javari_tui.providers.scripted import Script
from javari_tui.services.conversation.tool_rounds import Toolbox
from tests.model_server import model_server
from tests.services.javari import Javari, Opener, open_javari

__all__ = ["model_server"]


@pytest.fixture
async def opener() -> AsyncIterator[Opener]:
    """Opens Javari over scripts, as often as wanted; everything is closed at the end."""
    opened: list[Javari] = []

    async def open_it(
        answers: Iterable[Script] | Callable[[ModelRequest], Script],
        *,
        context_tokens: int | None = 200_000,
        others: Iterable[Provider] = (),
        toolbox: Toolbox | None = None,
    ) -> Javari:
        javari = await open_javari(answers, context_tokens=context_tokens, others=others, toolbox=toolbox)
        opened.append(javari)
        return javari

    yield open_it
    for javari in opened:
        await javari.services.close()
