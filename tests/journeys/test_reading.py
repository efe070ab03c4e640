"""Reading: copying the source, thinking, scrolling up and coming back."""

from __future__ import annotations

import base64
from pathlib import Path

from javari_tui.providers.scripted import saying
from tests.journeys.conftest import Javari
from tests.journeys.person import Person, halting
from tests.model_server import ModelServer
from tests.real_terminal import javari_in_tmux
from tests.services.javari import until

CODE = 'def one():\n    """Say [/nope]."""\n    return 1\n'
ANSWER = f"Here is **code**:\n\n```python\n{CODE}```\n\nAnd a *last* word."
LONG = "\n\n".join(f"Paragraph {number} of it." for number in range(1, 61))


async def _into_the_chat(person: Person) -> None:
    await person.press("shift+tab")
    await person.until(lambda: person.chat_screen.transcript.has_focus)


async def test_copy_takes_the_source_of_message_block_and_code(javari: Javari, copied: list[str]) -> None:
    async with javari([saying(ANSWER)]) as person:
        await person.ask("code?")
        await person.slash("/copy")
        await person.until(lambda: copied == [ANSWER])
        await person.press("alt+c")
        await person.until(lambda: copied[1:] == [CODE.rstrip("\n")])
        await person.reads("clipboard: 3 lines")
        await _into_the_chat(person)
        await person.press("c")
        await person.until(lambda: copied[2:] == ["And a *last* word."])
        await person.press("up")
        await person.press("c")
        await person.until(lambda: len(copied) == 4)
        assert copied[3] == copied[1]
        await person.press("m")
        await person.until(lambda: copied[4:] == [ANSWER])
        await person.reads("terminal's clipboard")


async def test_copying_with_nothing_to_copy_says_so(javari: Javari, copied: list[str]) -> None:
    async with javari([saying("no code")]) as person:
        await person.slash("/copy")
        await person.reads("nothing to copy")
        await person.slash("/copycode")
        await person.reads("no code in this chat")
        assert copied == []


async def test_quoting_puts_the_block_into_the_prompt(javari: Javari) -> None:
    async with javari([saying("Words to quote.")]) as person:
        await person.ask("say")
        await _into_the_chat(person)
        await person.press("q")
        await person.until(lambda: person.prompt.startswith("> Words to quote."))
        await person.type("Why?")
        assert person.prompt.endswith("Why?")


async def test_thinking_is_folded_and_unfolds_by_key(javari: Javari) -> None:
    script, go_on = halting("The answer", thinking="Secret pondering about forty-two")
    async with javari([script]) as person:
        await person.send("think")
        await person.reads("The answer")
        go_on.set()
        await person.answered()
        assert not person.sees("Secret pondering")
        await person.press("ctrl+t")
        await person.reads("Secret pondering about forty-two")
        await person.press("ctrl+t")
        await person.reads_no_more("Secret pondering")
        assert person.sees("The answer")


async def test_scrolling_up_stops_following_and_ctrl_end_returns(javari: Javari) -> None:
    script, go_on = halting(LONG, "\n\nThe very end.")
    async with javari([script]) as person:
        await person.send("long")
        await person.reads("Paragraph 60 of it")
        await person.press("pageup")
        await person.reads("To the end . Ctrl\\+End")
        await person.reads_no_more("Paragraph 60 of it")
        above = person.text().splitlines()[4:14]
        go_on.set()
        await person.answered()
        await person.reads("New below . Ctrl\\+End")
        assert not person.sees("The very end")
        assert person.text().splitlines()[4:14] == above
        await person.press("ctrl+end")
        await person.reads("The very end")
        await person.reads_no_more("New below|To the end")


async def test_sending_goes_back_to_the_end(javari: Javari) -> None:
    async with javari([saying(LONG), saying("Short answer.")]) as person:
        await person.ask("long")
        await person.press("pageup", "pageup")
        await person.reads_no_more("Paragraph 60 of it")
        await person.ask("more")
        await person.reads("Short answer")


async def test_the_start_of_a_long_chat_is_read_from_disk_as_the_reader_comes_near(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        chat = await person.services.conversation.send(None, "question 0")
        for number in range(1, 45):
            await until(lambda: not person.services.conversation.is_running(chat.id))
            await person.services.conversation.send(chat.id, f"question {number}")
        await until(lambda: not person.services.conversation.is_running(chat.id))
        await person.slash(f"/chats {chat.id}")
        await person.reads("question 44")
        assert len(person.messages()) < 90
        await _into_the_chat(person)
        while (count := len(person.messages())) < 90:
            await person.press("home")
            await _more_than(person, count)
        await person.press("home")
        await person.reads("question 0\\b")
        assert person.messages()[0].text == "question 0"


async def _more_than(person: Person, count: int) -> None:
    await person.until(lambda: len(person.messages()) > count)


def test_copying_asks_a_real_terminal_for_the_source(own_home: Path, model_server: ModelServer, tmp_path: Path) -> None:
    model_server.reset()
    written = tmp_path / "written"
    environ = {
        "ANTHROPIC_API_KEY": "test",
        "ANTHROPIC_BASE_URL": model_server.base_url,
        "SSH_CONNECTION": "1 2 3 4",
    }
    with javari_in_tmux(own_home, environ=environ, columns=100, rows=30) as tmux:
        tmux.wait_for("connected")
        tmux.type("say hello")
        tmux.keys("Enter")
        tmux.wait_for("Hello! How can I help you today")
        tmux.wait_gone("Esc Stop")
        tmux.run("pipe-pane", "-o", f"cat > {written}")
        tmux.type("/copy")
        tmux.keys("Enter")
        tmux.wait_for("Sent to your terminal's clipboard")
    asked = base64.b64encode(b"Hello! How can I help you today?")
    assert b"\x1b]52;c;" + asked in written.read_bytes()
