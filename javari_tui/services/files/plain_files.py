"""Reads plain files the user named, and nothing that could block or has no end."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from javari_tui.domain.errors import FileRefused
from javari_tui.domain.file_facts import Stamp
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_


class PlainFile(NamedTuple):
    """The first bytes of a file."""

    data: bytes
    size: int
    """How many there are in all."""
    stamp: Stamp


def read_plain(path: Path, name: str, most: int) -> PlainFile:
    """The first bytes of a plain file (blocking, but never for long); FileRefused says why not."""
    try:
        check_plain(path.stat(), name)
        # It may have been swapped for a pipe since: opened without waiting, and asked again.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            state = os.fstat(descriptor)
            check_plain(state, name)
            data = file.read(most) or b""
    except (OSError, ValueError) as error:
        raise refused(error, name) from error
    return PlainFile(data, max(state.st_size, len(data)), stamp_of(state))


def stamp_of(state: os.stat_result) -> Stamp:
    """The stamp of a file in a state."""
    return Stamp(state.st_mtime_ns, state.st_size, state.st_ino, state.st_dev)


def refused(error: OSError | ValueError, name: str) -> FileRefused:
    """What the system said about a file, in words."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return FileRefused(
            N_("{name} cannot be shown: there is no such file."),
            cure=N_("A name without a folder is looked for in {folder}."),
            name=name,
            folder=clean(str(Path.cwd())),
        )
    if isinstance(error, PermissionError):
        return FileRefused(N_("{name} cannot be shown: you may not read it."), name=name)
    return FileRefused(N_("{name} cannot be shown: it could not be read."), name=name)


def check_plain(state: os.stat_result, name: str) -> None:
    """Refuse what is no plain file."""
    if stat.S_ISDIR(state.st_mode):
        raise FileRefused(N_("{name} cannot be shown: it is a folder."), cure=N_("Name a file in it."), name=name)
    if not stat.S_ISREG(state.st_mode):
        raise FileRefused(N_("{name} cannot be shown: it is a pipe or device, not a file."), name=name)
