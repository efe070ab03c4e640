"""The Guide within the real services: a question goes through storage, help and chats, and comes back as an answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

from javari_tui import paths
from javari_tui.domain.chat import Message, MessageState
from javari_tui.domain.conversation import ActionAsked, ConversationUpdate, MessageChanged
from javari_tui.services.opening import Services, open_services
from javari_tui.settings import SettingsStore


async def opened(home: Path) -> Services:
    folders = paths.folders({"JAVARI_HOME": str(home)})
    settings = SettingsStore(folders.config_file, environ={})
    return await open_services(folders, settings, environ={"JAVARI_DISCOVERY": "off"})


async def answer(services: Services, text: str, chat_id: int | None = None) -> tuple[Message, list[ConversationUpdate]]:
    """Send one message and wait for the whole answer, behind the calls of tools that it may begin with."""
    seen: list[ConversationUpdate] = []
    ended: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

    def listen(update: ConversationUpdate) -> None:
        seen.append(update)
        if not isinstance(update, MessageChanged) or update.message.tool_calls:
            return
        if not update.message.is_running and not ended.done():
            ended.set_result(update.message)

    stop = services.conversation.listen(listen)
    await services.conversation.send(chat_id, text)
    message = await asyncio.wait_for(ended, 20)
    stop()
    return message, seen


async def test_a_question_is_answered_from_the_help_and_introduced_once(own_home: Path) -> None:
    services = await opened(own_home)
    try:
        message, _ = await answer(services, "how do I copy over ssh?")
        assert message.state is MessageState.COMPLETE
        assert message.model is not None and str(message.model) == "guide/guide"
        assert "not a language model" in message.text
        assert "(help:ssh-tmux)" in message.text
        again, _ = await answer(services, "exit codes", message.chat_id)
        assert "not a language model" not in again.text and "(help:command-line)" in again.text
    finally:
        await services.close()


async def test_what_was_said_in_another_chat_is_found_and_named(own_home: Path) -> None:
    services = await opened(own_home)
    try:
        first, _ = await answer(services, "the zebrafish server is called moonbase")
        second, seen = await answer(services, "what is the zebrafish server called?")
        calls = [call for update in seen if isinstance(update, MessageChanged) for call in update.message.tool_calls]
        assert calls and calls[-1].name == "search_chats" and "moonbase" in calls[-1].result
        assert first.chat_id != second.chat_id
        assert f"(chat:{first.chat_id})" in second.text and "moonbase" in second.text
        third, _ = await answer(services, "what is a quokkasaurus?")
        assert "did not find anything" in third.text
        fourth, _ = await answer(services, "tell me about a quokkasaurus")
        assert "did not find anything" in fourth.text, "an earlier question answers nothing"
    finally:
        await services.close()


async def test_a_request_asks_for_its_command(own_home: Path) -> None:
    services = await opened(own_home)
    try:
        message, seen = await answer(services, "usa el tema oscuro")
        actions = [(update.command, update.argument) for update in seen if isinstance(update, ActionAsked)]
        assert actions == [("appearance.theme", "dark")], message.text
    finally:
        await services.close()


async def test_the_guide_never_quotes_itself_and_introduces_itself_to_each_user_once(own_home: Path) -> None:
    services = await opened(own_home)
    try:
        first, _ = await answer(services, "how do I connect Claude?")
        assert "not a language model" in first.text and "password manager" in first.text
        found, _ = await answer(services, "find the chat about password manager")
        assert "found no chat" in found.text, "only the Guide said that"
    finally:
        await services.close()
    services = await opened(own_home)
    try:
        assert await services.view.flag("guide_introduced") is not None
        assert len(await services.chats.search("password manager")) > 0, "the user's own search still finds it"
        again, _ = await answer(services, "hi")
        assert "not a language model" not in again.text
    finally:
        await services.close()


async def test_pages_are_in_the_language_of_the_interface_whatever_the_question_is_in(own_home: Path) -> None:
    services = await opened(own_home)
    try:
        for text in (
            "se ollama",
            "¿dónde están guardados mis datos?",
            "¿cómo adjunto un fichero?",
            "códigos de salida",
        ):
            message, _ = await answer(services, text)
            assert "From the help:" in message.text, text
            assert not set("áéíóúñ¿¡") & set(message.text), message.text
    finally:
        await services.close()
