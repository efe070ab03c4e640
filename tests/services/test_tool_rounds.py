"""A model's calls are carried out and told to it, round after round; nothing is lost wherever that ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from javari_tui.domain.chat import Message, MessageState, ToolState
from javari_tui.domain.conversation import MessageAdded, MessageChanged, ToolsNotTaken
from javari_tui.domain.errors import DiskFull
from javari_tui.domain.models import FailureKind, Finished, ModelRequest, StopReason, ToolRequested, ToolUse
from javari_tui.domain.unsettled_calls import JAVARI_ENDED, STOPPED
from javari_tui.providers.scripted import Script, calling, calling_all, failing, saying
from javari_tui.services.conversation.told_calls import NOT_CARRIED_OUT
from javari_tui.settings.model import ToolSettings
from javari_tui.storage.messages import MessageStore
from tests.services.javari import Javari, Opener, until
from tests.services.play_toolbox import LOOK, MAKE, PlayToolbox, answers_sent, limited, states


def told(javari: Javari) -> list[ToolState]:
    """How the calls stand by what was told last."""
    changed = javari.told(MessageChanged)
    return states(changed[-1].message) if changed else []


def _has_told(javari: Javari, *expected: ToolState) -> bool:
    return told(javari) == [*expected]


async def test_what_a_model_calls_is_carried_out_and_told_to_it_until_it_answers(opener: Opener) -> None:
    toolbox = PlayToolbox()
    javari = await opener([calling("look", text="Let me look.", at=1), saying("It is fine.")], toolbox=toolbox)
    chat_id = await javari.ask("How is it?")
    question, called, answer = await javari.path(chat_id)
    assert (called.parent_id, answer.parent_id) == (question.id, called.id)
    assert (called.state, called.text, states(called)) == (MessageState.COMPLETE, "Let me look.", [ToolState.DONE])
    assert (answer.state, answer.text) == (MessageState.COMPLETE, "It is fine.")
    first, second = javari.requests()
    assert first.tools == second.tools == (LOOK, MAKE)
    assert second.turns[1].tool_uses == (ToolUse("call_1", "look", '{"at": 1}'),)
    assert answers_sent(second) == [("call_1", 'look {"at": 1}', False)]


async def test_every_step_of_a_call_is_told_and_on_disk(opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.hold = asyncio.Event()
    javari = await opener([calling("make"), saying("Done.")], toolbox=toolbox)
    chat = await javari.services.conversation.send(None, "Make it")
    for state in (ToolState.RUNNING, ToolState.DONE):
        await until(partial(_has_told, javari, state))
        if state is ToolState.RUNNING:
            assert states((await javari.path(chat.id))[1]) == [state]
            assert javari.services.conversation.is_running(chat.id)
            toolbox.hold.set()
    await javari.idle(chat.id)
    steps = [states(update.message) for update in javari.told(MessageChanged) if update.message.tool_calls]
    assert [state for (state,) in steps][:3] == [ToolState.ASKED, ToolState.RUNNING, ToolState.DONE]
    assert [update.message.role.value for update in javari.told(MessageAdded)] == ["user", "assistant", "assistant"]


async def test_calls_that_only_read_run_together_and_others_one_by_one_in_order(opener: Opener) -> None:
    names = ["look"] * 6 + ["make", "make", "look"]
    uses = [ToolUse(f"c{at}", name, f'{{"at": {at}}}') for at, name in enumerate(names)]
    toolbox = PlayToolbox()
    javari = await opener([calling_all(*uses), saying("Done.")], toolbox=toolbox)
    await javari.ask("Do it all")
    assert toolbox.most_at_once == 4
    assert [call.id for call in toolbox.ended[6:]] == ["c6", "c7", "c8"]
    assert [identity for identity, _, _ in answers_sent(javari.requests()[1])] == [use.id for use in uses]


async def test_model_is_told_a_no_and_goes_on(opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.denied = {"make"}
    javari = await opener([calling("make"), saying("Then not.")], toolbox=toolbox)
    chat_id = await javari.ask("Make it")
    assert states((await javari.path(chat_id))[1]) == [ToolState.DENIED]
    assert answers_sent(javari.requests()[1]) == [("call_1", "The user said no.", True)]
    assert (await javari.path(chat_id))[-1].text == "Then not."


async def test_calls_count_whatever_the_end_is_called_and_however_they_are_named(opener: Opener) -> None:
    twins = [ToolRequested("", "look", "{}"), ToolRequested("x", "look", "1"), ToolRequested("x", "look", "{not json")]
    javari = await opener([[*twins, Finished(StopReason.END)], saying("Well.")], toolbox=PlayToolbox())
    chat_id = await javari.ask("Look")
    assert (await javari.path(chat_id))[-1].text == "Well."
    sent = answers_sent(javari.requests()[1])
    assert len({identity for identity, _, _ in sent}) == 3
    assert [text for _, text, _ in sent] == ["look {}", "look 1", "look {not json"]


@pytest.mark.parametrize("waits_for_the_user", [True, False], ids=["waiting", "running"])
async def test_stop_ends_what_runs_and_the_answer_can_go_on(waits_for_the_user: bool, opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.hold = toolbox.answer = asyncio.Event()
    toolbox.answer = toolbox.answer if waits_for_the_user else None
    uses = [ToolUse("a", "make", "{}"), ToolUse("b", "make", "{}")]
    javari = await opener([calling_all(*uses), saying("Fine.")], toolbox=toolbox)
    chat = await javari.services.conversation.send(None, "Make it")
    state = ToolState.WAITING if waits_for_the_user else ToolState.RUNNING
    await until(partial(_has_told, javari, state, ToolState.ASKED))
    async with asyncio.timeout(1):
        await javari.services.conversation.stop(chat.id)
    stopped = (await javari.path(chat.id))[-1]
    assert [call.id for call in toolbox.killed] == [call.id for call in toolbox.begun] == ["a"]
    assert (stopped.state, states(stopped)) == (MessageState.STOPPED, [ToolState.FAILED] * 2)
    assert {call.result for call in stopped.tool_calls} == {STOPPED}
    assert stopped.can_continue
    assert not stopped.came_to_nothing
    await javari.services.conversation.continue_answer(stopped.id)
    await javari.idle(chat.id)
    assert [state for _, state, _ in await javari.say(chat.id)] == ["complete"] * 3
    assert answers_sent(javari.requests()[1]) == [("a", STOPPED, True), ("b", STOPPED, True)]


async def test_closing_in_the_middle_and_going_on_in_the_next_javari(opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.hold = asyncio.Event()
    first = await opener([calling("make")], toolbox=toolbox)
    chat = await first.services.conversation.send(None, "Make it")
    await until(lambda: toolbox.begun)
    async with asyncio.timeout(1):
        await first.services.close()
    second = await opener([saying("On it goes.")], toolbox=PlayToolbox())
    cut = (await second.path(chat.id))[-1]
    assert (cut.state, states(cut), cut.tool_calls[0].result) == (MessageState.CUT, [ToolState.FAILED], JAVARI_ENDED)
    await second.services.conversation.continue_answer(cut.id)
    await second.idle(chat.id)
    assert (await second.path(chat.id))[-1].text == "On it goes."


async def test_calls_of_a_dead_process_failed_when_the_library_opens(opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.hold = asyncio.Event()
    javari = await opener([calling("make")], toolbox=toolbox)
    chat = await javari.services.conversation.send(None, "Make it")
    await until(partial(_has_told, javari, ToolState.RUNNING))
    stored = javari.services.conversation._desk.stored

    def as_after_a_crash() -> int:
        with stored.database.writing() as session:
            stored.database.plain(session).execute("UPDATE messages SET writer = 'dead' WHERE state = 'streaming'")
        return stored.messages.close_interrupted()

    assert await stored.disk.run(as_after_a_crash) == 1
    cut = (await javari.path(chat.id))[-1]
    assert (cut.state, states(cut), cut.tool_calls[0].result) == (MessageState.CUT, [ToolState.FAILED], JAVARI_ENDED)


async def test_disk_that_takes_no_result_ends_the_question_and_nothing_more_is_done(opener: Opener) -> None:
    toolbox = PlayToolbox()
    uses = [ToolUse("a", "make", "{}"), ToolUse("b", "make", "{}")]
    javari = await opener([calling_all(*uses), saying("Fine.")], toolbox=toolbox)
    with pytest.MonkeyPatch.context() as patch:
        real: Callable[..., Message] = MessageStore.change

        def full(self: MessageStore, message_id: int, **changes: object) -> Message:
            if toolbox.begun:
                raise DiskFull
            return real(self, message_id, **changes)

        patch.setattr(MessageStore, "change", full)
        chat_id = await javari.ask("Make it")
        shown = javari.told(MessageChanged)[-1].message
        assert shown.failure is not None
        assert (shown.state, shown.failure.kind) == (MessageState.FAILED, FailureKind.DISK)
        assert [call.id for call in toolbox.begun] == ["a"]
    await javari.clock.move(2)
    await until(lambda: javari.told(MessageChanged)[-1].message.state is MessageState.CUT)
    await javari.services.conversation.continue_answer(shown.id)
    await javari.idle(chat_id)
    assert (await javari.path(chat_id))[-1].text == "Fine."


async def test_model_that_takes_no_tools_is_asked_without_from_then_on(opener: Opener) -> None:
    def script(request: ModelRequest) -> Script:
        return failing(FailureKind.NO_TOOLS) if request.tools else saying("Plainly.")

    javari = await opener(script, toolbox=PlayToolbox())
    chat_id = await javari.ask("Talk")
    await javari.ask("Talk on", chat_id)
    assert [bool(request.tools) for request in javari.requests()] == [True, False, False]
    assert [(update.chat_id, str(update.model)) for update in javari.told(ToolsNotTaken)] == [
        (chat_id, "scripted/script")
    ]
    assert [state for _, state, _ in await javari.say(chat_id)] == ["complete"] * 4


async def test_tools_switched_off_are_not_offered_and_what_they_did_is_told_in_words(opener: Opener) -> None:
    toolbox = PlayToolbox()
    javari = await opener(
        [calling("look", at=1), saying("Fine."), calling("look"), saying("Without.")], toolbox=toolbox
    )
    chat_id = await javari.ask("Look")
    limited(javari, ToolSettings(enabled=False))
    await javari.ask("Again", chat_id)
    assert len(toolbox.ended) == 1, "a call that was not offered is not carried out"
    request = javari.requests()[-1]
    assert (request.tools, answers_sent(request)) == ((), [])
    assert [turn.from_user for turn in request.turns] == [True, False] * 3 + [True]
    assert 'look {"at": 1}' in request.turns[2].text
    assert (await javari.path(chat_id))[-1].text == "Without."


async def test_step_has_versions_and_the_question_can_be_edited(opener: Opener) -> None:
    toolbox = PlayToolbox()
    scripts = [calling("look"), saying("One."), saying("Two."), calling("look"), saying("Three.")]
    javari = await opener(scripts, toolbox=toolbox)
    chat_id = await javari.ask("Look")
    question, called, answer = await javari.path(chat_id)
    await javari.services.conversation.regenerate(answer.id)
    await javari.idle(chat_id)
    again = (await javari.path(chat_id))[-1]
    assert (again.text, again.parent_id, again.siblings) == ("Two.", called.id, 2)
    assert len(answers_sent(javari.requests()[-1])) == 1
    assert len(toolbox.ended) == 1, "the step above stands"
    await javari.services.conversation.show_sibling(again.id, -1)
    assert (await javari.path(chat_id))[-1].text == "One."
    await javari.services.conversation.edit(question.id, "Look again")
    await javari.idle(chat_id)
    assert [text for _, _, text in await javari.say(chat_id)] == ["Look again", "", "Three."]


async def test_question_that_waits_is_asked_when_the_last_answer_has_come(opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.hold = asyncio.Event()
    javari = await opener([calling("make"), saying("Made."), saying("Next.")], toolbox=toolbox)
    chat = await javari.services.conversation.send(None, "Make it")
    await until(lambda: toolbox.begun)
    await javari.services.conversation.send(chat.id, "And then?")
    toolbox.hold.set()
    await javari.idle(chat.id)
    assert [text for _, _, text in await javari.say(chat.id)] == ["Make it", "", "Made.", "And then?", "Next."]


async def test_new_message_after_a_stop_tells_what_was_not_done(opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.hold = asyncio.Event()
    javari = await opener([calling("make"), saying("As you like.")], toolbox=toolbox)
    chat = await javari.services.conversation.send(None, "Make it")
    await until(lambda: toolbox.begun)
    await javari.services.conversation.stop(chat.id)
    await javari.ask("Leave it", chat.id)
    last = javari.requests()[-1].turns[-1]
    assert (last.text, [answer.text for answer in last.tool_answers]) == ("Leave it", [STOPPED])
    assert NOT_CARRIED_OUT not in last.text
