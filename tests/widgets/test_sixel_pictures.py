"""Pictures in the sidebar of a terminal that draws sixels."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

from javari_tui.terminal.images.asking import CELL_QUESTION, NAME_QUESTION
from tests.image_files import png
from tests.pty_javari import javari_at_pty
from tests.real_terminal import wait_until
from tests.sixel_screen import PICTURE, read_back
from tests.widgets.test_sidebar_images import APP


def test_a_terminal_that_draws_sixels_gets_them_over_blanks(tmp_path: Path) -> None:
    script, file = tmp_path / "shows.py", tmp_path / "x.png"
    script.write_text(textwrap.dedent(APP))
    file.write_bytes(png(300, 200, [bytes(x * y % 251 for x in range(900)) for y in range(200)]))
    command = (sys.executable, str(script), str(file))
    with javari_at_pty(None, command=command, environ={"TERM": "xterm-256color"}, columns=140, rows=30) as terminal:
        wait_until(lambda: NAME_QUESTION + CELL_QUESTION in terminal.output, lambda: terminal.output)
        terminal.type(b"\x1bP>|foot(1.16)\x1b\\\x1b[6;20;10t\x1b[?62;4c")
        wait_until(lambda: len(PICTURE.findall(terminal.output)) == 1, lambda: terminal.output)
        size, points = read_back(PICTURE.findall(terminal.output)[0])
        assert (size, len(points)) == ((300, 200), 300 * 200)
        terminal.type("l")
        wait_until(lambda: len(PICTURE.findall(terminal.output)) == 2, lambda: terminal.output)
        terminal.type("n")
        wait_until(lambda: "SOMETHING ELSE" in terminal.output, lambda: terminal.output)
        assert "\U0010eeee" not in terminal.output
        assert len(PICTURE.findall(terminal.output)) == 2
        terminal.type("q")
        assert terminal.wait_end() == 0
