from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from javari_tui.terminal.signals import is_gone, on_terminal_gone
from tests.real_terminal import ROOT, wait_until

DEADLINE = """
import os, sys, threading, time
from javari_tui.terminal.signals import Deadline
deadline = Deadline(lambda: os.write(1, b"last"))
"""


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both sides of a terminal; the first may be closed by the test."""
    master, slave = os.openpty()
    yield master, slave
    os.close(slave)


def run(script: str) -> subprocess.CompletedProcess[str]:
    """A process that may end itself."""
    return subprocess.run([sys.executable, "-c", DEADLINE + script], capture_output=True, text=True, cwd=ROOT)


def test_open_terminal_is_not_gone_also_where_it_controls_nobody(terminal: tuple[int, int]) -> None:
    master, slave = terminal
    assert not is_gone(slave)
    os.close(master)
    assert is_gone(slave)


def test_what_is_no_terminal_is_gone() -> None:
    reading, writing = os.pipe()
    assert is_gone(reading)
    os.close(reading)
    os.close(writing)


def test_closed_terminal_is_told_once_and_from_a_thread_that_keeps_nobody(terminal: tuple[int, int]) -> None:
    master, slave = terminal
    told: list[threading.Thread] = []
    on_terminal_gone(slave, lambda: told.append(threading.current_thread()))
    assert told == []
    os.close(master)
    wait_until(lambda: bool(told), lambda: "nobody told")
    told[0].join(5)
    assert len(told) == 1 and told[0].daemon and not told[0].is_alive()


def test_deadline_that_is_not_met_ends_a_process_that_hangs_with_the_code_of_that_moment() -> None:
    done = run("code = 0\ndeadline.start(0.1, lambda: code)\ncode = 129\ntime.sleep(60)")
    assert (done.returncode, done.stdout, done.stderr) == (129, "last", "")


def test_deadline_ends_it_although_the_last_thing_fails() -> None:
    done = run("deadline._last = lambda: 1 / 0\ndeadline.start(0.1, lambda: 143)\ntime.sleep(60)")
    assert done.returncode == 143


def test_deadline_that_is_met_does_nothing() -> None:
    done = run(
        "deadline.start(0.1, lambda: 1)\ndeadline.start(0.01, lambda: 2)\ndeadline.met()\n"
        "[thread.join() for thread in threading.enumerate() if thread.name == 'javari-deadline']\nprint('orderly')"
    )
    assert (done.returncode, done.stdout) == (0, "orderly\n")


def test_signals_are_told_while_the_main_thread_is_busy() -> None:
    script = (
        "import signal\nfrom javari_tui.terminal.signals import on_ending_signals\n"
        "told = []\non_ending_signals(told.append)\n"
        "threading.Timer(0.05, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()\n"
        "while not told: pass\nprint(told)"
    )
    assert run(script).stdout.strip() == f"[{signal.SIGTERM.value}]"
