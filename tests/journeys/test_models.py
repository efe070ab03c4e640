"""Which model answers, how full its window is, and what is said when it cannot answer."""

from __future__ import annotations

import asyncio
import re

import pytest

from javari_tui.domain.chat import MessageState
from javari_tui.domain.failure_texts import FAILURE_TEXTS
from javari_tui.domain.models import FailureKind, Finished, ModelRequest, StopReason, TextPiece, Usage
from javari_tui.providers.scripted import Hold, Script, failing, saying
from javari_tui.screens.chats.screen import ChatsDialog
from javari_tui.screens.dialogs.picker import Picker
from javari_tui.services.conversation import summaries
from tests.journeys.conftest import Javari


async def test_the_model_is_switched_in_mid_chat(javari: Javari) -> None:
    async with javari([saying("By the first."), saying("By the other.")]) as person:
        await person.ask("one")
        await person.press("f2")
        await person.on(Picker)
        await person.reads("Scripted")
        await person.type("other")
        await person.press("enter")
        await person.reads("From now on other answers")
        await person.reads("other  . local")
        await person.ask("two")
        assert [request.model for request in person.model.requests] == ["script", "other"]
        assert [turn.text for turn in person.model.requests[1].turns] == ["one", "By the first.", "two"]


async def test_a_model_named_after_the_slash_is_taken_at_once(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.slash("/model other")
        await person.reads("From now on other answers")


async def test_the_context_meter_tells_what_the_server_counted(javari: Javari) -> None:
    used = Usage(input=900, output=100)
    async with javari([saying("ok", usage=used)], context_tokens=2000) as person:
        await person.ask("one")
        await person.reads("context 5\\d %")


async def test_a_nearly_full_window_is_summarised_visibly_and_everything_stays_readable(javari: Javari) -> None:
    long = "word " * 700

    def answer(request: ModelRequest) -> Script:
        is_summary = request.system == summaries.SYSTEM
        return saying("In short: things were asked.") if is_summary else saying(long, piece=4000)

    async with javari(answer, context_tokens=4300, size=(160, 50)) as person:
        for number in range(4):
            await person.ask(f"question {number}")
        await person.reads("context \\d\\d %")
        await person.send("question 4")
        await person.until(lambda: person.said()[-3:-2] == ["question 4"] and len(person.said()[-1]) == len(long))
        assert [text for text in person.said() if text.startswith("question")] == [
            f"question {number}" for number in range(5)
        ]
        assert "In short: things were asked." in person.said()
        assert "question 0" not in person.model.requests[-1].turns[0].text
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.slash("/search question 0")
        await person.on(ChatsDialog)
        await person.reads("F1 Help  F")
        await person.press("enter")
        await person.back()
        await person.until(lambda: person.sees("You\\n.*question 0"))


async def test_a_busy_server_is_waited_for_with_a_countdown_and_esc_gives_up(javari: Javari) -> None:
    async with javari([failing(FailureKind.RATE_LIMITED, retry_after=120.0)]) as person:
        await person.send("one")
        await person.reads("Trying again in 120 seconds\\. Esc gives up")
        await person.clock.move(20)
        await person.reads("Trying again in 100 seconds")
        await person.press("escape")
        assert await person.state() is MessageState.STOPPED
        await person.reads_no_more("Trying again")
        assert person.said()[0] == "one"
        assert len(person.model.requests) == 1


async def test_a_try_that_works_takes_the_countdown_away(javari: Javari) -> None:
    async with javari([failing(FailureKind.OVERLOADED, retry_after=3.0), saying("Now it works.")]) as person:
        await person.send("one")
        await person.reads("Trying again in 3 seconds")
        await person.clock.move(4)
        await person.reads("Now it works")
        await person.answered()
        assert not person.sees("Trying again")


async def test_a_silent_model_is_visible_after_ten_seconds(javari: Javari) -> None:
    go_on = asyncio.Event()
    async with javari([(Hold(go_on.wait), TextPiece("At last."), Finished(StopReason.END))]) as person:
        await person.send("one")
        await person.until(lambda: person.model.requests)
        await person.clock.move(12)
        await person.reads("Nothing from the model for 1\\d seconds\\. Esc stops")
        go_on.set()
        await person.reads("At last")
        await person.reads_no_more("Nothing from the model")


# What credits refuse no server says, and it has a window of its own.
@pytest.mark.parametrize("kind", [kind for kind in FailureKind if kind not in {FailureKind.DISK, FailureKind.SPENDING}])
async def test_every_failure_shows_a_sentence_with_a_cure_and_keeps_what_came(
    javari: Javari, kind: FailureKind
) -> None:
    async with javari([failing(kind, after="A part. ")], size=(120, 30)) as person:
        await person.send("one")
        await person.until(person.answers)
        while not person.answers()[-1].failure:
            await person.clock.move(40)
            await person.settle()
        text = FAILURE_TEXTS[kind]
        await person.reads(re.escape(text.title))
        assert person.sees(re.escape(text.cure))
        assert person.sees("A part\\.")
        assert person.said()[0] == "one"


async def test_a_server_out_of_reach_shows_in_the_header_until_it_answers(javari: Javari) -> None:
    async with javari([*[failing(FailureKind.UNREACHABLE)] * 5, saying("ok")]) as person:
        await person.send("one")
        await person.until(person.answers)
        while not person.answers()[-1].failure:
            await person.clock.move(40)
            await person.settle()
        await person.reads("not reachable")
        await person.reads("F8 Ask again")
        await person.press("f8")
        await person.until(lambda: person.said()[-1] == "ok")
        await person.reads_no_more("not reachable")


async def test_a_pasted_key_is_for_this_session_only_and_never_shown(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with javari([saying("ok")]) as person:
        await person.slash("/key anthropic")
        await person.reads("Key for Claude")
        await person.type("sk-secret-12345")
        assert not person.sees("sk-secret")
        await person.press("enter")
        await person.reads("until Javari closes")
        home = person.settings_file().parent.parent
        assert not [file for file in home.rglob("*") if file.is_file() and b"sk-secret-12345" in file.read_bytes()]


async def test_compact_with_nothing_older_says_so(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("one")
        await person.slash("/compact")
        await person.reads("There is nothing older to summarise")
        assert len(person.model.requests) == 1
