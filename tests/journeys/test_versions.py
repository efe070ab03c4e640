"""Stop, continue, again, edit, branches."""

from __future__ import annotations

from javari_tui.domain.chat import MessageState
from javari_tui.providers.scripted import saying
from javari_tui.screens.dialogs.picker import Picker
from tests.journeys.conftest import Javari
from tests.journeys.person import Person, halting


async def test_a_stopped_answer_is_continued_in_the_same_message(javari: Javari) -> None:
    script, _go_on = halting("It begins")
    async with javari([script, saying(" and ends.")]) as person:
        await person.send("Tell")
        await person.reads("It begins")
        await person.press("escape")
        stopped = await person.answered()
        await person.until(lambda: person.footer().get("F7") == "Continue")
        await person.press("f7")
        await person.reads("and ends")
        whole = await person.answered()
        assert (whole.id, whole.state, whole.text) == (stopped.id, MessageState.COMPLETE, "It begins and ends.")
        await person.until(lambda: "F7" not in person.footer())


async def test_answering_again_makes_a_version_and_brackets_switch(javari: Javari) -> None:
    async with javari([saying("Answer A"), saying("Answer B")]) as person:
        await person.ask("Say")
        await person.press("f8")
        await person.reads("Answer B")
        await person.answered()
        assert person.said() == ["Say", "Answer B"]
        assert person.sees("2/2")
        await _into_the_chat(person)
        await person.press("left_square_bracket")
        await person.reads("Answer A")
        assert person.said() == ["Say", "Answer A"]
        assert person.sees("1/2")
        await _into_the_chat(person)
        await person.press("right_square_bracket")
        await person.reads("Answer B")


async def test_brackets_go_on_through_versions_without_moving_again(javari: Javari) -> None:
    async with javari([saying("Answer A"), saying("Answer B"), saying("Answer C")]) as person:
        await person.ask("Say")
        await person.press("f8")
        await person.reads("Answer B")
        await person.answered()
        await person.press("f8")
        await person.reads("Answer C")
        await person.answered()
        await _into_the_chat(person)
        await person.press("left_square_bracket")
        await person.reads("Answer B")
        await person.press("left_square_bracket")
        await person.reads("Answer A")
        await person.press("right_square_bracket")
        await person.reads("Answer B")


async def test_editing_an_earlier_message_makes_a_branch_and_keeps_the_old_one(javari: Javari) -> None:
    async with javari([saying("About cats"), saying("More cats"), saying("About dogs")]) as person:
        await person.ask("cats?")
        await person.ask("more?")
        await _into_the_chat(person)
        assert "e" not in person.footer()
        await person.press("e")
        await person.reads("Only messages of yours")
        await person.press("home")
        await person.until(lambda: person.footer().get("e") == "Edit")
        await person.press("e")
        await person.until(lambda: person.prompt == "cats?")
        await person.press(*["backspace"] * 5)  # the cursor stands at its end
        await person.send("dogs?")
        await person.reads("About dogs")
        await person.answered()
        assert person.said() == ["dogs?", "About dogs"]
        assert [turn.text for turn in person.model.requests[-1].turns] == ["dogs?"]
        await person.slash("/branches")
        await person.on(Picker)
        assert person.sees("cats\\?")
        await person.type("cats")
        await person.press("enter")
        await person.back()
        await person.reads("More cats")
        assert person.said() == ["cats?", "About cats", "more?", "More cats"]


async def test_esc_leaves_the_editing_and_the_message_as_it_was(javari: Javari) -> None:
    async with javari([saying("About cats"), saying("A plain new message")]) as person:
        await person.ask("cats?")
        await person.slash("/edit")
        await person.until(lambda: person.footer().get("Esc") == "Leave it")
        await person.press("escape")
        await person.until(lambda: person.prompt == "")
        await person.ask("new")
        assert person.said() == ["cats?", "About cats", "new", "A plain new message"]


async def test_editing_never_overwrites_a_draft(javari: Javari) -> None:
    async with javari([saying("About cats")]) as person:
        await person.ask("cats?")
        await person.type("my draft")
        await _into_the_chat(person)
        await person.press("up", "up", "up")
        await person.press("e")
        await person.reads("aside your draft first")
        assert person.prompt == "my draft"


async def _into_the_chat(person: Person) -> None:
    await person.press("shift+tab")
    await person.until(lambda: person.chat_screen.transcript.has_focus)


async def test_a_change_begun_in_one_chat_never_changes_it_from_another(javari: Javari) -> None:
    async with javari([saying("About cats"), saying("About birds")]) as person:
        await person.ask("cats?")
        first = person.chat.id
        await person.slash("/edit")
        await person.until(lambda: person.prompt == "cats?")
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.ask("birds?")
        assert person.chat.id != first
        old = await person.services.chats.open(first)
        assert [message.text for message in old.messages] == ["cats?", "About cats"]
        assert old.draft.text == "cats?"
