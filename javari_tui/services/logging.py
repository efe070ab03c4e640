"""The log: a private file of bounded size, never the screen, with secrets taken out."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from javari_tui.domain.untrusted_text import reveal
from javari_tui.paths import private_folder

LARGEST = 1_000_000
"""Bytes of one file; two older ones are kept."""
_TALKATIVE = ("httpx2", "httpcore", "httpcore2")
"""Libraries that tell of every request."""
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_logging(file: Path, redact: Callable[[str], str], *, level: int = logging.INFO) -> Callable[[], None]:
    """Log everything to a file from now on; the result ends that. Where no file can be written nothing is logged."""
    root = logging.getLogger()
    handler: logging.Handler
    try:
        private_folder(file.parent)
        handler = _PrivateFile(file)
    except OSError:
        handler = logging.NullHandler()  # without it Python would print warnings onto the screen
    handler.setFormatter(_Redacting(redact))
    handler.setLevel(level)
    before = root.level
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    root.addHandler(handler)
    root.setLevel(level)

    def end() -> None:
        root.removeHandler(handler)
        root.setLevel(before)
        handler.close()

    return end


class _PrivateFile(RotatingFileHandler):
    """A log file only its owner can read; an error of its own is not printed onto the screen."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=LARGEST, backupCount=2, encoding="utf-8", errors="backslashreplace")

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        os.fchmod(descriptor, 0o600)
        return open(descriptor, "a", encoding=self.encoding, errors=self.errors)  # noqa: PTH123 - a descriptor

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk must not end an answer."""


class _Redacting(logging.Formatter):
    """Lines without secrets and without anything a terminal would obey when the log is read there."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__(_FORMAT)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """One record, with its traceback."""
        return reveal(self._redact(super().format(record)))
