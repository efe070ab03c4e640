"""Everything is as it was left: after leaving, and after a sudden end."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from javari_tui.domain.chat import MessageState
from javari_tui.providers.scripted import saying
from tests.journeys.conftest import Javari
from tests.journeys.person import halting
from tests.model_server import ModelServer
from tests.real_terminal import Tmux, javari_in_tmux, wait_until

PLACE = "SELECT value FROM view_state WHERE name LIKE 'scroll%'"
LONG = "\n\n".join(f"Paragraph {number} of it.\n\n```python\nprint({number})\n```" for number in range(1, 41))


async def test_open_chat_draft_and_scroll_place_come_back(javari: Javari) -> None:
    async with javari([saying(LONG)]) as person:
        await person.ask("long")
        await person.type("half a thought")
        await person.press("pageup", "pageup")
        await person.reads("To the end")
        before = [row[:90] for row in person.rows()[2:20]]  # how long the bar is, is only as far as heights are known
    async with javari([saying("ok")]) as person:
        assert person.prompt == "half a thought"
        assert [row[:90] for row in person.rows()[2:20]] == before
        assert person.sees("To the end")


async def test_a_new_chat_that_was_open_comes_back_with_its_draft(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.ask("one")
        await person.press("ctrl+n")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.type("for a new chat")
    async with javari([saying("ok")]) as person:
        assert person.chat_screen.page.chat is None
        assert person.prompt == "for a new chat"


async def test_leaving_during_an_answer_keeps_what_came_and_the_queue(javari: Javari) -> None:
    script, _go_on = halting("The first part")
    async with javari([script]) as person:
        await person.send("one")
        await person.reads("The first part")
        await person.send("two")
        await person.reads("⧗ two")
    async with javari([saying("ok")]) as person:
        assert person.said() == ["one", "The first part"]
        assert person.answers()[-1].state is MessageState.CUT
        await person.reads("⧗ two")
        await person.reads("/send sends them")
        await person.slash("/send")
        await person.until(lambda: person.said()[-1] == "ok")


def _stop_suddenly(tmux: Tmux) -> None:
    os.kill(tmux.program_pid, signal.SIGKILL)


def test_draft_queue_place_and_chat_survive_a_kill(own_home: Path, model_server: ModelServer) -> None:
    model_server.reset()
    environ = {"ANTHROPIC_API_KEY": "test", "ANTHROPIC_BASE_URL": model_server.base_url}
    with javari_in_tmux(own_home, environ=environ, columns=100, rows=30) as tmux:
        tmux.wait_for("connected")
        tmux.type("long answer")
        tmux.keys("Enter")
        tmux.wait_for("print\\('part 30'\\)")
        tmux.keys("PPage", "PPage")
        tmux.wait_for("To the end")
        tmux.type("stay silent")
        tmux.keys("Enter")
        tmux.wait_for("▎ stay silent")
        tmux.type("waits its turn")
        tmux.keys("Enter")
        tmux.wait_for("⧗ waits its turn")
        tmux.type("precious draft")
        wait_until(lambda: "precious draft" in _on_disk(own_home, "SELECT text FROM drafts"), tmux.screen)
        for _page in range(2):
            place, screen = _on_disk(own_home, PLACE), tmux.screen()
            tmux.keys("PPage")
            wait_until(partial(_has_changed, own_home, place), tmux.screen)
            wait_until(partial(_is_drawn, tmux, screen), tmux.screen)
        before = tmux.wait_for("precious draft")
        _stop_suddenly(tmux)
    with javari_in_tmux(own_home, environ=environ, columns=100, rows=30) as tmux:
        screen = tmux.wait_for("connected")
        assert "precious draft" in screen
        assert "⧗ waits its turn" in screen
        assert _text_of(screen) == _text_of(before)
        tmux.keys("C-End")
        tmux.wait_for("▎ stay silent")


def _on_disk(home: Path, query: str) -> str:
    """What a query of the database gives, as text."""
    with closing(sqlite3.connect(f"file:{next(home.rglob('*.db'))}?mode=ro", uri=True)) as connection:
        return str(connection.execute(query).fetchall())


def test_ctrl_g_writes_the_draft_in_the_users_editor(own_home: Path, tmp_path: Path) -> None:
    editor = tmp_path / "fake-editor"
    editor.write_text('#!/bin/sh\nprintf "written in the editor" >> "$1"\n')
    editor.chmod(0o755)
    with javari_in_tmux(own_home, environ={"EDITOR": str(editor)}) as tmux:
        tmux.wait_for("offline guide")
        tmux.type("draft, ")
        tmux.keys("C-g")
        tmux.wait_for("draft, *\n.*written in the editor")
        tmux.type("!")
        tmux.wait_for("written in the editor!")


def _text_of(screen: str) -> list[str]:
    """The rows of the chat, without its scroll bar."""
    return [row[:90].rstrip() for row in screen.splitlines()[3:15]]


def _is_drawn(tmux: Tmux, old: str) -> bool:
    """Whether another picture stands there, all of it."""
    screen = tmux.screen()
    return _text_of(screen) != _text_of(old) and screen == tmux.screen()


def _has_changed(home: Path, place: str) -> bool:
    return _on_disk(home, PLACE) != place
