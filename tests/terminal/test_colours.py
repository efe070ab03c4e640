"""What the terminal can show is told from its environment and its answers, and never guessed from junk."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.terminal.colours import (
    TRUE_COLOUR,
    background_from_environment,
    background_from_reply,
    colour_count,
    colour_system,
    may_ask_background,
)


@pytest.mark.parametrize(
    ("environ", "count"),
    [
        ({}, 0),
        ({"TERM": "dumb"}, 0),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, 0),
        ({"TERM": "linux"}, 16),
        ({"TERM": "screen"}, 16),
        ({"TERM": "xterm"}, 16),
        ({"TERM": "vt220"}, 16),
        ({"TERM": "xterm-16color"}, 16),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, TRUE_COLOUR),
        ({"TERM": "screen-256color", "COLORTERM": "24bit"}, TRUE_COLOUR),
        ({"TERM": "xterm-kitty"}, TRUE_COLOUR),
        ({"TERM": "xterm-ghostty"}, TRUE_COLOUR),
        ({"TERM": "alacritty"}, TRUE_COLOUR),
        ({"TERM": "foot"}, TRUE_COLOUR),
        ({"TERM": "xterm-direct"}, TRUE_COLOUR),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, TRUE_COLOUR),
    ],
)
def test_colours_are_counted_by_the_terminals_name(environ: dict[str, str], count: int) -> None:
    assert colour_count(environ) == count


def test_the_colour_system_is_a_word_textual_knows() -> None:
    assert [colour_system({"TERM": term}) for term in ("dumb", "linux", "xterm-256color", "foot")] == [
        "auto",
        "standard",
        "256",
        "truecolor",
    ]


@pytest.mark.parametrize(
    ("value", "is_dark"),
    [
        ("15;0", True),
        ("0;15", False),
        ("0;default;15", False),
        ("15;default;0", True),
        ("7;8", True),
        ("0;7", False),
        ("12;9", False),
        ("", None),
        ("15", None),
        ("15;default", None),
        ("15;99", None),
        ("15;²", None),
        ("15;-1", None),
    ],
)
def test_colorfgbg_tells_the_background(value: str, is_dark: bool | None) -> None:
    assert background_from_environment({"COLORFGBG": value}) is is_dark


@pytest.mark.parametrize(
    ("reply", "is_dark"),
    [
        (b"\x1b]11;rgb:0000/0000/0000\x1b\\", True),
        (b"\x1b]11;rgb:ffff/ffff/ffff\x07", False),
        (b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", True),
        (b"\x1b]11;rgb:fd/f6/e3\x1b\\", False),
        (b"\x1b]11;rgba:0000/0000/0000/ffff\x1b\\", True),
        (b"\x1b]11;#fdf6e3\x07", False),
        (b"\x1b]11;rgb:f/f/f\x9c", False),
        (b"keys before\x1b]11;rgb:0/0/0\x07and after", True),
        (b"", None),
        (b"\x1b]11;?\x1b\\", None),
        (b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\", None),
        (b"\x1b]11;rgb:ffff/ffff\x1b\\", None),
        (b"\x1b]11;rgb:fffff/0/0\x1b\\", None),
        (b"\x1b]11;rgb:ffff/ffff/ffff", None),
    ],
)
def test_the_answer_tells_the_background(reply: bytes, is_dark: bool | None) -> None:
    assert background_from_reply(reply) is is_dark


@given(st.binary(max_size=300))
def test_no_answer_can_do_harm(reply: bytes) -> None:
    assert background_from_reply(reply) in (True, False, None)
    assert background_from_reply(b"\x1b]11;" + reply + b"\x07") in (True, False, None)


@pytest.mark.parametrize(
    ("term", "may_ask"),
    [("xterm-256color", True), ("tmux-256color", True), ("foot", True), ("linux", False), ("dumb", False), ("", False)],
)
def test_only_terminals_that_hide_the_question_are_asked(term: str, may_ask: bool) -> None:
    assert may_ask_background({"TERM": term}) is may_ask


def test_asking_the_environment_does_not_import_textual() -> None:
    code = "import sys, javari_tui.terminal.colours; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
