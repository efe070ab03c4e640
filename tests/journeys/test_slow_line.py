"""Over a slow line Javari draws less and says so; what the terminal answers is never typed; hovering sends nothing."""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from javari_tui.terminal.link import LinkState
from javari_tui.terminal.replies import SIGN_QUERY
from tests.journeys.conftest import Javari
from tests.journeys.ended import assert_given_back
from tests.pty_javari import PtyJavari, javari_at_pty
from tests.real_terminal import wait_until

ROUND_TRIP = 0.2
PIECES = ("\x1b[?6", "2;22;52c")
SELECTED = f"\x1b]52;c;{base64.b64encode(b'Javari').decode()}"
"""Asks the terminal to take a text."""


@contextmanager
def far_away(javari: PtyJavari) -> Iterator[None]:
    """Javari's terminal tells what it is late, and in two pieces."""
    ended = threading.Event()

    def answer() -> None:
        answered = 0
        while not ended.wait(0.005):
            if javari.output.count(SIGN_QUERY) > answered:
                answered += 1
                for piece in PIECES:
                    time.sleep(ROUND_TRIP / len(PIECES))  # the line itself
                    javari.type(piece)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_a_slow_line_is_noticed_told_and_left_to_the_user(own_home: Path) -> None:
    with javari_at_pty(own_home, environ={"SSH_TTY": "/dev/pts/9"}) as javari, far_away(javari):
        javari.wait_ready()
        javari.type("half a thought")
        javari.wait_for(r"SSH 2\d0 ms · light$")
        javari.type(" goes on")
        assert re.search(r"^▌ half a thought goes on$", javari.wait_for("goes on"), re.MULTILINE)
        javari.type("\x15/settings over the line\r")
        javari.wait_for("● Automatic")
        javari.type("\x1b[B")
        javari.wait_for("▌ Connection")
        javari.type("\x1b[C")
        javari.wait_for("● Always full")
        javari.type("\x1b")
        javari.wait_for("Search all settings")
        javari.type("\x1b")
        wait_until(lambda: "Learn More" in javari.screen and "light" not in javari.screen, lambda: javari.screen)
        assert "link: full" in next(own_home.rglob("config.yaml")).read_text()
        javari.type("\x11")
        assert javari.wait_end() == 0
        assert_given_back(javari)


async def test_what_the_line_allows_reaches_the_answer_and_all_that_moves(javari: Javari) -> None:
    async with javari() as person:
        transcript = person.chat_screen.transcript
        person.app._follow_link(LinkState(frame_seconds=0.2, is_measured=True))
        assert (transcript.frame_seconds, person.app.animation_level) == (0.2, "none")
        person.app._follow_link(LinkState())
        assert (transcript.frame_seconds, person.app.animation_level) == (0.05, "full")


def test_the_mouse_tells_clicks_and_drags_and_a_drag_selects(own_home: Path) -> None:
    with javari_at_pty(own_home) as javari:
        javari.wait_ready()
        javari.type("x")  # clicks are not kept for a screen that is not there yet, as keys are
        javari.wait_for("^▌ x")
        usual = set(javari.grounds(0)[3:9])
        javari.type("\x1b[<0;4;1M" + "".join(f"\x1b[<32;{x};1M" for x in range(5, 10)) + "\x1b[<0;9;1m")
        # Looked at, not read: while the mouse moves only the cells that change are written.
        wait_until(lambda: usual.isdisjoint(javari.grounds(0)[3:9]), lambda: f"no selection:\n{javari.screen}")
        javari.type("\x03")
        wait_until(lambda: SELECTED in javari.output, lambda: javari.screen)
        assert "\x1b[?1002h" in javari.output
        assert "\x1b[?1003h" not in javari.output
