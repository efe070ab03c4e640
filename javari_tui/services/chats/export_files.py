"""Exports on the user's own disk: written, never over a file that is there, and read back."""

from __future__ import annotations

from pathlib import Path

from javari_tui.domain.errors import ImportRefused, StorageError
from javari_tui.i18n import N_

MOST_BYTES = 256 * 1024 * 1024
"""Of a file to import; a larger one is refused before it is read."""


def write_export(file: Path, text: str) -> Path:
    """Write an export to a new file; its full name. Raises StorageError where that cannot be."""
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise StorageError(N_("{file} exists already."), cure=N_("Choose another name."), file=file) from error
    except OSError as error:
        reason = error.strerror or ""
        cure = N_("Choose another place.")
        raise StorageError(N_("{file} could not be written."), cure=cure, detail=reason, file=file) from error
    return file.resolve()


def read_export(file: Path) -> str:
    """The text of an export. Raises ImportRefused, with the reason."""
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
