from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.journeys.ended import after, assert_given_back, claude, left, patched
from tests.pty_javari import PtyJavari, javari_at_pty
from tests.real_terminal import wait_until

__all__ = ["claude"]

ENVIRONMENT_SECRET = "value-of-the-environment-0123456789"
LOCAL_SECRET = "of-a-local-variable"
SECRETS = {"SOME_API_KEY": ENVIRONMENT_SECRET, "LOCAL_PART": LOCAL_SECRET}

_RAISE = (
    "    local = os.environ['LOCAL_PART'] + '-9876'\n"
    "    raise RuntimeError('no way with ' + os.environ['SOME_API_KEY'])\n"
)
IN_A_HANDLER = patched("screens.chat.keeping", f"def boom(self):\n{_RAISE}m.Keeping.new_chat = boom")
IN_A_WORKER = patched("screens.chat.keeping", f"async def boom(self):\n{_RAISE}m.Keeping.new_chat = boom")
IN_A_DRAWING = patched("widgets.header_line", f"def boom(self):\n{_RAISE}m.HeaderLine.render = boom")
IN_THE_INPUT = patched("terminal.replies", f"def boom(self, data):\n{_RAISE}m.ReplyFilter.feed = boom")


def report_of(home: Path) -> Path:
    """The one report there is."""
    (report,) = (home / "state" / "crashes").iterdir()
    return report


def assert_crashed(javari: PtyJavari, home: Path) -> str:
    """It ended as a crash should; the report."""
    assert javari.wait_end(10) == 1
    assert_given_back(javari)
    report = report_of(home)
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    for shown in (javari.output, text):
        assert ENVIRONMENT_SECRET not in shown
        assert LOCAL_SECRET not in shown
    assert "Traceback" not in javari.output
    assert "RuntimeError" in text
    assert "Your chats are safe" in after(javari)
    assert str(report) in after(javari).replace("\r\n", "")
    return text


@pytest.mark.parametrize("command", [IN_A_HANDLER, IN_A_WORKER], ids=["handler", "worker"])
def test_unforeseen_error_gives_the_terminal_back_first_and_keeps_a_report_without_secrets(
    own_home: Path, command: tuple[str, ...]
) -> None:
    with javari_at_pty(own_home, command=command, environ=SECRETS) as javari:
        javari.wait_ready()
        javari.type("half a thought")
        javari.wait_for("half a thought")
        javari.type("\x0e")
        text = assert_crashed(javari, own_home)
        assert "no way with [hidden]" in text
        assert "in boom" in text
    with javari_at_pty(own_home) as javari:
        javari.wait_for("^▌ half a thought")


def test_error_while_drawing_ends_it_the_same_way(own_home: Path) -> None:
    with javari_at_pty(own_home, command=IN_A_DRAWING, environ=SECRETS) as javari:
        assert_crashed(javari, own_home)


def test_error_while_reading_keys_ends_it_the_same_way(own_home: Path) -> None:
    with javari_at_pty(own_home, command=IN_THE_INPUT, environ=SECRETS) as javari:
        wait_until(lambda: "What can I do" in javari.screen, lambda: javari.screen)
        javari.type("a")
        assert_crashed(javari, own_home)


def test_it_is_told_in_the_language_that_was_chosen(own_home: Path) -> None:
    with javari_at_pty(own_home, "--language", "es", command=IN_A_HANDLER, environ=SECRETS) as javari:
        javari.wait_ready()
        javari.type("\x0e")
        assert javari.wait_end(10) == 1
        assert "Tus chats están a salvo" in after(javari)


def test_answer_that_runs_at_a_crash_is_kept(own_home: Path, claude: dict[str, str]) -> None:
    with javari_at_pty(own_home, command=IN_A_HANDLER, environ={**SECRETS, **claude}) as javari:
        javari.wait_ready()
        javari.type("answer slowly\r")
        javari.wait_for("word4")
        javari.type("\x0e")
        assert javari.wait_end(10) == 1
    opening = left(own_home).opening
    assert opening is not None
    assert opening.messages[1].text.startswith("word1 word2 word3 word4")
    assert opening.messages[1].state == "cut"


def test_report_that_cannot_be_written_changes_nothing_else(own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "state").write_text("a file where a folder belongs")
    with javari_at_pty(own_home, command=IN_A_HANDLER, environ=SECRETS) as javari:
        javari.wait_ready()
        javari.type("\x0e")
        assert javari.wait_end(10) == 1
        assert_given_back(javari)
        assert "Your chats are safe" in after(javari)
        assert ENVIRONMENT_SECRET not in javari.output
