"""The scripted provider keeps the same promises as a real one."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import Failure, FailureKind, StopReason, TextPiece, ToolRequested, ToolUse, Usage
from javari_tui.providers.scripted import Hold, Pause, Scripted, calling, calling_all, failing, saying
from tests.providers.asking import hear, request


async def test_scripts_are_played_in_turn_and_the_last_again() -> None:
    provider = Scripted([saying("one", piece=2, usage=Usage(input=1, output=2)), saying("two")])
    first = await hear(provider, "a")
    assert [event.text for event in first.events if isinstance(event, TextPiece)] == ["on", "e"]
    assert (first.usage, first.finished.reason) == (Usage(input=1, output=2), StopReason.END)
    assert [(await hear(provider, word)).text for word in ("b", "c")] == ["two", "two"]
    assert [asked.turns[-1].text for asked in provider.requests] == ["a", "b", "c"]


async def test_a_script_may_depend_on_the_request() -> None:
    provider = Scripted(lambda asked: saying(asked.model))
    assert (await hear(provider, request(model="x"))).text == "x"


async def test_a_script_without_an_end_is_cut_off() -> None:
    heard = await hear(Scripted([[TextPiece("half")]]), "hi")
    assert (heard.text, heard.failure.kind) == ("half", FailureKind.CUT_OFF)


async def test_a_failure_ends_it() -> None:
    heard = await hear(Scripted([failing(FailureKind.RATE_LIMITED, after="some", retry_after=9)]), "hi")
    assert (heard.text, heard.failure) == ("some", Failure(kind=FailureKind.RATE_LIMITED, retry_after=9))


async def test_pauses_go_through_the_clock_it_was_given() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    provider = Scripted([[Pause(3.0), *saying("ab", piece=1, pause=0.5)]], sleep=sleep)
    assert (await hear(provider, "hi")).text == "ab"
    assert slept == [3.0, 0.5, 0.5]


async def test_it_holds_until_told_and_notices_who_leaves() -> None:
    gate = asyncio.Event()
    provider = Scripted([[TextPiece("a"), Hold(gate.wait), *saying("b")]])
    async with aclosing(provider.stream(request())) as events:  # type: ignore[type-var]
        async for _ in events:
            break
    assert provider.closed_early == 1
    gate.set()
    assert (await hear(provider, "hi")).text == "ab"
    assert provider.closed_early == 1


async def test_its_list_may_fail() -> None:
    assert [info.ref.model for info in await Scripted([saying("")], models=("a", "b")).list_models()] == ["a", "b"]
    with pytest.raises(ModelError):
        await Scripted([saying("")], list_failure=Failure(kind=FailureKind.UNREACHABLE)).list_models()


async def test_it_calls_tools_and_waits_for_their_answers() -> None:
    two = calling_all(ToolUse("a", "get_time", "{}"), ToolUse("b", "show", "[not json"))
    provider = Scripted([calling("read_file", path="ñ.txt", text="Let me look."), two])
    first, second = await hear(provider, "hi"), await hear(provider, "hi")
    assert (first.text, first.finished.reason) == ("Let me look.", StopReason.TOOL_USE)
    assert first.tools == [ToolRequested("call_1", "read_file", '{"path": "ñ.txt"}')]
    assert [(call.id, call.arguments) for call in second.tools] == [("a", "{}"), ("b", "[not json")]
