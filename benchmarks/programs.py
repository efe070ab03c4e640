"""The programs that are compared, and how each is started: with nothing of the developer's own around it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pseudo_terminal import PseudoTerminal


@dataclass(frozen=True, slots=True)
class Program:
    """A command, and what stands on the screen once it is ready."""

    command: tuple[str, ...]
    ready: str

    def started(self, environ: Mapping[str, str]) -> PseudoTerminal:
        """The program on a terminal of its own, ready. Use as a context manager."""
        terminal = PseudoTerminal(self.command, environ=environ)
        try:
            if terminal.wait_on_screen(self.ready) is None:
                lines = "\n".join(terminal.screen())
                raise SystemExit(f"{' '.join(self.command)} never showed “{self.ready}”:\n{lines}")
        except BaseException:
            terminal.close()
            raise
        return terminal


BARE = Program((sys.executable, "-m", "benchmarks.bare_textual"), "READY-MARK")
JAVARI = Program((sys.executable, "-m", "javari_tui"), "Credits:")
JAVARI_WITH_MODEL = Program(JAVARI.command, "Claude")
"""Ready to ask: the header names the model."""


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment all programs start in: nothing that could change a figure."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    plain = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "JAVARI_HOME": str(home)}
    return {**kept, **plain, **more}


def with_model(home: Path, address: str) -> dict[str, str]:
    """The same with a model's key, and its server at an address."""
    return surroundings(home, ANTHROPIC_API_KEY="test", ANTHROPIC_BASE_URL=address)


def settle(program: PseudoTerminal, *, seconds: float = 15.0) -> None:
    """Wait until a program neither prints nor computes for a while."""
    until = time.perf_counter() + seconds
    program.wait_quiet(0.5, seconds=seconds)
    while time.perf_counter() < until:
        before = program.process.cpu_ms()
        time.sleep(0.5)
        if program.process.cpu_ms() - before <= 20:
            return
