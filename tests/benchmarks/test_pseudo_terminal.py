from __future__ import annotations

import os
import sys

from benchmarks.pseudo_terminal import PseudoTerminal

ECHO = """
import sys, tty
tty.setraw(0)
print("ready", end="", flush=True)
while key := sys.stdin.buffer.raw.read(1):
    if key == b"q":
        break
    print(f"\\x1b[2Hpage {key.decode()}", end="", flush=True)
    print("\\x1b[1;10H\\u2588", end="", flush=True)
"""


def test_a_program_is_driven_timed_and_ended() -> None:
    with PseudoTerminal([sys.executable, "-c", ECHO], environ=dict(os.environ), rows=3, columns=20) as program:
        began = program.wait_on_screen("ready")
        assert began is not None
        assert program.process.started < began
        before, written = len(program.pieces), program.byte_count()
        sent = program.send("a")
        shown = program.shown_completely(before)
        assert program.screen()[1] == "page a"
        # Words that stay make no new moment, nor does the frame that is drawn behind them.
        assert sent < shown <= program.pieces[-1].moment
        again = len(program.pieces)
        program.send("a")
        assert program.shown_completely(again) == float("inf")
        assert program.byte_count() - written == 2 * len("\x1b[2Hpage a\x1b[1;10H\u2588".encode())
        program.send("q")
        assert program.process.is_gone(5)
        assert program.process.exit_code == 0


def test_a_program_that_goes_on_is_ended_with_the_block() -> None:
    with PseudoTerminal(["sleep", "60"], environ=dict(os.environ)) as program:
        assert not program.process.is_gone(0)
    assert program.process.exit_code is not None
