"""Run as a program: sends a question and reports each piece of the answer as it is shown, until it is killed.

With `paid` the answer costs something.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time

from javari_tui.domain.chat import Draft
from javari_tui.domain.conversation import AnswerGrew, ConversationUpdate
from javari_tui.domain.models import TextPiece
from javari_tui.paths import folders
from javari_tui.providers.scripted import Pause, Scripted
from javari_tui.services.models.provider_setup import make_registry
from javari_tui.services.opening import open_services
from javari_tui.settings import SettingsStore
from tests.services.javari import no_key
from tests.services.paid import charge_for_model, prices


async def main() -> None:
    """Stream for ever."""
    settings = SettingsStore.load(folders().config_file, os.environ)
    registry = make_registry(settings.settings, os.environ, no_key)
    pieces = [step for number in range(100_000) for step in (Pause(0.01), TextPiece(f"word{number} "))]
    model = Scripted([pieces])
    registry.register(model)
    services = await open_services(folders(), settings, environ=os.environ, providers=registry)
    await services.preferences.change(model="scripted/script")
    if "paid" in sys.argv:
        charge_for_model(services, model, prices())
    length = 0

    def report(update: ConversationUpdate) -> None:
        nonlocal length
        if isinstance(update, AnswerGrew):
            length += len(update.text)
            print(time.monotonic(), length, flush=True)

    services.conversation.listen(report)
    chat = await services.conversation.send(None, "Talk for ever")
    await services.conversation.send(chat.id, "This waits")
    await services.prompts.save_draft(chat.id, Draft(text="half a thou"))
    await services.view.set_open_chat(chat.id)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
