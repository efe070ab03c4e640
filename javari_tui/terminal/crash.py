"""The last resort: what is kept of an error nobody foresaw."""

from __future__ import annotations

import io
import os
import platform
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, RenderableType

from javari_tui import __version__


def described(error: BaseException) -> str:
    """Where an error came from and what caused it, without local variables."""
    return "".join(traceback.format_exception(error, limit=-60))


def drawn(renderables: tuple[RenderableType, ...]) -> str:
    """What Textual would print about an error, as plain text."""
    file = io.StringIO()
    Console(file=file, width=120, color_system=None).print(*renderables, markup=False)
    return file.getvalue()


def write_crash_report(what: str, folder: Path, redact: Callable[[str], str]) -> Path | None:
    """Write a private report with secrets redacted; none when nothing can be written."""
    now = datetime.now(UTC)
    head = f"Javari {__version__} · Python {platform.python_version()} · {platform.system()} · {now:%Y-%m-%dT%H:%M:%SZ}"
    report = folder / f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(report, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", errors="replace") as file:
            file.write(redact(f"{head}\n\n{what}"))
    except OSError:
        return None  # there is nowhere left to tell; the exit code and the line on the terminal remain
    return report
