"""The prompt in a real terminal: keys for a new line, pastes, the user's editor."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real_terminal import ROOT, Tmux, require_tmux, wait_until

PROGRAM = """
import sys
from textual.binding import Binding
from javari_tui.terminal.editor import EditorFailed, edit_text
from tests.widgets.prompt_app import PromptApp

class Writing(PromptApp):
    BINDINGS = [Binding("ctrl+g", "edit")]

    def action_edit(self):
        try:
            self.prompt.take_text(edit_text(self, self.prompt.draft.text))
        except EditorFailed as error:
            self.prompt.refuse(error)

    def on_idle(self):
        open(sys.argv[1], "w").write(repr((self.prompt.draft.text, self.sent)))

Writing().run()
"""


class WritingTerminal(Tmux):
    """A terminal with a prompt that writes down what is in it and what was sent."""

    def __init__(self, socket: str, seen: Path) -> None:
        super().__init__(socket)
        self._seen = seen

    def paste(self, text: str) -> None:
        """A bracketed paste."""
        self.run("set-buffer", text)
        self.run("paste-buffer", "-p")

    def wait_for_prompt(self, text: str, sent: list[str]) -> None:
        """Until this is written and that was sent."""
        wanted = repr((text, sent))
        wait_until(
            lambda: self._seen.is_file() and self._seen.read_text() == wanted,
            lambda: f"wanted {wanted}, saw {self._seen.read_text()}\n{self.screen()}",
        )


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[WritingTerminal]:
    """A terminal that shows an empty prompt; its editor adds a line, or fails when the text says so."""
    require_tmux()
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\ngrep -q fail "$1" && exit 1\necho edited >> "$1"\n')
    editor.chmod(0o755)
    (tmp_path / "program.py").write_text(PROGRAM)
    socket = f"javari-test-{uuid.uuid4().hex[:12]}"
    terminal = WritingTerminal(socket, tmp_path / "seen")
    variables = {"PYTHONPATH": ROOT, "EDITOR": editor, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    terminal.run(
        *("start-server", ";", "set-option", "-s", "extended-keys", "on", ";"),
        *("new-session", "-d", "-x", "80", "-y", "24", "--", "env"),
        *(f"{name}={value}" for name, value in variables.items()),
        *(sys.executable, str(tmp_path / "program.py"), str(tmp_path / "seen")),
    )
    try:
        terminal.wait_for_prompt("", [])
        yield terminal
    finally:
        subprocess.run(["tmux", "-L", socket, "kill-server"], capture_output=True, timeout=20)


def test_every_new_line_key_arrives_and_enter_sends(terminal: WritingTerminal) -> None:
    terminal.keys("a", "C-j", "b", "M-Enter", "c", "S-Enter", "d")
    terminal.wait_for_prompt("a\nb\nc\nd", [])
    terminal.keys("Enter", "e")
    terminal.wait_for_prompt("e", ["a\nb\nc\nd"])


def test_line_ends_in_a_paste_send_nothing(terminal: WritingTerminal) -> None:
    terminal.paste("one\ntwo\nthree\n")
    terminal.wait_for_prompt("one\ntwo\nthree\n", [])


def test_the_editor_gets_the_terminal_and_every_key_works_after_it(terminal: WritingTerminal) -> None:
    terminal.keys("a")
    terminal.wait_for_prompt("a", [])
    terminal.keys("C-g")
    terminal.wait_for_prompt("a\nedited", [])
    terminal.keys("S-Enter", "b")
    terminal.wait_for_prompt("a\nedited\nb", [])


def test_an_editor_that_fails_leaves_the_draft_and_the_terminal_as_they_were(terminal: WritingTerminal) -> None:
    terminal.keys("fail", "C-g", "!")
    terminal.wait_for_prompt("fail!", [])
    terminal.wait_for("error 1")
