"""The terminal's answer is understood in whatever pieces it comes, and never typed into the prompt."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from javari_tui.terminal.colours import BACKGROUND_QUERY
from javari_tui.terminal.input import InputParser
from javari_tui.terminal.replies import BackgroundReported, ReplyFilter

DARK = "\x1b]11;rgb:1111/1616/1717\x1b\\"
SIGN = "\x1b[?62;22;52c"


class Clock:
    """Time that goes on when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@given(
    st.lists(st.integers(1, len(DARK) - 1), max_size=4),
    st.sampled_from(["", "a", "ñ\r", "\x1b[A"]),
    st.sampled_from([DARK, SIGN]),
)
def test_an_answer_in_pieces_is_taken_out_whole(cuts: list[int], around: str, answer: str) -> None:
    replies = ReplyFilter(Clock())
    replies.await_background()
    replies.await_sign()
    text, ends = around + answer + around, sorted({len(around) + min(cut, len(answer) - 1) for cut in cuts})
    pieces = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    passed = "".join(replies.feed(piece) for piece in pieces if piece)
    assert passed == around * 2
    assert replies.background_is_dark is (True if answer == DARK else None)
    assert replies.sign_came_at == (100.0 if answer == SIGN else None)


def test_what_the_terminal_is_comes_late_and_in_two_pieces_and_is_never_typed() -> None:
    clock = Clock()
    replies = ReplyFilter(clock)
    replies.await_sign()
    clock.now += 4
    assert replies.feed("x" + SIGN[:5]) == "x"
    clock.now += 3
    assert replies.overdue() == ""
    assert replies.feed(SIGN[5:] + "y") == "y"
    assert replies.sign_came_at == 107.0
    clock.now += 600
    assert replies.feed(SIGN) == ""


def test_a_bracket_with_alt_is_a_key_again_in_a_moment() -> None:
    clock = Clock()
    replies = ReplyFilter(clock)
    assert replies.feed("\x1b[") == "\x1b["
    replies.await_sign()
    assert replies.feed("\x1b[") == ""
    clock.now += 1
    assert replies.overdue() == "\x1b["


def test_textuals_own_answers_pass() -> None:
    replies = ReplyFilter(Clock())
    assert replies.feed("\x1b[?2026") + replies.feed(";2$y\x1b[1;2R") == "\x1b[?2026;2$y\x1b[1;2R"


@given(st.lists(st.sampled_from(["a", "\x1b", "]", "1", ";", "\x1b[", "\x1b]11;", "\x07", "rgb:", "\\", "é"])))
def test_nothing_but_answers_is_ever_lost(pieces: list[str]) -> None:
    clock = Clock()
    replies = ReplyFilter(clock)
    replies.await_background()
    passed = "".join(replies.feed(piece) for piece in pieces)
    clock.now += 5
    passed += replies.overdue()
    text = "".join(pieces)
    if "\x1b]11;" not in text:
        assert passed == text
    assert replies.overdue() == ""


def test_escape_waits_only_while_an_answer_is_awaited() -> None:
    clock = Clock()
    replies = ReplyFilter(clock)
    assert replies.feed("\x1b") == "\x1b"
    replies.await_background()
    assert replies.feed("\x1b") == ""
    clock.now += 0.2
    assert replies.overdue() == "\x1b"
    assert replies.feed(DARK) == ""
    assert replies.feed("\x1b") == "\x1b"


def test_the_parser_reports_the_background_once_and_types_nothing() -> None:
    parser = InputParser()
    found = [*parser.feed("h" + DARK + "i"), *parser.feed(DARK)]
    keys = [event.character for event in found if isinstance(event, events.Key)]
    reports = [message.is_dark for message in found if isinstance(message, BackgroundReported)]
    assert keys == ["h", "i"]
    assert reports == [True]


APP = """
    import os, sys
    from pathlib import Path
    from textual.app import App
    from textual.widgets import Input
    from javari_tui.terminal.replies import ask_background
    from javari_tui.terminal.driver import JavariDriver

    class Asks(App[None]):
        said = "nothing"
        def compose(self):
            yield Input()
        def on_ready(self):
            assert ask_background(self._driver, os.environ)
        def on_background_reported(self, message):
            self.said = "dark" if message.is_dark else "light"
        def on_input_submitted(self, message):
            Path(sys.argv[1]).write_text(f"{self.said}|{message.value}")
            self.exit()

    Asks(driver_class=JavariDriver).run()
"""


@pytest.mark.parametrize(
    ("reply", "expected"),
    [(b"\x1b]11;rgb:ffff/ffff/f0f0\x1b\\", "light|hi"), (b"", "nothing|hi")],
    ids=["answers", "is silent"],
)
def test_a_real_terminal_that(reply: bytes, expected: str, tmp_path: Path) -> None:
    script, result = tmp_path / "asks.py", tmp_path / "result"
    script.write_text(textwrap.dedent(APP))
    terminal, inside = pty.openpty()
    command = [sys.executable, str(script), str(result)]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    program = subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside, env=environ)
    os.close(inside)
    try:
        _read_until(terminal, lambda seen: BACKGROUND_QUERY.encode() in seen)
        os.write(terminal, reply[:9])
        os.write(terminal, reply[9:] + b"hi\r")
        _read_until(terminal, lambda seen: result.exists())
    finally:
        program.kill()
        program.wait()
        os.close(terminal)
    assert result.read_text() == expected


def _read_until(terminal: int, is_enough: Callable[[bytes], bool]) -> None:
    """Take what the program writes until the condition holds."""
    seen, until = b"", time.monotonic() + 20
    while not is_enough(seen):
        assert time.monotonic() < until, seen[-500:]
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:  # the program has ended: Linux says so with EIO
                assert is_enough(seen)
