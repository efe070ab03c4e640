"""A model's calls are carried out and told to it, round after round; nothing is lost wherever that ends."""

from __future__ import annotations

import asyncio
from functools import partial

from javari_tui.domain.chat import MessageState, ToolState
from javari_tui.domain.conversation import MessageAdded, MessageChanged, ToolsNotTaken
from javari_tui.domain.models import FailureKind, Finished, ModelRequest, StopReason, ToolRequested, ToolUse
from javari_tui.domain.unsettled_calls import STOPPED
from javari_tui.providers.scripted import Script, calling, calling_all, failing, saying
from javari_tui.services.conversation.told_calls import NOT_CARRIED_OUT
from javari_tui.settings.model import ToolSettings
from tests.services.javari import Opener, change_desk, until
from tests.services.play_toolbox import LOOK, MAKE, PlayToolbox, answers_sent, has_told, limited, states


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
        await until(partial(has_told, javari, state))
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


async def test_model_with_little_room_is_offered_no_tools(opener: Opener) -> None:
    javari = await opener([saying("Plainly.")], toolbox=PlayToolbox(), context_tokens=60)
    await javari.ask("Talk")
    assert javari.requests()[0].tools == ()


async def test_the_tools_there_are_answer_what_needs_nobody(opener: Opener) -> None:
    uses = [ToolUse("a", "get_time", "{}"), ToolUse("b", "no_such_tool", "{}"), ToolUse("c", "get_time", "{broken")]
    javari = await opener([calling_all(*uses), saying("Late.")])
    change_desk(javari.services, toolbox=javari.services.toolbox)
    chat_id = await javari.ask("How late is it?")
    called, answer = (await javari.path(chat_id))[1:]
    assert (states(called), answer.text) == ([ToolState.DONE, ToolState.FAILED, ToolState.FAILED], "Late.")
    told_again = answers_sent(javari.requests()[1])
    assert [(name, is_error) for name, _, is_error in told_again] == [("a", False), ("b", True), ("c", True)]
    assert "no_such_tool" in told_again[1][1]


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
