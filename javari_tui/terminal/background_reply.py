"""Takes the terminal's answer about its background out of the keyboard's input.

Textual's parser does not know such answers: it would type them into the prompt, letter by letter. So `input.py`
takes them out first. The question goes out after the first picture, nobody waits for the answer, and a terminal that
never answers costs nothing.

    ask_background(driver, os.environ)         # once it runs
    def on_background_reported(self, message)  # in the app
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import ClassVar

from textual._time import get_time
from textual.driver import Driver
from textual.message import Message

from javari_tui.terminal.colours import BACKGROUND_QUERY, background_from_reply, may_ask_background

LONGEST_REPLY = 64
"""Characters after which what begins like an answer is taken for keys."""

_WHOLE = re.compile(r"\x1b\]11;[ -~]{0,56}?(?:\x1b\\|\x07|\x9c)")
_PART = re.compile(r"\x1b\Z|\x1b\](?:1(?:1(?:;[ -~]{0,56}\x1b?)?)?)?\Z")
_HOLD_BEGINNING = 0.1
_HOLD_REST = 1.0
_AWAIT = 10.0


class BackgroundReported(Message):
    """The terminal told its background."""

    def __init__(self, *, is_dark: bool) -> None:
        super().__init__()
        self.is_dark = is_dark


class ReplyFilter:
    """Passes input through, without answers about the background. An answer may come in pieces.

    A lone Esc at the end of the input may be the beginning of one: it is held back a moment, and only while
    an answer is awaited, so the Esc key is as quick as ever at all other times.
    """

    latest: ClassVar[ReplyFilter | None] = None
    """The filter of the parser that runs: it is told when the question goes out."""

    def __init__(self, clock: Callable[[], float] = get_time) -> None:
        self._clock, self._held, self._held_until = clock, "", 0.0
        self._awaited_until = 0.0
        self.background_is_dark: bool | None = None

    def await_reply(self) -> None:
        """The question was sent."""
        self._awaited_until = self._clock() + _AWAIT

    def feed(self, data: str) -> str:
        """The input without answers; the beginning of one stays here until the rest comes or `overdue`."""
        data, self._held = self._held + data, ""
        data = _WHOLE.sub(self._take, data)
        part = _PART.search(data)
        if part is None or (part.group() == "\x1b" and self._clock() >= self._awaited_until):
            return data
        self._held = part.group()
        self._held_until = self._clock() + (_HOLD_REST if len(self._held) > 4 else _HOLD_BEGINNING)
        return data[: part.start()]

    def overdue(self) -> str:
        """What was held back and was no answer after all."""
        if not self._held or self._clock() < self._held_until:
            return ""
        data, self._held = self._held, ""
        return data

    def _take(self, reply: re.Match[str]) -> str:
        """Note what an answer says; nothing of it goes on."""
        is_dark = background_from_reply(reply.group().encode("latin-1"))
        if is_dark is not None:
            self.background_is_dark, self._awaited_until = is_dark, 0.0
        return ""


def ask_background(driver: Driver, environ: Mapping[str, str]) -> bool:
    """Send the question, if this terminal can be asked and somebody listens; whether it was sent."""
    if ReplyFilter.latest is None or not may_ask_background(environ):
        return False
    ReplyFilter.latest.await_reply()
    driver.write(BACKGROUND_QUERY)
    driver.flush()
    return True
