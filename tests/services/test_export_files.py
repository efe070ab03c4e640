from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from javari_tui.domain import imports
from javari_tui.domain.errors import DiskFull, ImportRefused, StorageError
from javari_tui.services.chats.export_files import read_export, write_export


def test_an_export_is_only_for_its_owner(tmp_path: Path) -> None:
    file = write_export(tmp_path / "chat.md", "mañana\n")
    assert (file.read_text(encoding="utf-8"), file.stat().st_mode & 0o777) == ("mañana\n", 0o600)
    with pytest.raises(StorageError, match="exists already"):
        write_export(file, "other")
    assert read_export(file) == "mañana\n"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_what_could_not_be_written_whole_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    file = tmp_path / "chat.md"

    def failing(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing)
        with pytest.raises(StorageError, match="could not be written") as refused:
            write_export(file, "long" * 10_000)

    assert (isinstance(refused.value, DiskFull), file.exists()) == (code == errno.ENOSPC, False)
    assert refused.value.detail == os.strerror(code)
    assert write_export(file, "now").read_text() == "now"


def test_no_file_that_could_be_imported_is_too_large_to_read(tmp_path: Path) -> None:
    file = tmp_path / "chats.json"
    with file.open("wb") as out:
        out.truncate(imports.MOST_BYTES + 1)
    with pytest.raises(ImportRefused, match="too large"):
        read_export(file)
    assert len("😀".encode()) * imports.MAX_FILE == imports.MOST_BYTES
