"""What is looked at after an end: the terminal, what is on disk, what comes back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from javari_tui.paths import folders
from javari_tui.storage.first_look import FirstLook, first_look
from tests.model_server import ModelServer
from tests.pty_javari import PtyJavari

RESTORED = ("\x1b[?1003l", "\x1b[?1006l", "\x1b[?2004l", "\x1b[<u", "\x1b[?1049l", "\x1b[?25h", "\x1b[?1004l")
"""Mouse, pastes, kitty's keys, the other screen, the cursor, the focus."""


@pytest.fixture
def claude(model_server: ModelServer) -> dict[str, str]:
    """The environment of someone who talks with the test's model server."""
    model_server.reset()
    return {"ANTHROPIC_BASE_URL": model_server.base_url, "ANTHROPIC_API_KEY": "sk-ant-of-the-tests"}


def left(home: Path) -> FirstLook:
    """How Javari was left: what the next one shows first."""
    look = first_look(folders({"JAVARI_HOME": str(home)}).database)
    assert look is not None
    return look


def assert_given_back(javari: PtyJavari) -> None:
    """The terminal is as it was before, and nothing was drawn on it later."""
    assert javari.is_cooked
    for sequence in RESTORED:
        assert sequence in javari.output, repr(sequence)
    assert javari.output.rindex("\x1b[?1049h") < javari.output.rindex("\x1b[?1049l") < javari.output.rindex("\x1b[?25h")
    assert "\x1b[?25l" not in after(javari)


def after(javari: PtyJavari) -> str:
    """What was written since the terminal's own screen was back; nothing as long as it is not."""
    output = javari.output
    return output.rpartition("\x1b[?1049l")[2] if "\x1b[?1049l" in output else ""


def patched(module: str, patch: str) -> tuple[str, ...]:
    """Javari with something in one of its modules replaced; `m` is the module."""
    return (
        sys.executable,
        "-c",
        "import importlib, os, pathlib, sys, time\n"
        f"m = importlib.import_module('javari_tui.{module}')\n{patch}\n"
        "from javari_tui.__main__ import main\nsys.exit(main(sys.argv[1:]))",
    )
