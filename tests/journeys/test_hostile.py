"""Text of strangers is shown as text: it does nothing to the app and nothing to the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from javari_tui.providers.scripted import saying
from javari_tui.screens.chats.screen import ChatsDialog
from tests.journeys.conftest import Javari
from tests.model_server import ModelServer
from tests.real_terminal import javari_in_tmux, wait_until

HOSTILE = [
    "[/nope] [bold",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGFjaw==\x07 \x1b[31m \x9b2J",
    "\u202eevil\u2066 tag\U000e0041",
    "long " * 820,
]


@pytest.mark.parametrize("title", HOSTILE, ids=["markup", "action", "escapes", "bidi", "long"])
async def test_a_hostile_title_is_only_text_in_header_list_notice_and_terminal(javari: Javari, title: str) -> None:
    async with javari([saying(title)], size=(100, 30)) as person:
        await person.ask("hello")
        await person.services.chats.rename(person.chat.id, title)
        await person.services.chats.tag(person.chat.id, (title[:60].replace(" ", "_"),))
        await person.press("ctrl+o")
        await person.on(ChatsDialog)
        await person.reads("F1 Help  F2")
        await person.press("escape")
        await person.back()
        await person.slash("/delete")
        await person.reads("Deleted “")
        assert person.app.is_running
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", person.text()
        )


async def test_markup_in_everything_typed_is_shown_as_it_is(javari: Javari) -> None:
    async with javari([saying("[@click=app.quit]press[/] [/nope] **bold**")]) as person:
        await person.ask("[/nope] [@click=app.quit]x[/]")
        await person.reads(re.escape("[/nope] [@click=app.quit]x[/]"))
        await person.reads(re.escape("[@click=app.quit]press[/] [/nope] bold"))
        await person.slash("/rename [@click=app.quit]x[/]")
        await person.reads("Javari . " + re.escape("[@click=app.quit]x[/]"))
        row = next(number for number, line in enumerate(person.rows()) if "press" in line)
        await person.pilot.click(offset=(person.rows()[row].index("press"), row))
        await person.settle()
        assert person.app.is_running
        assert not person.app._exit


def test_not_one_control_byte_of_the_model_reaches_the_terminal(
    own_home: Path, model_server: ModelServer, tmp_path: Path
) -> None:
    model_server.reset()
    written = tmp_path / "written"
    environ = {"ANTHROPIC_API_KEY": "test", "ANTHROPIC_BASE_URL": model_server.base_url}
    with javari_in_tmux(own_home, environ=environ, columns=100, rows=30) as tmux:
        tmux.wait_for("connected")
        tmux.run("pipe-pane", "-o", f"cat > {written}")
        tmux.type("attack the terminal")
        tmux.keys("Enter")
        tmux.wait_for(re.escape("[@click=app.quit]x[/]."))
        tmux.keys("C-o")
        tmux.wait_for("F2 Rename")
        tmux.keys("Escape")
        tmux.wait_gone("F2 Rename")
        tmux.keys("C-q")
        # tmux does not always learn the exit code of a program whose output it also pipes: that it ended is enough.
        wait_until(lambda: tmux.ended, tmux.screen)
    raw = written.read_bytes().replace(b"\x1b]22;default\x07", b"")  # Textual gives the mouse its own shape back
    assert b"attack the terminal" in raw
    assert b"]52;" not in raw
    assert b"\x00" not in raw
    assert b"\x07" not in raw
    assert "\u202e".encode() not in raw
