"""The `javari` command as a process: quick where nothing is to be done, quiet, complete in shells."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from javari_tui import __version__
from javari_tui.cli.exit_codes import ExitCode
from tests.cli.conftest import Javari, process

ROOT = Path(__file__).parents[2]


def milliseconds(*words: str) -> float:
    """How long a Python takes, in the median."""
    times = []
    for _ in range(9):
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], check=True, capture_output=True, cwd=ROOT)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def test_the_version_comes_at_once() -> None:
    subprocess.run([sys.executable, "-m", "javari_tui", "--version"], check=True, capture_output=True, cwd=ROOT)
    assert milliseconds("-m", "javari_tui", "--version") <= 4 * milliseconds("-c", "pass")


def test_the_version_is_the_packages() -> None:
    out, _err = process("--version").communicate(timeout=30)
    assert out.decode() == f"javari {__version__}\n"


def test_without_a_terminal_it_points_to_ask() -> None:
    running = process()
    out, err = running.communicate(timeout=30)
    assert running.returncode == ExitCode.USAGE
    assert out == b""
    assert b"javari ask" in err


def test_closed_streams_are_no_crash() -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "{sys.executable}" -m javari_tui <&- >&- 2>&-'], cwd=ROOT, capture_output=True
    )
    assert done.returncode == ExitCode.USAGE


def test_an_unwritable_home_is_told_in_a_sentence(javari: Javari, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVARI_HOME", "/proc/nowhere")
    outcome = javari("chats", "list")
    assert outcome.code == ExitCode.FAILED
    assert outcome.err.startswith("Error: ")
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_what_the_shell_reads(shell: str, javari: Javari) -> None:
    program = shutil.which(shell)
    if shell == "bash" and program is None:
        pytest.fail("bash is needed to tell its version")
    script = javari("completions", shell)
    assert script.code == ExitCode.OK
    assert "_JAVARI_COMPLETE" in script.out
    if program is not None:
        subprocess.run([program, "-n"], input=script.out.encode(), check=True)


def test_the_shell_is_told_what_may_follow() -> None:
    asked = {"_JAVARI_COMPLETE": "bash_complete", "COMP_WORDS": "javari chats ", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-m", "javari_tui"], env={**os.environ, **asked}, capture_output=True, text=True, cwd=ROOT
    )
    assert {"plain,list", "plain,search", "plain,show", "plain,export", "plain,import"} <= set(done.stdout.split())
