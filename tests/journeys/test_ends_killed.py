from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from javari_tui.paths import folders
from tests.journeys.ended import claude, left
from tests.pty_javari import javari_at_pty
from tests.real_terminal import wait_until

__all__ = ["claude"]


def words(text: str) -> int:
    """How many words of the slow answer are there."""
    return sum(f"word{number}" in text.split() for number in range(1, 401))


def rows_of(home: Path, question: str) -> list[tuple[object, ...]]:
    """What the database answers."""
    with closing(sqlite3.connect(folders({"JAVARI_HOME": str(home)}).database)) as database:
        return database.execute(question).fetchall()


def test_killed_in_mid_answer_everything_comes_back_and_the_answer_goes_on(
    own_home: Path, claude: dict[str, str]
) -> None:
    with javari_at_pty(own_home, environ=claude, columns=100, rows=40) as javari:
        javari.wait_ready()
        javari.type("answer slowly\r")
        javari.wait_for("word4")
        javari.type("say hello later\r")
        javari.wait_for("say hello later")
        javari.type("half a thought")
        javari.wait_for("^▌ half a thought")
        shown = javari.screen
        wait_until(lambda: words(javari.screen) > words(shown) + 10, lambda: javari.screen)
        javari.process.send_signal(signal.SIGKILL)
        assert javari.wait_end(5) == 137
    look = left(own_home)
    assert look.opening is not None
    question, answer = look.opening.messages
    assert question.text == "answer slowly"
    assert words(answer.text) >= words(shown), "half a second of it at most is lost"
    assert [waiting.text for waiting in look.opening.queue] == ["say hello later"]
    assert look.opening.draft.text == "half a thought"
    with javari_at_pty(own_home, environ=claude, columns=100, rows=40) as javari:
        javari.wait_ready()
        screen = javari.wait_for("F7 continues it")
        assert "answer slowly" in screen and "word1 word2 word3" in screen
        assert "say hello later" in screen
        assert "▌ half a thought" in screen
        javari.type("\x1b[18~")
        # Where it was cut may be in the middle of a word.
        javari.wait_for(r"\bw\w*\s*This\s+is\s+the\s+model")


def test_who_quits_right_after_sending_loses_nothing(own_home: Path, claude: dict[str, str]) -> None:
    with javari_at_pty(own_home, environ=claude) as javari:
        javari.wait_ready()
        javari.type("say hello please\r\x11")
        assert javari.wait_end(5) == 0
        assert javari.output.endswith("\x1b[?1004l"), "there is nothing to say"
    with javari_at_pty(own_home, environ=claude) as javari:
        javari.wait_ready()
        javari.wait_for("say hello please")


def test_two_windows_chat_side_by_side_and_neither_harms_the_other(own_home: Path, claude: dict[str, str]) -> None:
    with (
        javari_at_pty(own_home, environ=claude, columns=100, rows=40) as one,
        javari_at_pty(own_home, "--new", environ=claude, columns=100, rows=40) as other,
    ):
        one.wait_ready()
        other.wait_ready()
        one.type("answer slowly\r")
        one.wait_for("word4")
        other.type("say hello please\r")
        other.wait_for("Hello! How can I help")
        other.type("\x11")
        assert other.wait_end(5) == 0
        with javari_at_pty(own_home, "--new", environ=claude) as third:  # tidies up after the dead, not the living
            third.wait_ready()
        assert rows_of(own_home, "SELECT count(*) FROM messages WHERE state = 'streaming'") == [(1,)]
        before = words(one.screen)
        wait_until(lambda: words(one.screen) > before + 5, lambda: one.screen)
        one.type("\x1b")
        one.wait_for("[Ss]topped")
        one.type("\x11")
        assert one.wait_end(5) == 0
    assert sorted(rows_of(own_home, "SELECT role, state, length(text) > 20 FROM messages")) == sorted(
        [("user", "complete", 0), ("assistant", "stopped", 1), ("user", "complete", 0), ("assistant", "complete", 1)]
    )


def test_two_that_start_at_once_on_a_fresh_home_both_work(own_home: Path, claude: dict[str, str]) -> None:
    with javari_at_pty(own_home, environ=claude) as one, javari_at_pty(own_home, environ=claude) as other:
        for javari in (one, other):
            javari.wait_ready()
        for javari in (one, other):
            javari.type("say hello please\r")
        for javari in (one, other):
            javari.wait_for("Hello! How can I help")
            javari.type("\x11")
            assert javari.wait_end(5) == 0
    assert rows_of(own_home, "SELECT count(*) FROM chats") == [(2,)]
    assert rows_of(own_home, "PRAGMA integrity_check") == [("ok",)]
