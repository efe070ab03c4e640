"""Writing and sending: the keys of the prompt, in the whole app."""

from __future__ import annotations

import pytest

from javari_tui.domain.chat import MessageState
from javari_tui.providers.scripted import saying
from javari_tui.screens.dialogs.history_search import HistorySearch
from tests.journeys.conftest import Javari
from tests.journeys.person import halting


async def test_enter_sends_and_the_answer_stands_below_the_question(javari: Javari) -> None:
    async with javari([saying("Forty-two.")]) as person:
        await person.ask("What is it?")
        assert person.said() == ["What is it?", "Forty-two."]
        text = person.text()
        assert text.index("What is it?") < text.index("Forty-two.")
        assert person.prompt == ""
        assert person.model.requests[0].turns[-1].text == "What is it?"


@pytest.mark.parametrize("key", ["ctrl+j", "alt+enter", "shift+enter"])
async def test_newline_keys_break_the_line_and_send_nothing(javari: Javari, key: str) -> None:
    async with javari([saying("ok")]) as person:
        await person.type("one")
        await person.press(key)
        await person.type("two")
        assert person.prompt == "one\ntwo"
        assert person.messages() == []
        await person.press("enter")
        await person.answered()
        assert person.said()[0] == "one\ntwo"


async def test_esc_stops_the_answer_and_keeps_what_came(javari: Javari) -> None:
    script, _go_on = halting("The beginning of it")
    async with javari([script]) as person:
        await person.send("Tell me all")
        await person.reads("The beginning of it")
        await person.until(lambda: person.footer().get("Esc") == "Stop")
        await person.press("escape")
        answer = await person.answered()
        assert (answer.state, answer.text) == (MessageState.STOPPED, "The beginning of it")
        assert person.sees("The beginning of it")
        await person.until(lambda: "Stop" not in person.footer().values())


async def test_ctrl_c_never_destroys_a_draft_and_twice_quits(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.type("a precious draft")
        await person.press("ctrl+c")
        assert person.prompt == "a precious draft"
        await person.reads("once more to quit")
        await person.press("ctrl+c")
        await person.until(lambda: not person.app.is_running or person.app._exit, "it never quit")
    async with javari([saying("ok")]) as person:
        assert person.prompt == "a precious draft"


async def test_ctrl_c_stops_a_running_answer_and_counts_towards_quitting_only_when_nothing_runs(
    javari: Javari,
) -> None:
    script, _go_on = halting("The beginning of it")
    async with javari([script]) as person:
        await person.send("Tell me all")
        await person.reads("The beginning of it")
        await person.type("next thought")
        await person.press("ctrl+c")
        answer = await person.answered()
        assert (answer.state, answer.text) == (MessageState.STOPPED, "The beginning of it")
        assert person.prompt == "next thought"
        assert not person.sees("once more to quit")
        await person.press("ctrl+c")
        await person.reads("once more to quit")
        assert not person.app._exit


async def test_esc_and_ctrl_c_in_a_running_answer_keep_the_draft(javari: Javari) -> None:
    script, _go_on = halting("Something")
    async with javari([script]) as person:
        await person.send("Go")
        await person.reads("Something")
        await person.type("next thought")
        await person.press("ctrl+c")
        await person.press("escape")
        await person.answered()
        assert person.prompt == "next thought"


async def test_up_and_down_in_an_empty_prompt_walk_the_history_also_of_an_earlier_start(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("first question")
        await person.ask("second question")
    async with javari([saying("ok")]) as person:
        await person.press("up")
        assert person.prompt == "second question"
        await person.press("up")
        assert person.prompt == "first question"
        await person.press("down")
        assert person.prompt == "second question"
        await person.press("down")
        assert person.prompt == ""


async def test_ctrl_r_finds_an_earlier_prompt_and_keeps_the_draft(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("about nginx")
        await person.ask("about postgres")
        await person.type("half a draft")
        await person.press("ctrl+r")
        await person.on(HistorySearch)
        await person.type("ngin")
        await person.press("enter")
        await person.back()
        await person.until(lambda: person.prompt == "about nginx")
        await person.press("ctrl+r")
        await person.on(HistorySearch)
        await person.type("half")
        await person.press("enter")
        await person.back()
        await person.until(lambda: person.prompt == "half a draft")


async def test_slash_completion_runs_a_command(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("hello")
        await person.type("/ren")
        await person.reads("Rename this chat")
        await person.press("tab")
        await person.type("My own title")
        await person.press("enter")
        await person.until(lambda: person.chat.title == "My own title")
        assert person.sees("Javari . My own title")
        assert person.prompt == ""
        assert len(person.model.requests) == 1


async def test_enter_on_a_completed_command_runs_it_at_once(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("hello")
        await person.type("/ne")
        await person.press("enter")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.reads("What can I do for you")


async def test_unknown_slash_text_is_sent_as_text(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.type("/etc/hosts is what?")
        await person.press("enter")
        await person.answered()
        assert person.said()[0] == "/etc/hosts is what?"


async def test_an_unknown_command_is_doubted_once_then_sent(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.send("/frobnicate")
        await person.reads("no command “/frobnicate”")
        assert person.messages() == []
        await person.press("enter")
        await person.answered()
        assert person.said()[0] == "/frobnicate"


async def test_a_command_that_can_do_nothing_now_says_so(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.slash("/regenerate")
        await person.reads("That does nothing now")


async def test_put_the_draft_aside_leaves_it_in_the_history(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.type("for later")
        await person.press("ctrl+p")
        await person.reads("Type to find")
        await person.type("aside")
        await person.press("enter")
        await person.back()
        await person.until(lambda: person.prompt == "")
        await person.press("up")
        assert person.prompt == "for later"
