"""Answers that end too early or fall silent, over TCP and through the whole conversation; time is moved by hand."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from javari_tui.domain.chat import Message, MessageState
from javari_tui.domain.conversation import AnswerGrew, AnswerQuiet, ConversationUpdate
from javari_tui.domain.models import FailureKind, ModelRef
from javari_tui.paths import folders
from javari_tui.services.opening import Services, open_services
from javari_tui.settings import SettingsStore
from tests.providers.raw_server import (
    DONE,
    Part,
    RawServer,
    chunk,
    message_end,
    message_start,
    raw_server,
    sse,
    streamed,
)
from tests.services.javari import HandClock, turns, until

ANTHROPIC, OPENAI = ModelRef("mine-a", "some-model"), ModelRef("mine-o", "some-model")
BEGINS = {
    ANTHROPIC: [
        message_start(input_tokens=3),
        sse({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}),
        sse({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "It begins"}}),
    ],
    OPENAI: [chunk({"role": "assistant", "content": "It begins"})],
}
ENDS = {
    ANTHROPIC: [
        sse({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": " and ends."}}),
        sse({"type": "content_block_stop", "index": 0}),
        message_end(output_tokens=4),
    ],
    OPENAI: [chunk({"content": " and ends."}), chunk(finish="stop"), DONE],
}


class Talk:
    """Javari as it really opens, and what it told."""

    def __init__(self, services: Services, clock: HandClock, server: RawServer) -> None:
        self.services, self.clock, self.server = services, clock, server
        self.updates: list[ConversationUpdate] = []
        services.conversation.listen(self.updates.append)

    def grown(self) -> str:
        """The text as it came."""
        return "".join(update.text for update in self.updates if isinstance(update, AnswerGrew))

    def silences(self) -> list[int]:
        """The silences that were told."""
        return [update.seconds for update in self.updates if isinstance(update, AnswerQuiet)]

    async def ended(self, chat_id: int) -> Message:
        """The answer as it stands on disk when it has ended."""
        await until(lambda: not self.services.conversation.is_running(chat_id))
        await turns()
        return (await self.services.chats.open(chat_id)).messages[-1]


@asynccontextmanager
async def talking(ref: ModelRef, parts: Sequence[Part]) -> AsyncIterator[Talk]:
    """Javari with a server of one's own that streams these parts."""
    folders().config.mkdir(parents=True, exist_ok=True)
    clock = HandClock()
    async with raw_server(streamed(*parts)) as server:
        folders().config_file.write_text(
            f"providers:\n  mine-a: {{base_url: '{server.url}', protocol: anthropic}}\n"
            f"  mine-o: {{base_url: '{server.url}/v1'}}\n"
        )
        settings = SettingsStore.load(folders().config_file, os.environ)
        services = await open_services(folders(), settings, environ=os.environ, clock=clock)
        try:
            await services.models.choose(ref)
            yield Talk(services, clock, server)
        finally:
            await services.close()


@pytest.mark.parametrize("ref", [ANTHROPIC, OPENAI], ids=str)
async def test_a_clean_end_without_an_end_mark_is_a_cut_answer(ref: ModelRef) -> None:
    async with talking(ref, BEGINS[ref]) as talk:
        chat = await talk.services.conversation.send(None, "hello")
        answer = await talk.ended(chat.id)
    assert answer.failure is not None
    assert (answer.text, answer.state, answer.failure.kind) == ("It begins", MessageState.CUT, FailureKind.CUT_OFF)
    assert answer.can_continue
    assert talk.grown() == "It begins"


@pytest.mark.parametrize("ref", [ANTHROPIC, OPENAI], ids=str)
@pytest.mark.parametrize("has_begun", [True, False], ids=["in the middle", "from the start"])
async def test_a_silent_stream_is_told_after_ten_seconds_and_no_more_once_it_speaks(
    ref: ModelRef, has_begun: bool
) -> None:
    go_on = asyncio.Event()
    begin = BEGINS[ref] if has_begun else BEGINS[ref][:-1]
    rest = [*ENDS[ref]] if has_begun else [BEGINS[ref][-1], *ENDS[ref]]
    async with talking(ref, [*begin, go_on.wait, *rest]) as talk:
        chat = await talk.services.conversation.send(None, "hello")
        await until(lambda: talk.grown() == "It begins" if has_begun else talk.server.asked and talk.clock.sleepers())
        await talk.clock.move(9)
        assert talk.silences() == []
        await talk.clock.move(1)
        assert talk.silences() == [10]
        await talk.clock.move(5)
        assert talk.silences() == [10, 15]
        go_on.set()
        answer = await talk.ended(chat.id)
    assert talk.silences() == [10, 15, 0]
    assert (answer.text, answer.state) == ("It begins and ends.", MessageState.COMPLETE)
