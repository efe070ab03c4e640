from __future__ import annotations

import os
import re
import shlex
import signal
from pathlib import Path

import pytest

from tests.journeys.ended import after, assert_given_back
from tests.pty_javari import JAVARI, PtyJavari, javari_at_pty
from tests.real_terminal import wait_until

SIZES = [(1, 1), (0, 0), (500, 200), (2, 3), (80, 1), (1, 50), (500, 1), (20, 5), (60, 20), (0, 24), (80, 0), (200, 60)]
SHELL = ("bash", "--norc", "--noprofile", "-i")


def test_storm_of_sizes_is_survived_and_the_last_one_is_drawn_right(own_home: Path) -> None:
    with javari_at_pty(own_home) as javari:
        javari.wait_ready()
        javari.type("half a thought")
        javari.wait_for("half a thought")
        for _ in range(10):
            for columns, rows in SIZES:
                javari.resize(columns, rows)
        javari.resize(100, 30)
        _assert_whole(javari)
        javari.type(" goes on")
        javari.wait_for("^▌ half a thought goes on")
        javari.type("\x11")
        assert javari.wait_end(5) == 0
        assert "Traceback" not in javari.output


@pytest.mark.parametrize("size", [(1, 1), (0, 0), (500, 200)])
def test_it_starts_in_a_terminal_of_any_size(own_home: Path, size: tuple[int, int]) -> None:
    with javari_at_pty(own_home, columns=size[0] or 80, rows=size[1] or 25) as javari:
        javari.resize(*size)
        wait_until(lambda: "\x1b[?1049h" in javari.output, lambda: javari.output)
        javari.resize(100, 30)
        javari.wait_ready()
        _assert_whole(javari)
        javari.type("\x11")
        assert javari.wait_end(5) == 0


def in_shell(home: Path) -> str:
    """Javari as it is typed into a shell."""
    return f"JAVARI_HOME={shlex.quote(str(home))} {shlex.join(JAVARI)}\r"


def test_stopped_job_gives_the_shell_back_and_fg_returns_with_a_right_screen(own_home: Path) -> None:
    with javari_at_pty(own_home, command=SHELL, environ={"PS1": "shell> "}) as shell:
        shell.wait_for("shell>")
        shell.type(in_shell(own_home))
        shell.wait_ready()
        shell.type("half a thought")
        shell.wait_for("half a thought")
        os.kill(os.tcgetpgrp(shell.master), signal.SIGTSTP)  # in a prompt with text the key takes a change back
        wait_until(lambda: "Stopped" in after(shell), lambda: shell.output[-600:])
        wait_until(lambda: shell.is_cooked or "shell>" in after(shell), lambda: after(shell))
        shell.type("echo from-the-$((40+2))\r")
        wait_until(lambda: "from-the-42" in after(shell), lambda: after(shell))
        before = shell.output.count("\x1b[?1049h")
        shell.forget_screen()
        shell.type("fg\r")
        wait_until(lambda: shell.output.count("\x1b[?1049h") == before + 1, lambda: after(shell))
        shell.type(" goes on")
        shell.wait_for("half a thought goes on")
        _assert_whole(shell)
        shell.type("\x11")
        wait_until(lambda: shell.output.count("\x1b[?1049l") == 2, lambda: shell.screen)
        shell.type("echo ended=$?\r")
        wait_until(lambda: "ended=0" in after(shell), lambda: after(shell))


def test_job_that_is_ended_while_it_is_stopped_goes_without_touching_the_shell(own_home: Path) -> None:
    with javari_at_pty(own_home, command=SHELL, environ={"PS1": "shell> "}) as shell:
        shell.wait_for("shell>")
        shell.type(in_shell(own_home))
        shell.wait_ready()
        job = os.tcgetpgrp(shell.master)
        shell.type("\x1a")
        wait_until(lambda: "shell>" in after(shell).partition("Stopped")[2], lambda: shell.output[-600:])
        before = shell.output.count("\x1b[?1049h")
        shell.type("kill %1\r")
        wait_until(lambda: not Path(f"/proc/{job}").exists(), lambda: f"it never ended: {shell.output[-600:]}")
        shell.type("\r")
        wait_until(lambda: re.search("Exit 143|Terminated", after(shell)) is not None, lambda: after(shell))
        assert shell.output.count("\x1b[?1049h") == before


def test_ctrl_z_stops_the_whole_job_also_where_make_or_a_script_started_it(own_home: Path) -> None:
    script = f"sh -c {shlex.quote(in_shell(own_home).strip() + '; echo script-goes-on')}\r"
    with javari_at_pty(own_home, command=SHELL, environ={"PS1": "shell> "}) as shell:
        shell.wait_for("shell>")
        shell.type(script)
        shell.wait_ready()
        shell.type("\x1a")
        wait_until(lambda: "Stopped" in after(shell), lambda: shell.output[-600:])
        shell.type("fg\r")
        wait_until(lambda: shell.output.count("\x1b[?1049h") == 2, lambda: shell.output[-600:])
        shell.type("\x11")
        wait_until(lambda: "script-goes-on" in after(shell), lambda: after(shell))


def test_ctrl_z_does_nothing_where_no_shell_could_go_on_with_it(own_home: Path) -> None:
    with javari_at_pty(own_home) as javari:
        javari.wait_ready()
        javari.type("\x1ahalf a thought")
        javari.wait_for("^▌ half a thought")
        javari.process.send_signal(signal.SIGTSTP)
        javari.type(" goes on")
        javari.wait_for("^▌ half a thought goes on")


def test_stop_and_go_on_from_outside_start_nothing_twice(own_home: Path) -> None:
    with javari_at_pty(own_home) as javari:
        javari.wait_ready()
        javari.type("half")
        javari.wait_for("half")
        javari.process.send_signal(signal.SIGSTOP)
        wait_until(lambda: _state(javari) == "T", lambda: _state(javari))
        javari.forget_screen()
        javari.process.send_signal(signal.SIGCONT)
        _assert_whole(javari)
        javari.type(" a thought")
        javari.wait_for("^▌ half a thought")
        assert javari.output.count("\x1b[?1049h") == 1
        javari.process.send_signal(signal.SIGCONT)
        javari.process.send_signal(signal.SIGTERM)  # as services are stopped: both at once
        assert javari.wait_end(5) == 143
        assert_given_back(javari)


def test_editor_has_ctrl_c_for_itself(own_home: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text(
        "#!/bin/sh\ntrap 'echo interrupted >>\"$1\"; exit 0' INT\necho at-work\nwhile :; do sleep 0.05; done\n"
    )
    editor.chmod(0o755)
    with javari_at_pty(own_home, environ={"EDITOR": str(editor)}) as javari:
        javari.wait_ready()
        javari.type("half a thought\x07")
        wait_until(lambda: "at-work" in javari.output, lambda: javari.output[-300:])
        javari.type("\x03")
        javari.forget_screen()
        javari.wait_for("interrupted")
        assert javari.process.poll() is None


def _assert_whole(javari: PtyJavari) -> None:
    """Top, middle and bottom of the screen stand where they belong."""
    wait_until(
        lambda: bool(re.match(r" ◆ Javari · New chat", javari.screen)) and "F1 Help" in javari.screen.splitlines()[-1],
        lambda: javari.screen,
    )


def _state(javari: PtyJavari) -> str:
    """The process's state as the kernel names it."""
    return Path(f"/proc/{javari.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
