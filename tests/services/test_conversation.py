from __future__ import annotations

import asyncio

import pytest

from javari_tui.domain.chat import Attachment, AttachmentKind, Draft, MessageState, Role
from javari_tui.domain.conversation import ActionAsked, ChatChanged, MessageAdded, MessageChanged, QueueChanged
from javari_tui.domain.errors import AttachmentRefused, DiskFull, NotFound
from javari_tui.domain.models import (
    ActionRequested,
    FailureKind,
    Finished,
    ModelRef,
    StopReason,
    TextPiece,
    ThinkingPiece,
    ToolRequested,
    Usage,
)
from javari_tui.providers.scripted import Hold, failing, saying
from javari_tui.storage.messages import MessageStore
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


async def test_stop_keeps_what_came_within_a_second(opener: Opener) -> None:
    javari = await opener([[ThinkingPiece("hm"), TextPiece("Half an ans"), Hold(asyncio.Event().wait)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))
    async with asyncio.timeout(1):
        await javari.services.conversation.stop(chat.id)
    answer = (await javari.path(chat.id))[1]
    assert (answer.state, answer.text, answer.thinking) == (MessageState.STOPPED, "Half an ans", "hm")
    assert javari.model.closed_early == 1
    assert not javari.services.conversation.is_running(chat.id)


async def test_stop_does_not_wait_for_a_request_that_will_not_end(opener: Opener) -> None:
    released = asyncio.Event()

    async def stubborn() -> None:
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue

    javari = await opener([[TextPiece("Some"), Hold(stubborn)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))
    async with asyncio.timeout(1):
        await javari.services.conversation.stop(chat.id)
    assert (await javari.say(chat.id))[1] == ("assistant", "stopped", "Some")
    released.set()


async def test_stop_where_nothing_runs_does_nothing(opener: Opener) -> None:
    javari = await opener([saying("Yes")])
    chat_id = await javari.ask("Talk")
    await javari.services.conversation.stop(chat_id)
    assert (await javari.say(chat_id))[1] == ("assistant", "complete", "Yes")


@pytest.mark.parametrize(
    ("reason", "state", "kind"),
    [
        (StopReason.LENGTH, MessageState.CUT, FailureKind.LENGTH),
        (StopReason.REFUSED, MessageState.FAILED, FailureKind.REFUSED),
        (StopReason.CONTEXT_FULL, MessageState.CUT, FailureKind.TOO_LONG),
    ],
)
async def test_an_early_end_is_told_and_keeps_the_text(
    opener: Opener, reason: StopReason, state: MessageState, kind: FailureKind
) -> None:
    javari = await opener([[TextPiece("Part"), Finished(reason)]])
    chat_id = await javari.ask("Talk")
    answer = (await javari.path(chat_id))[1]
    assert answer.failure is not None
    assert (answer.state, answer.failure.kind, answer.text) == (state, kind, "Part")


async def test_cut_answer_is_continued_in_the_same_message(opener: Opener) -> None:
    javari = await opener([[TextPiece("One, two, ")], saying("three.")])
    chat_id = await javari.ask("Count")
    cut = (await javari.path(chat_id))[1]
    assert (cut.state, cut.can_continue) == (MessageState.CUT, True)
    await javari.services.conversation.continue_answer(cut.id)
    await javari.idle(chat_id)
    answer = (await javari.path(chat_id))[1]
    assert (answer.id, answer.state, answer.text, answer.failure) == (
        cut.id,
        MessageState.COMPLETE,
        "One, two,three.",
        None,
    )
    assert javari.shown(answer.id) == answer.text
    assert [(turn.from_user, turn.text) for turn in javari.requests()[1].turns] == [
        (True, "Count"),
        (False, "One, two,"),
    ]


async def test_whole_answer_is_not_continued(opener: Opener) -> None:
    javari = await opener([saying("All.")])
    chat_id = await javari.ask("Talk")
    with pytest.raises(NotFound, match="nothing to continue"):
        await javari.services.conversation.continue_answer((await javari.path(chat_id))[1].id)


async def test_regenerated_answer_stands_beside_the_old_one(opener: Opener) -> None:
    javari = await opener([saying("First"), saying("Second")])
    chat_id = await javari.ask("Talk")
    first = (await javari.path(chat_id))[1]
    await javari.services.conversation.regenerate(first.id)
    await javari.idle(chat_id)
    second = (await javari.path(chat_id))[1]
    assert (second.text, second.sibling, second.siblings) == ("Second", 2, 2)
    assert len(javari.requests()[1].turns) == 1
    await javari.services.conversation.show_sibling(second.id, -1)
    assert (await javari.path(chat_id))[1].text == "First"
    await javari.services.conversation.show_sibling(first.id, -1)
    assert (await javari.path(chat_id))[1].text == "First"


async def test_edited_question_starts_a_branch_and_the_old_one_can_be_shown(opener: Opener) -> None:
    javari = await opener([saying("A1"), saying("A2"), saying("B1")])
    chat_id = await javari.ask("One")
    await javari.ask("Two", chat_id)
    old_leaf = (await javari.path(chat_id))[-1].id
    await javari.services.conversation.edit((await javari.path(chat_id))[0].id, "Uno")
    await javari.idle(chat_id)
    assert [text for _, _, text in await javari.say(chat_id)] == ["Uno", "B1"]
    assert [turn.text for turn in javari.requests()[2].turns] == ["Uno"]
    assert {branch.leaf_id for branch in await javari.services.chats.branches(chat_id)} >= {old_leaf}
    await javari.services.conversation.show_branch(chat_id, old_leaf)
    assert [text for _, _, text in await javari.say(chat_id)] == ["One", "A1", "Two", "A2"]


async def test_only_own_messages_are_edited(opener: Opener) -> None:
    javari = await opener([saying("A1")])
    chat_id = await javari.ask("One")
    with pytest.raises(NotFound, match="Only your own messages"):
        await javari.services.conversation.edit((await javari.path(chat_id))[1].id, "Mine")


async def test_editing_while_an_answer_runs_ends_that_answer(opener: Opener) -> None:
    javari = await opener([[TextPiece("Part"), Hold(asyncio.Event().wait)], saying("Whole")])
    chat = await javari.services.conversation.send(None, "One")
    await until(lambda: javari.shown(2))
    await javari.services.conversation.edit(1, "Uno")
    await javari.idle(chat.id)
    assert await javari.say(chat.id) == [("user", "complete", "Uno"), ("assistant", "complete", "Whole")]


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


async def test_closing_keeps_what_came_and_takes_less_than_a_second(opener: Opener) -> None:
    javari = await opener([[TextPiece("Half"), Hold(asyncio.Event().wait)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))
    async with asyncio.timeout(1):
        await javari.services.close()
    again = await opener([saying("x")])
    assert (await again.say(chat.id))[1] == ("assistant", "cut", "Half")


async def test_tools_asked_for_are_kept_and_their_blocks_are_not_sent_back(opener: Opener) -> None:
    calls = [ToolRequested("t1", "look", '{"a": 1}'), ToolRequested("t2", "look", "{")]
    javari = await opener([[*calls, Finished(StopReason.TOOL_USE, replay='[{"type":"tool_use"}]')], saying("Well.")])
    chat_id = await javari.ask("Look")
    assert [call.id for call in (await javari.path(chat_id))[1].tool_calls] == ["t1", "t2"]
    await javari.ask("And now?", chat_id)
    assert [(turn.text, turn.replay) for turn in javari.requests()[1].turns] == [("Look\n\nAnd now?", "")]


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


async def test_disk_full_at_a_send_raises_and_asks_nothing(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    javari = await opener([saying("x")])
    real, calls = MessageStore.add, []

    def add(self: MessageStore, **fields: object) -> object:
        calls.append(fields["role"])
        if fields["role"] is Role.ASSISTANT:
            raise DiskFull
        return real(self, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(MessageStore, "add", add)
    with pytest.raises(DiskFull):
        await javari.services.conversation.send(None, "Precious words")
    assert calls == [Role.USER, Role.ASSISTANT]
    assert javari.requests() == []
    assert javari.updates == []
    assert await javari.services.chats.list() == ()
    assert await javari.services.chats.search("precious") == ()


async def test_disk_full_in_mid_answer_ends_it_and_keeps_the_text_on_screen(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    javari = await opener([[TextPiece("Words on screen"), Hold(asyncio.Event().wait)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))

    def full(self: MessageStore, message_id: int, **changes: object) -> object:
        raise DiskFull(detail="no room")

    monkeypatch.setattr(MessageStore, "change", full)
    await javari.clock.move(0.5)
    await javari.idle(chat.id)
    ended = javari.told(MessageChanged)[-1].message
    assert ended.failure is not None
    assert (ended.state, ended.failure.kind, ended.text) == (
        MessageState.FAILED,
        FailureKind.DISK,
        "Words on screen",
    )
    assert javari.model.closed_early == 1


async def test_unforeseen_error_in_a_provider_keeps_the_text_and_is_reported(opener: Opener) -> None:
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["exception"]))

    async def fails() -> None:
        raise ZeroDivisionError

    javari = await opener([[TextPiece("Words"), Hold(fails)]])
    chat_id = await javari.ask("Talk")
    assert (await javari.say(chat_id))[1] == ("assistant", "cut", "Words")
    assert [type(error) for error in reported] == [ZeroDivisionError]


async def test_error_in_a_listener_does_not_touch_the_answer(opener: Opener) -> None:
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["exception"]))
    javari = await opener([saying("Whole answer")])

    def broken(update: object) -> None:
        raise ZeroDivisionError

    stop_listening = javari.services.conversation.listen(broken)
    chat_id = await javari.ask("Talk")
    assert (await javari.say(chat_id))[1] == ("assistant", "complete", "Whole answer")
    assert reported
    stop_listening()
    reported.clear()
    await javari.ask("Again", chat_id)
    assert reported == []


async def test_deleting_a_chat_ends_its_answer_first(opener: Opener) -> None:
    javari = await opener([[TextPiece("Half"), Hold(asyncio.Event().wait)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))
    await javari.services.chats.delete(chat.id)
    assert javari.services.conversation.running() == ()
    await javari.services.chats.undo_delete(chat.id)
    assert (await javari.say(chat.id))[1] == ("assistant", "stopped", "Half")


async def test_sending_takes_the_draft_and_remembers_the_prompt(opener: Opener) -> None:
    javari = await opener([saying("x")])
    await javari.services.prompts.save_draft(0, Draft(text="My question"))
    await javari.ask("My question")
    assert (await javari.services.prompts.draft(0)).is_empty
    assert await javari.services.prompts.history() == ("My question",)


async def test_failed_answer_without_text_is_asked_again_by_continuing(opener: Opener) -> None:
    javari = await opener([failing(FailureKind.BAD_KEY), saying("Now it works.")])
    chat_id = await javari.ask("Talk")
    answer = (await javari.path(chat_id))[1]
    await javari.services.conversation.continue_answer(answer.id)
    await javari.idle(chat_id)
    assert await javari.say(chat_id) == [("user", "complete", "Talk"), ("assistant", "complete", "Now it works.")]
    assert javari.told(QueueChanged) == []
