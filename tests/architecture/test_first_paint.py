"""The first picture waits for nothing heavy: what is loaded when the real program writes it to a real terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.pseudo_terminal import PseudoTerminal
from tests.architecture.test_import_hygiene import HEAVY, ROOT

LOOK = """
import sys
from pathlib import Path
from textual.drivers import _writer_thread

written = _writer_thread.WriterThread.write
report = Path(sys.argv.pop(1))

def write(self, text):
    if "Credits" in text and not report.exists():
        report.write_text(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
    written(self, text)

_writer_thread.WriterThread.write = write
from javari_tui.__main__ import main
sys.exit(main())
"""
"""Runs Javari as it is, and notes the modules in the moment the first picture goes out."""


def loaded_at_first_paint(report: Path) -> set[str]:
    """The top names of the modules loaded then."""
    command = [sys.executable, "-c", LOOK, str(report)]
    with PseudoTerminal(command, environ={**os.environ, "PYTHONPATH": str(ROOT)}) as program:
        program.wait_for("Credits")
        assert report.exists(), "\n".join(program.screen())
    return set(report.read_text().split())


@pytest.mark.parametrize("has_chats", [False, True], ids=["fresh", "with a chat"])
def test_the_first_picture_waits_for_nothing_heavy(has_chats: bool, tmp_path: Path) -> None:
    if has_chats:
        command = [sys.executable, "-m", "javari_tui", "ask", "hello"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    loaded = loaded_at_first_paint(tmp_path / "loaded")
    assert "textual" in loaded
    assert not loaded & HEAVY
