"""A line that takes nothing for a while holds up what is shown, and nothing else."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.pty_javari import javari_at_pty
from tests.real_terminal import wait_until


def _said(home: Path) -> list[str]:
    """The messages on disk."""
    (file,) = home.glob("**/*.db")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return [text for (text,) in database.execute("SELECT text FROM messages ORDER BY id")]


def test_what_is_sent_while_the_line_stands_still_is_kept_and_answered(own_home: Path) -> None:
    with javari_at_pty(own_home) as javari:
        javari.wait_ready()
        javari.stop_reading()
        javari.fill_terminal()
        for _ in range(50):  # each would be a picture, more than Textual lets wait
            javari.type("x")
            time.sleep(0.01)
        javari.type("hello\r")
        wait_until(lambda: len(_said(own_home)) == 2, lambda: f"{_said(own_home)}")
        javari.read_on()
        javari.wait_for("I did not find anything")
        javari.type("\x11")
        assert javari.wait_end() == 0
