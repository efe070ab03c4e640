"""The terminal's answer is understood in whatever pieces it comes, and never typed into the prompt."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from javari_tui.terminal.colours import BACKGROUND_QUERY
from javari_tui.terminal.driver import JavariDriver
from javari_tui.terminal.input import InputParser
from javari_tui.terminal.replies import BackgroundReported, ReplyFilter
from tests.pty_javari import javari_at_pty
from tests.real_terminal import wait_until

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


@pytest.mark.parametrize(("round_trip", "near"), [(0.01, 0.2), (0.2, 0.6), (0.4, 0.7), (5.0, 0.7)])
def test_an_answer_is_near_as_long_as_the_last_one_lets_expect_but_never_for_a_second(
    round_trip: float, near: float
) -> None:
    clock = Clock()
    replies = ReplyFilter(clock)
    replies.await_sign()
    assert not replies.is_answer_near, "it has never answered"
    clock.now += round_trip
    assert replies.feed(SIGN) == ""
    assert not replies.is_answer_near
    replies.await_sign()
    clock.now += near
    assert replies.is_answer_near
    clock.now += 0.8 - near
    assert not replies.is_answer_near


class Coming(Clock):
    """Time that goes on with every look, and an answer that comes after 0.4 seconds of it."""

    def __init__(self) -> None:
        super().__init__()
        self.replies = ReplyFilter.latest = ReplyFilter(self, round_trip=0.4)
        self.comes_at = float("inf")

    def __call__(self) -> float:
        """The time."""
        self.now += 0.02
        if self.now >= self.comes_at:
            self.comes_at = float("inf")
            assert self.replies.feed(SIGN) == ""
        return self.now


@pytest.mark.parametrize("somebody_reads", [True, False])
def test_leaving_waits_for_an_answer_on_its_way_while_somebody_reads_it(
    somebody_reads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReplyFilter, "latest", None)
    clock = Coming()
    clock.replies.await_sign()
    clock.comes_at = clock.now + 0.4
    leaving: Any = SimpleNamespace(_key_thread=SimpleNamespace(is_alive=lambda: somebody_reads))
    JavariDriver._let_answers_come(leaving)
    assert (clock.replies.sign_came_at is not None) is somebody_reads


def test_what_the_last_answer_took_is_known_after_the_terminal_was_lent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReplyFilter, "latest", ReplyFilter(Clock(), round_trip=0.4))
    InputParser()
    assert ReplyFilter.latest is not None and ReplyFilter.latest.round_trip == 0.4


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
            Path(sys.argv[1]).with_suffix(".heard").touch()
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
    with javari_at_pty(None, command=(sys.executable, str(script), str(result))) as terminal:
        wait_until(lambda: BACKGROUND_QUERY in terminal.output, lambda: terminal.output)
        terminal.type(reply[:9])
        terminal.type(reply[9:] + b"h")
        wait_until(lambda: not reply or result.with_suffix(".heard").exists(), lambda: terminal.output)
        terminal.type(b"i\r")
        assert terminal.wait_end() == 0  # the result is there before it is whole
    assert result.read_text() == expected
