"""Messages typed while an answer runs."""

from __future__ import annotations

import pytest

from javari_tui.domain.chat import MessageState
from javari_tui.domain.errors import DiskFull
from javari_tui.domain.models import FailureKind
from javari_tui.providers.scripted import failing, saying
from javari_tui.services.conversation import sending
from tests.journeys.conftest import Javari
from tests.journeys.person import halting


async def test_what_is_sent_while_an_answer_runs_waits_visibly_and_goes_in_order(javari: Javari) -> None:
    script, go_on = halting("First ", "answer")
    async with javari([script, saying("Second answer"), saying("Third answer")]) as person:
        await person.send("one")
        await person.reads("First")
        await person.send("two")
        await person.reads("⧗ two")
        await person.send("three")
        await person.reads("⧗ three")
        await person.reads("takes the last one back")
        assert person.said() == ["one", "First "]
        go_on.set()
        await person.until(lambda: len(person.answers()) == 3)
        await person.answered()
        assert person.said() == ["one", "First answer", "two", "Second answer", "three", "Third answer"]
        assert not person.sees("⧗")


async def test_a_waiting_message_is_taken_back_into_the_prompt(javari: Javari) -> None:
    script, go_on = halting("First ", "answer")
    async with javari([script, saying("Never asked")]) as person:
        await person.send("one")
        await person.reads("First")
        await person.send("two")
        await person.reads("⧗ two")
        await person.press("ctrl+up")
        await person.reads_no_more("⧗")
        assert person.prompt == "two"
        go_on.set()
        await person.answered()
        assert person.said() == ["one", "First answer"]
        assert len(person.model.requests) == 1


async def test_the_queue_halts_after_a_failure_and_send_resumes_it(javari: Javari) -> None:
    script, go_on = halting("Part ")
    broken = (*script[:-2], *failing(FailureKind.BAD_KEY))
    async with javari([broken, saying("Second answer")]) as person:
        await person.send("one")
        await person.reads("Part")
        await person.send("two")
        await person.reads("⧗ two")
        go_on.set()
        await person.reads("/send sends them")
        assert person.answers()[-1].state is MessageState.FAILED
        assert len(person.model.requests) == 1
        await person.slash("/send")
        await person.reads("Second answer")
        await person.answered()
        assert person.said()[-2:] == ["two", "Second answer"]


async def test_esc_halts_the_queue_too(javari: Javari) -> None:
    script, _go_on = halting("Part ")
    async with javari([script, saying("Second answer")]) as person:
        await person.send("one")
        await person.reads("Part")
        await person.send("two")
        await person.reads("⧗ two")
        await person.press("escape")
        await person.reads("/send sends them")
        assert len(person.model.requests) == 1


async def test_two_messages_sent_in_one_breath_land_in_one_new_chat(javari: Javari) -> None:
    async with javari([saying("Answer one"), saying("Answer two")]) as person:
        await person.type("one")
        person._press("enter")
        for letter in "two":
            person._press(letter)
        person._press("enter")
        await person.until(lambda: len(person.answers()) == 2)
        await person.answered()
        assert person.said() == ["one", "Answer one", "two", "Answer two"]
        assert len(await person.services.chats.list()) == 1


async def test_a_message_goes_to_the_chat_it_was_written_in_whatever_is_opened_meanwhile(javari: Javari) -> None:
    async with javari([saying("Answer one"), saying("Answer two")]) as person:
        await person.type("one")
        person._press("enter")
        person._press("ctrl+n")
        await person.settle()
        await person.until(lambda: not person.services.conversation.running() and person.model.requests)
        await person.until(lambda: person.chat_screen.page.chat is None)
        assert person.messages() == []
        await person.ask("two")
        assert person.said() == ["two", "Answer two"]
        assert len(await person.services.chats.list()) == 2


async def test_commands_of_the_queue_are_offered_only_when_something_waits(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        offered = {command.id for command in person.chat_screen.topics.offered()}
        assert not offered & {"queue.edit", "queue.send"}


async def test_what_ends_the_queue_before_an_answer_is_said(javari: Javari, monkeypatch: pytest.MonkeyPatch) -> None:
    script, go_on = halting("Part ")
    broken = (*script[:-2], *failing(FailureKind.BAD_KEY))
    async with javari([broken, saying("Second answer")]) as person:
        await person.send("one")
        await person.reads("Part")
        await person.send("two")
        await person.reads("⧗ two")
        go_on.set()
        await person.reads("/send sends them")

        def full(*anything: object) -> None:
            raise DiskFull

        with monkeypatch.context() as patch:
            patch.setattr(sending, "write_next_of_queue", full)
            await person.slash("/send")
            await person.reads("The disk is full")
        await person.send("three")
        await person.until(lambda: len(person.answers()) == 3)
        await person.answered()
        assert person.said()[2::2] == ["two", "three"]
