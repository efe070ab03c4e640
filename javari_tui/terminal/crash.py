"""The last resort: what is kept of an error nobody foresaw."""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from javari_tui import __version__


def write_crash_report(error: BaseException, folder: Path, redact: Callable[[str], str]) -> Path | None:
    """Write a private report without local variables and with secrets redacted; none when nothing can be written."""
    now = datetime.now(UTC)
    where = "".join(traceback.format_exception(error, limit=-60))
    head = f"Javari {__version__} · Python {platform.python_version()} · {platform.system()} · {now:%Y-%m-%dT%H:%M:%SZ}"
    report = folder / f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(report, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", errors="replace") as file:
            file.write(redact(f"{head}\n\n{where}"))
    except OSError:
        return None  # there is nowhere left to tell; the exit code and the line on the terminal remain
    return report
