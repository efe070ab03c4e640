"""At every ceiling the work stands where the user can let it go on."""

from __future__ import annotations

import asyncio

import pytest

from javari_tui.domain.chat import MessageState, ToolState
from javari_tui.domain.models import FailureKind, ModelRequest, ToolUse
from javari_tui.providers.scripted import Script, calling, calling_all, saying
from javari_tui.settings.model import ToolSettings
from tests.services.javari import Opener, until
from tests.services.play_toolbox import PlayToolbox, answers_sent, limited, states


def asking_for_ever(request: ModelRequest) -> Script:
    """Another call each time."""
    return calling("look", call_id=f"c{len(request.turns)}", at=len(request.turns))


@pytest.mark.parametrize(
    ("limits", "carried_out", "said"),
    [
        (ToolSettings(most_rounds=2), 2, "tools.most_rounds"),
        (ToolSettings(most_calls=3), 3, "tools.most_calls"),
        (ToolSettings(most_output_kb=1), 1, "tools.most_output_kb"),
        (ToolSettings(most_minutes=3), 2, "tools.most_minutes"),
        (None, 0, "credits"),
    ],
)
async def test_at_a_ceiling_nothing_more_is_done_until_the_user_says_so(
    limits: ToolSettings | None, carried_out: int, said: str, opener: Opener
) -> None:
    toolbox = PlayToolbox()

    def slow(request: ModelRequest) -> Script:
        javari.clock._now += 60
        return asking_for_ever(request)

    toolbox._result = lambda call: "x" * 1024
    javari = await opener(slow, toolbox=toolbox)
    limited(javari, limits or ToolSettings(), may_spend=limits is not None)
    chat_id = await javari.ask("Go on for ever")
    called, stopped = (await javari.path(chat_id))[-2:]
    assert len(toolbox.ended) == carried_out
    assert (called.state, states(called)) == (MessageState.COMPLETE, [ToolState.ASKED])
    assert stopped.failure is not None
    assert (stopped.failure.kind, stopped.state) == (FailureKind.TOOL_LIMIT, MessageState.FAILED)
    assert said in stopped.failure.detail
    assert stopped.can_continue
    assert not stopped.came_to_nothing
    await javari.services.conversation.continue_answer(stopped.id)
    await javari.idle(chat_id)
    assert answers_sent(javari.requests()[carried_out + 1])[-1][2], "it is told that this was not done"
    assert len(toolbox.ended) == 2 * carried_out, "with fresh ceilings"


@pytest.mark.parametrize("name", ["look", "make"])
async def test_a_ceiling_holds_in_the_middle_of_a_round(name: str, opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox._result = lambda call: "x" * 600
    calls = calling_all(*(ToolUse(f"c{number}", name, f'{{"at": {number}}}') for number in range(20)))
    javari = await opener([calls, saying("Done.")], toolbox=toolbox)
    limited(javari, ToolSettings(most_output_kb=1))
    chat_id = await javari.ask("Look everywhere")
    called, stopped = (await javari.path(chat_id))[-2:]
    assert 2 <= len(toolbox.ended) <= 5, "what ran beside the last one was begun already"
    assert states(called).count(ToolState.ASKED) == 20 - len(toolbox.ended)
    assert stopped.failure is not None and "tools.most_output_kb" in stopped.failure.detail
    await javari.services.conversation.continue_answer(stopped.id)
    await javari.idle(chat_id)
    assert len(answers_sent(javari.requests()[-1])) == 20
    assert (await javari.path(chat_id))[-1].text == "Done."


async def test_time_in_which_the_user_is_asked_does_not_count(opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.answer = asyncio.Event()
    javari = await opener([calling("make", at=1), calling("make", at=2), saying("Done.")], toolbox=toolbox)
    limited(javari, ToolSettings(most_minutes=1))
    chat = await javari.services.conversation.send(None, "Make it")
    await until(lambda: toolbox.begun)
    await javari.clock.move(600)
    toolbox.answer.set()
    await javari.idle(chat.id)
    assert (await javari.path(chat.id))[-1].text == "Done."


async def test_same_call_again_and_again_is_told_and_then_stopped(opener: Opener) -> None:
    toolbox = PlayToolbox()
    javari = await opener([calling("look", at=1)], toolbox=toolbox)
    chat_id = await javari.ask("Look")
    results = [text for _, text, _ in answers_sent(javari.requests()[-1])]
    assert ["again" in text or "same result" in text for text in results] == [number >= 3 for number in range(1, 5)]
    stopped = (await javari.path(chat_id))[-1]
    assert stopped.failure is not None
    assert (stopped.failure.kind, len(toolbox.ended)) == (FailureKind.TOOL_LIMIT, 4)
    assert stopped.can_continue
