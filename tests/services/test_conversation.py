from __future__ import annotations

import asyncio

import pytest

from javari_tui.domain.chat import Attachment, AttachmentKind, Draft, MessageState, Role
from javari_tui.domain.conversation import ActionAsked, ChatChanged, MessageAdded, MessageChanged
from javari_tui.domain.errors import AttachmentRefused
from javari_tui.domain.models import (
    ActionRequested,
    Finished,
    ModelRef,
    StopReason,
    TextPiece,
    ToolRequested,
    Usage,
)
from javari_tui.providers.scripted import Hold, saying
from javari_tui.services.conversation.told_calls import NOT_CARRIED_OUT
from javari_tui.services.models.models import Models
from tests.services.javari import Opener, until


async def test_a_question_and_its_answer_are_on_disk_and_told_in_order(opener: Opener) -> None:
    javari = await opener([saying("Hello, **world**.", usage=Usage(input=9, output=4))])
    chat = await javari.services.conversation.send(None, "Say hello to the world, please")
    await javari.idle(chat.id)
    question, answer = await javari.path(chat.id)
    assert (question.role, question.text) == (Role.USER, "Say hello to the world, please")
    assert (answer.state, answer.text, answer.usage) == (
        MessageState.COMPLETE,
        "Hello, **world**.",
        Usage(input=9, output=4),
    )
    assert chat.title == "Say hello to the world, please"
    told = [update for update in javari.updates if isinstance(update, MessageAdded | MessageChanged)]
    assert [update.message.id for update in told] == [question.id, answer.id, answer.id]
    assert javari.shown(answer.id) == "Hello, **world**."


async def test_the_question_is_on_disk_before_anything_is_asked_of_the_model(opener: Opener) -> None:
    seen: list[list[tuple[str, str, str]]] = []
    released = asyncio.Event()

    async def look() -> None:
        seen.append(await javari.say(1))
        await released.wait()

    javari = await opener([[Hold(look), TextPiece("Done"), Finished(StopReason.END)]])
    chat = await javari.services.conversation.send(None, "Is this safe?")
    await until(lambda: seen)
    assert seen[0] == [("user", "complete", "Is this safe?"), ("assistant", "streaming", "")]
    released.set()
    await javari.idle(chat.id)


