"""Keys for a new line, wherever the terminal tells them from Enter.

Ctrl+J works everywhere. Alt+Enter comes as ESC CR, which Textual reads as a plain Enter (it would send the
message), and Shift+Enter reaches a program inside tmux only when that program asks for it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from enum import Enum
from typing import Any, cast

from textual import _ansi_sequences
from textual.app import App

ASK_FOR_MODIFIED_KEYS = "\x1b[>4;1m"
"""xterm's modifyOtherKeys: report keys that have no code of their own, such as Shift+Enter."""
NO_MODIFIED_KEYS = "\x1b[>4;0m"
"""Takes the request back."""


class _NewKeys(Enum):
    """Names in the shape of Textual's own `Keys`."""

    ALT_ENTER = "alt+enter"


_MISREAD = {"\r": "alt+enter", "shift+\r": "shift+enter", "ctrl+\r": "ctrl+enter"}
"""What Textual makes of Enter in xterm's form (CSI 27;2;13~): it takes the code for a typed character."""


def teach_newline_keys() -> None:
    """Make Textual read ESC CR as Alt+Enter; calling it again changes nothing."""
    known = cast("MutableMapping[str, object]", _ansi_sequences.ANSI_SEQUENCES_KEYS)
    known.setdefault("\x1b\r", (_NewKeys.ALT_ENTER,))


def proper_name(key: str) -> str:
    """A key's name, put right where Textual misreads it."""
    return _MISREAD.get(key, key)


def should_ask_for_modified_keys(environ: Mapping[str, str] | None = None) -> bool:
    """Whether to send the request: only tmux needs it, and some terminals take it for a text style."""
    environ = os.environ if environ is None else environ
    return bool(environ.get("TMUX"))


def ask_for_modified_keys(app: App[Any], *, on: bool) -> None:
    """Send the request, or take it back, where it is needed."""
    driver = app._driver  # Textual has no public way to ask the terminal for a mode
    if driver is not None and not driver.is_headless and should_ask_for_modified_keys():
        driver.write(ASK_FOR_MODIFIED_KEYS if on else NO_MODIFIED_KEYS)
