"""Exports on the user's own disk: written, never over a file that is there, and read back."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from javari_tui.domain.errors import DiskFull, ImportRefused, StorageError
from javari_tui.i18n import N_


def write_export(file: Path, text: str) -> Path:
    """Write an export to a new file that only its owner can read; its full name.

    Raises StorageError where that cannot be, and then leaves no part of it behind.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        _fill(file, descriptor, text)
    except FileExistsError as error:
        raise StorageError(N_("{file} exists already."), cure=N_("Choose another name."), file=file) from error
    except OSError as error:
        kind = DiskFull if error.errno == errno.ENOSPC else StorageError
        reason, cure = error.strerror or str(error), N_("Choose another place.")
        raise kind(N_("{file} could not be written."), cure=cure, detail=reason, file=file) from error
    return file.resolve()


def _fill(file: Path, descriptor: int, text: str) -> None:
    """Write a text into a file just made; without all of it on the disk, the file goes again."""
    is_whole = False
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(descriptor)
        is_whole = True
    finally:
        if not is_whole:
            file.unlink(missing_ok=True)


def read_export(file: Path) -> str:
    """The text of an export. Raises ImportRefused, with the reason."""
    from javari_tui.domain.imports import MOST_BYTES  # noqa: PLC0415 - not before something is imported

    try:
        if not file.is_file():
            raise ImportRefused(N_("There is no file {file}."), cure=N_("Check the name."), file=file)
        if file.stat().st_size > MOST_BYTES:
            raise ImportRefused(N_("{file} is too large to be a Javari export."), file=file)
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        cure = N_("Check the name.")
        raise ImportRefused(N_("{file} could not be read."), detail=reason, cure=cure, file=file) from error
    except UnicodeDecodeError as error:
        raise ImportRefused from error
