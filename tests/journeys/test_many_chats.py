"""Several chats at once."""

from __future__ import annotations

import asyncio

from javari_tui.domain.models import Finished, ModelRequest, StopReason, TextPiece
from javari_tui.providers.scripted import Hold, Script, saying
from javari_tui.screens.chats.screen import ChatsDialog
from tests.journeys.conftest import Javari
from tests.journeys.person import Person, halting

WHOLE = "".join(f"word{number} " for number in range(800))


async def _switch_to(person: Person, title: str) -> None:
    await person.press("ctrl+o")
    await person.on(ChatsDialog)
    await person.reads("Enter opens")
    await person.type(title)
    await person.press("enter")
    await person.back()
    await person.reads(f"Javari . {title}")


async def test_an_answer_survives_switching_chats_and_is_whole_without_gaps_or_repeats(javari: Javari) -> None:
    turn = asyncio.Event()
    pieces = [WHOLE[start : start + 7] for start in range(0, len(WHOLE), 7)]

    async def a_moment() -> None:
        """Slow enough to be visited many times."""
        await asyncio.sleep(0.001)

    def answer(request: ModelRequest) -> Script:
        if request.turns[-1].text != "long":
            return saying("Short one.")
        steps = [step for piece in pieces for step in (TextPiece(piece), Hold(a_moment))]
        return (*steps, Hold(turn.wait), Finished(StopReason.END))

    async with javari(answer) as person:
        await person.ask("short")
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.send("long")
        await person.reads("word3")
        seen: list[str] = []
        for _visit in range(4):
            await _switch_to(person, "short")
            assert person.said() == ["short", "Short one."]
            await _switch_to(person, "long")
            seen.append(person.said()[1])
        assert all(WHOLE.startswith(text) for text in seen)
        assert len({len(text) for text in seen}) > 1, "the answer did not go on while nobody looked"
        turn.set()
        answered = await person.answered()
        assert answered.text == WHOLE
        assert person.said() == ["long", WHOLE]


async def test_an_answer_that_ends_elsewhere_is_told_of_and_is_there(javari: Javari) -> None:
    script, go_on = halting("Begun ", "and done.")
    async with javari([script, saying("Other answer")]) as person:
        await person.send("slow one")
        await person.reads("Begun")
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        go_on.set()
        await person.reads("An answer is ready in another chat")
        await _switch_to(person, "slow one")
        assert person.said() == ["slow one", "Begun and done."]


async def test_two_chats_answer_at_the_same_time(javari: Javari) -> None:
    first, go_first = halting("A1 ", "A2")
    second, go_second = halting("B1 ", "B2")
    async with javari([first, second]) as person:
        await person.send("alpha")
        await person.reads("A1")
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.send("beta")
        await person.reads("B1")
        assert len(person.services.conversation.running()) == 2
        go_first.set()
        await person.reads("ready in another chat")
        assert person.said() == ["beta", "B1 "]
        go_second.set()
        await person.answered()
        assert person.said() == ["beta", "B1 B2"]
        await _switch_to(person, "alpha")
        assert person.said() == ["alpha", "A1 A2"]


async def test_each_chat_keeps_its_own_draft(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("alpha")
        await person.type("draft of alpha")
        await person.press("ctrl+n")
        await person.until(lambda: person.prompt == "")
        await person.type("draft of a new chat")
        await _switch_to(person, "alpha")
        await person.until(lambda: person.prompt == "draft of alpha")
        await person.press("ctrl+n")
        await person.until(lambda: person.prompt == "draft of a new chat")
