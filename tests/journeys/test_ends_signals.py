from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from tests.journeys.ended import after, assert_given_back, claude, left, patched
from tests.pty_javari import JAVARI, javari_at_pty
from tests.real_terminal import wait_until

__all__ = ["claude"]

BLOCKED = (sys.executable, "-c", "import os, signal, sys; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP}); "
           "os.execv(sys.argv[1], sys.argv[1:])")  # fmt: skip
"""Runs a program that no hang-up reaches, whatever handler it puts in."""


def draft(home: Path) -> str:
    """What stood in the prompt of the new chat; the next Javari shows it."""
    with javari_at_pty(home) as javari:
        javari.wait_ready()
        return next(line for line in javari.screen.splitlines() if line.startswith("▌"))


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_signal_ends_it_with_everything_saved_and_the_terminal_given_back(
    own_home: Path, number: signal.Signals
) -> None:
    with javari_at_pty(own_home) as javari:
        javari.wait_ready()
        javari.type("half a thought")
        javari.wait_for("half a thought")
        javari.process.send_signal(number)
        assert javari.wait_end(5) == 128 + number
        assert_given_back(javari)
        assert "Traceback" not in javari.output
    assert draft(own_home) == "▌ half a thought"


def test_signal_before_the_services_are_open_ends_it_too(own_home: Path) -> None:
    with javari_at_pty(own_home) as javari:
        wait_until(lambda: "\x1b[?1049h" in javari.output, lambda: javari.output)
        javari.process.terminate()
        assert javari.wait_end(5) == 143
        assert_given_back(javari)


@pytest.mark.parametrize(
    ("command", "controlling"), [((), True), (BLOCKED, True), ((), False)], ids=["usual", "blocked", "setsid"]
)
def test_closed_terminal_ends_it_by_itself_with_everything_saved(
    own_home: Path, command: tuple[str, ...], controlling: bool
) -> None:
    with javari_at_pty(own_home, command=(*command, *JAVARI), controlling=controlling) as javari:
        javari.wait_ready()
        javari.type("half a thought")
        javari.wait_for("half a thought")
        javari.hang_up()
        assert javari.wait_end(5) == 129
    assert draft(own_home) == "▌ half a thought"


def test_terminal_that_does_not_control_it_is_not_taken_for_a_closed_one(own_home: Path) -> None:
    with javari_at_pty(own_home, controlling=False) as javari:
        javari.wait_ready()
        javari.type("still here")
        javari.wait_for("still here")
        end = time.monotonic() + 1.2  # the watch looks every second
        wait_until(lambda: time.monotonic() > end or javari.process.poll() is not None, lambda: "")
        assert javari.process.poll() is None


def test_answer_that_runs_when_the_line_is_lost_is_kept(own_home: Path, claude: dict[str, str]) -> None:
    with javari_at_pty(own_home, environ=claude) as javari:
        javari.wait_ready()
        javari.type("answer slowly\r")
        javari.wait_for("word6")
        javari.hang_up()
        assert javari.wait_end(5) == 129
    opening = left(own_home).opening
    assert opening is not None
    assert opening.messages[1].text.startswith("word1 word2 word3 word4 word5 word6")
    assert opening.messages[1].state == "cut"


HANGING_DISK = patched("storage.prompts", "m.PromptStore.save_draft = lambda *_: time.sleep(600)")
HANGING_APP = patched(
    "screens.chat.keeping",
    "m.Keeping.new_chat = lambda _: (pathlib.Path(os.environ['HANGS']).touch(), time.sleep(600))",
)


def test_disk_that_hangs_does_not_keep_it(own_home: Path) -> None:
    with javari_at_pty(own_home, command=HANGING_DISK) as javari:
        javari.wait_ready()
        javari.type("half a thought")
        javari.wait_for("half a thought")
        javari.process.terminate()
        assert javari.wait_end(10) == 143
        assert_given_back(javari)
        assert "did not answer in time" in after(javari)


def test_disk_that_hangs_does_not_keep_who_quits(own_home: Path) -> None:
    with javari_at_pty(own_home, command=HANGING_DISK) as javari:
        javari.wait_ready()
        javari.type("half a thought")
        javari.wait_for("half a thought")
        javari.type("\x11")
        assert javari.wait_end(10) == 1
        assert_given_back(javari)
        assert "did not answer in time" in after(javari)


def test_app_that_hangs_gives_the_terminal_back_and_goes(own_home: Path, tmp_path: Path) -> None:
    mark = tmp_path / "hangs"
    with javari_at_pty(own_home, command=HANGING_APP, environ={"HANGS": str(mark)}) as javari:
        javari.wait_ready()
        javari.type("\x0e")
        wait_until(mark.exists, lambda: "it does not hang")
        javari.process.terminate()
        assert javari.wait_end(10) == 143
        assert_given_back(javari)


def test_terminal_that_takes_nothing_more_does_not_keep_it(own_home: Path) -> None:
    with javari_at_pty(own_home) as javari:
        javari.wait_ready()
        javari.stop_reading()
        javari.fill_terminal()
        javari.process.terminate()
        assert javari.wait_end(5) == 143
        assert javari.is_cooked


def test_bytes_that_are_no_text_do_not_end_it(own_home: Path) -> None:
    with javari_at_pty(own_home) as javari:
        javari.wait_ready()
        javari.type(b"a\xff\xfe\xc3(b")
        javari.wait_for("^▌ a�+\\(b")
        assert javari.process.poll() is None
