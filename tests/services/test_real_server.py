"""The conversation over the real SDK and a model server somebody else wrote."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import pytest

from javari_tui.domain.chat import Message, MessageState, ToolState
from javari_tui.domain.conversation import AnswerGrew, AnswerWaits, ConversationUpdate
from javari_tui.domain.models import FailureKind, ModelRef, Usage
from javari_tui.domain.preferences import Preset
from javari_tui.paths import folders
from javari_tui.services.opening import Services, open_services
from javari_tui.settings import SettingsStore
from tests.model_server import ModelServer
from tests.services.javari import HandClock, turns, until

KEY = "sk-ant-loopback-0123456789"
CLAUDE = ModelRef("anthropic", "claude-opus-5-5")
LOCAL = ModelRef("mine", "local-model")


class Talk:
    """Javari as it really opens, connected to the server of the tests."""

    def __init__(self, services: Services, clock: HandClock) -> None:
        self.services, self.clock = services, clock
        self.updates: list[ConversationUpdate] = []
        services.conversation.listen(self.updates.append)

    async def ask(self, text: str, chat_id: int | None = None) -> Message:
        """The answer as it stands on disk when it has ended."""
        chat = await self.services.conversation.send(chat_id, text)
        return await self.ended(chat.id)

    async def ended(self, chat_id: int) -> Message:
        await until(lambda: not self.services.conversation.is_running(chat_id))
        await turns()
        return (await self.services.chats.open(chat_id)).messages[-1]

    def waits(self) -> list[AnswerWaits]:
        return [update for update in self.updates if isinstance(update, AnswerWaits)]


@pytest.fixture
async def talk(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    model_server.reset()
    monkeypatch.setenv("ANTHROPIC_BASE_URL", model_server.base_url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    folders().config.mkdir(parents=True, exist_ok=True)
    monkeypatch.setenv("MY_BOX_KEY", KEY)
    folders().config_file.write_text(
        f"providers:\n  mine:\n    base_url: {model_server.openai_url}\n    key_variable: MY_BOX_KEY\n"
    )
    clock = HandClock()
    settings = SettingsStore.load(folders().config_file, os.environ)
    services = await open_services(folders(), settings, environ=os.environ, clock=clock)
    yield Talk(services, clock)
    await services.close()


@pytest.mark.parametrize("ref", [CLAUDE, LOCAL], ids=str)
async def test_preferences_reach_the_request(talk: Talk, model_server: ModelServer, ref: ModelRef) -> None:
    await talk.services.models.choose(ref)
    await talk.services.preferences.choose_preset(Preset.BEGINNER)
    answer = await talk.ask("say hello")
    assert (answer.state, answer.text) == (MessageState.COMPLETE, "Hello! How can I help you today?")
    await talk.services.preferences.change(preset=Preset.CUSTOM, custom_system_prompt="Speak like a pirate.")
    await talk.ask("say hello again", answer.chat_id)
    first, second = model_server.journal()
    assert "twelve-year-old" in first.system
    assert "twelve-year-old" not in second.system
    assert second.system == await talk.services.conversation.system_prompt()
    assert second.model == ref.model
    assert [turn for turn in second.turns if turn[0] != "system"] == [
        ("user", "say hello"),
        ("assistant", "Hello! How can I help you today?"),
        ("user", "say hello again"),
    ]


@pytest.mark.parametrize("ref", [CLAUDE, LOCAL], ids=str)
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("fail 400", FailureKind.BAD_REQUEST),
        ("fail 401", FailureKind.BAD_KEY),
        ("fail 402", FailureKind.NO_CREDIT),
        ("fail 403", FailureKind.FORBIDDEN),
        ("fail 404", FailureKind.NO_SUCH_MODEL),
    ],
)
async def test_lasting_errors_are_not_tried_again(
    talk: Talk, model_server: ModelServer, ref: ModelRef, words: str, kind: FailureKind
) -> None:
    await talk.services.models.choose(ref)
    answer = await talk.ask(words)
    assert answer.failure is not None
    assert (answer.state, answer.failure.kind) == (MessageState.FAILED, kind)
    assert len(model_server.journal()) == 1
    assert talk.waits() == []


@pytest.mark.parametrize("ref", [CLAUDE, LOCAL], ids=str)
async def test_overloaded_server_is_tried_again_and_answers(
    talk: Talk, model_server: ModelServer, ref: ModelRef
) -> None:
    await talk.services.models.choose(ref)
    chat = await talk.services.conversation.send(None, "flaky")
    await until(talk.waits)
    await talk.clock.move(2)
    answer = await talk.ended(chat.id)
    assert answer.text == "Now it works."
    assert talk.waits()[0].failure.kind is FailureKind.OVERLOADED
    assert len(model_server.journal()) == 2


@pytest.mark.parametrize("ref", [CLAUDE, LOCAL], ids=str)
async def test_long_retry_after_is_counted_down_and_stopped_at_once(
    talk: Talk, model_server: ModelServer, ref: ModelRef
) -> None:
    await talk.services.models.choose(ref)
    chat = await talk.services.conversation.send(None, "fail 429")
    await until(talk.waits)
    await talk.clock.move(5)
    assert [wait.seconds for wait in talk.waits()] == [120, 119, 118, 117, 116, 115]
    async with asyncio.timeout(1):
        await talk.services.conversation.stop(chat.id)
    assert (await talk.ended(chat.id)).state is MessageState.STOPPED
    assert len(model_server.journal()) == 1


@pytest.mark.parametrize("ref", [CLAUDE, LOCAL], ids=str)
async def test_lost_connection_keeps_what_came_and_can_be_continued(
    talk: Talk, model_server: ModelServer, ref: ModelRef
) -> None:
    await talk.services.models.choose(ref)
    cut = await talk.ask("be cut off")
    assert cut.failure is not None
    assert (cut.state, cut.failure.kind) == (MessageState.CUT, FailureKind.CUT_OFF)
    assert cut.text.startswith("This answer begins well")
    model_server.reset(
        {"match": {"userMessage": "be cut off"}, "response": {"content": " and ends well."}},
        {"match": {"userMessage": "Your last answer was cut off"}, "response": {"content": " and ends well."}},
    )
    await talk.services.conversation.continue_answer(cut.id)
    whole = await talk.ended(cut.chat_id)
    assert (whole.id, whole.state) == (cut.id, MessageState.COMPLETE)
    assert whole.text == f"{cut.text.rstrip()} and ends well."
    assert cut.text.rstrip() in [text for role, text in model_server.journal()[0].turns if role == "assistant"]


async def test_slow_answer_is_stopped_within_a_second_and_kept(talk: Talk) -> None:
    chat = await talk.services.conversation.send(None, "answer slowly")
    await until(lambda: any(isinstance(update, AnswerGrew) for update in talk.updates))
    async with asyncio.timeout(1):
        await talk.services.conversation.stop(chat.id)
    answer = await talk.ended(chat.id)
    assert answer.state is MessageState.STOPPED
    assert answer.text.startswith("word1")


async def test_thinking_tools_limit_and_usage(talk: Talk) -> None:
    thought = await talk.ask("think first")
    assert thought.thinking.startswith("Let me count")
    assert thought.usage == Usage(input=30, output=25)
    await talk.ask("use tools", thought.chat_id)
    messages = (await talk.services.chats.open(thought.chat_id)).messages
    calls = next(message.tool_calls for message in messages if message.tool_calls)
    assert [(call.name, call.state) for call in calls] == [
        ("get_weather", ToolState.FAILED),
        ("get_time", ToolState.DONE),
    ]
    limited = await talk.ask("reach the limit", thought.chat_id)
    assert limited.failure is not None
    assert (limited.state, limited.failure.kind) == (MessageState.CUT, FailureKind.LENGTH)


async def test_hostile_answer_is_clean_on_disk_and_on_screen(talk: Talk) -> None:
    answer = await talk.ask("attack the terminal")
    shown = "".join(update.text for update in talk.updates if isinstance(update, AnswerGrew))
    assert shown == answer.text
    assert answer.text.startswith("Safe text here [bold]not markup[/")


async def test_key_stands_neither_in_the_log_nor_in_any_file(talk: Talk) -> None:
    await talk.ask("fail 401")
    await talk.ask("say hello")
    await talk.services.close()
    home = folders().data.parent
    files = [file for file in home.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if KEY.encode() in file.read_bytes()]
