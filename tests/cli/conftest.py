"""Running commands: in this process for what they print, as real processes for how they end."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from javari_tui.cli.root import run_command_line
from tests.model_server import model_server  # noqa: F401

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


Javari = Callable[..., Outcome]


@pytest.fixture
def javari(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Javari:
    """Run a command line in this process; `piped` is its standard input, None a terminal's."""

    def run(*words: str, piped: str | bytes | None = None) -> Outcome:
        data = piped.encode() if isinstance(piped, str) else piped or b""
        stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
        monkeypatch.setattr(stdin, "isatty", lambda: piped is None)
        monkeypatch.setattr(sys, "stdin", stdin)
        capsys.readouterr()
        code = run_command_line(list(words))
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run


def process(*words: str, **more: str) -> subprocess.Popen[bytes]:
    """Start a real `javari` with pipes, in the test's own environment."""
    return subprocess.Popen(
        [sys.executable, "-m", "javari_tui", *words],
        cwd=ROOT,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