async def test_what_has_streamed_is_on_disk_within_half_a_second(opener: Opener) -> None:
    released = asyncio.Event()
    javari = await opener([[TextPiece("First part."), Hold(released.wait), Finished(StopReason.END)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2) == "First part.")
    assert (await javari.path(chat.id))[1].text == ""
    await javari.clock.move(0.5)
    assert (await javari.path(chat.id))[1].text == "First part."
    released.set()
    await javari.idle(chat.id)


async def test_answer_from_the_model_is_cleaned_across_pieces(opener: Opener) -> None:
    pieces = [TextPiece("red \x1b"), TextPiece("[31mtext\x1b]52;c;"), TextPiece("aGk=\x07 end")]
    javari = await opener([[*pieces, Finished(StopReason.END)]])
    chat_id = await javari.ask("Attack")
    answer = (await javari.path(chat_id))[1]
    assert answer.text == javari.shown(answer.id) == "red text end"


async def test_several_chats_answer_at_once(opener: Opener) -> None:
    released = asyncio.Event()
    script = [TextPiece("So"), Hold(released.wait), TextPiece(" it is."), Finished(StopReason.END)]
    javari = await opener([script])
    chats = [await javari.services.conversation.send(None, f"Question {number}") for number in range(5)]
    await until(lambda: len(javari.requests()) == 5)
    assert set(javari.services.conversation.running()) == {chat.id for chat in chats}
    released.set()
    for chat in chats:
        await javari.idle(chat.id)
        assert (await javari.say(chat.id))[1] == ("assistant", "complete", "So it is.")
    assert javari.services.conversation.running() == ()


async def test_tools_asked_for_where_there_are_none_are_kept_and_told_in_words(opener: Opener) -> None:
    calls = [ToolRequested("t1", "look", '{"a": 1}'), ToolRequested("t2", "look", "{")]
    javari = await opener([[*calls, Finished(StopReason.TOOL_USE, replay='[{"type":"tool_use"}]')], saying("Well.")])
    chat_id = await javari.ask("Look")
    assert [call.id for call in (await javari.path(chat_id))[1].tool_calls] == ["t1", "t2"]
    await javari.ask("And now?", chat_id)
    asked, called, answered = javari.requests()[1].turns
    assert (asked.text, called.replay, called.tool_uses, answered.tool_answers) == ("Look", "", (), ())
    assert 'look with {"a": 1}' in called.text
    assert answered.text.count(NOT_CARRIED_OUT) == 2
    assert answered.text.endswith("And now?")


async def test_own_blocks_go_back_only_to_the_model_that_made_them(opener: Opener) -> None:
    javari = await opener([[TextPiece("A"), Finished(StopReason.END, replay="[1]")], saying("B")])
    chat_id = await javari.ask("One")
    await javari.ask("Two", chat_id)
    assert javari.requests()[1].turns[1].replay == "[1]"
    await javari.services.models.choose(ModelRef("scripted", "other"), chat_id=chat_id)
    await javari.ask("Three", chat_id)
    assert javari.requests()[2].model == "other"
    assert [turn.replay for turn in javari.requests()[2].turns] == ["", "", "", "", ""]
    assert any(update.chat.model == ModelRef("scripted", "other") for update in javari.told(ChatChanged))


async def test_actions_of_an_answer_are_told(opener: Opener) -> None:
    javari = await opener([[TextPiece("Here."), ActionRequested("settings.open", "x"), Finished(StopReason.END)]])
    chat_id = await javari.ask("Open the settings")
    assert javari.told(ActionAsked) == [ActionAsked(chat_id, "settings.open", "x")]


async def test_attachments_reach_the_model_and_too_many_are_refused(opener: Opener) -> None:
    javari = await opener([saying("Fine.")])
    file = Attachment(kind=AttachmentKind.FILE, name="a.py", text="print(1)", tokens=3)
    chat = await javari.services.conversation.send(None, "Check it", (file,))
    await javari.idle(chat.id)
    assert javari.requests()[0].turns[0].text == ('<attachment name="a.py">\nprint(1)\n</attachment>\n\nCheck it')
    assert (await javari.path(chat.id))[0].attachments == (file,)
    with pytest.raises(AttachmentRefused):
        await javari.services.conversation.send(chat.id, "All of them", (file,) * 21)


async def test_a_known_secret_in_an_attachment_is_not_sent_but_kept(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_TOKEN", "nobody-else-knows-it")
    javari = await opener([saying("Fine.")])
    file = Attachment(kind=AttachmentKind.FILE, name=".env", text="T=nobody-else-knows-it", tokens=3)
    chat = await javari.services.conversation.send(None, "Why nobody-else-knows-it?", (file,))
    await javari.idle(chat.id)
    sent = '<attachment name=".env">\nT=[hidden]\n</attachment>\n\nWhy nobody-else-knows-it?'
    assert javari.requests()[0].turns[0].text == sent
    assert (await javari.path(chat.id))[0].attachments == (file,)


async def test_sending_takes_the_draft_and_remembers_the_prompt(opener: Opener) -> None:
    javari = await opener([saying("x")])
    await javari.services.prompts.save_draft(0, Draft(text="My question"))
    await javari.ask("My question")
    assert (await javari.services.prompts.draft(0)).is_empty
    assert await javari.services.prompts.history() == ("My question",)


async def test_the_question_is_on_disk_before_a_server_is_asked_which_models_it_has(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the stop, the new version and the end are not kept waiting by such a server."""
    javari = await opener([saying("Done")])
    asked = asyncio.Event()

    async def never(self: Models) -> ModelRef:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(Models, "_first_with_key", never)
    await javari.services.preferences.change(model="")
    conversation = javari.services.conversation
    async with asyncio.timeout(5):
        chat = await conversation.send(None, "Is this safe?")
        await asked.wait()
        assert await javari.say(chat.id) == [
            ("user", "complete", "Is this safe?"),
            ("assistant", "streaming", ""),
        ]
        await conversation.send(chat.id, "And this?")
        assert [item.text for item in await javari.services.prompts.queue(chat.id)] == ["And this?"]
        await javari.services.preferences.change(model="scripted/script")
        await conversation.stop(chat.id)
    assert [state for _, state, _ in await javari.say(chat.id)] == ["complete", "stopped"]
    await conversation.resume_queue(chat.id)
    await javari.idle(chat.id)
    assert (await javari.path(chat.id))[-1].model == ModelRef("scripted", "script")


async def test_answer_learns_its_model_when_a_server_had_to_be_asked(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    javari = await opener([saying("Done")])

    async def listed(self: Models) -> ModelRef:
        return ModelRef("scripted", "other")

    monkeypatch.setattr(Models, "_first_with_key", listed)
    await javari.services.preferences.change(model="")
    chat_id = await javari.ask("Who are you?")
    (added,) = [update.message for update in javari.told(MessageAdded) if update.message.role is Role.ASSISTANT]
    assert added.model is None
    assert (await javari.path(chat_id))[-1].model == ModelRef("scripted", "other")
    assert javari.requests()[0].model == "other"
