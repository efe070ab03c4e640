"""Reads a file that the user named in order to show it: text of a bearable size, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from javari_tui.domain.errors import FileRefused
from javari_tui.domain.file_languages import language_of
from javari_tui.domain.guide import FileShown
from javari_tui.domain.json_layout import laid_out
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_
from javari_tui.services.files.plain_files import read_plain

MOST_BYTES = 64 * 1024
"""What is shown becomes part of the chat, so it stays of a size people read."""

_SECRET_NAME = re.compile(
    r"(?:\.env(?:\..+)?|\.netrc|\.pgpass|\.git-credentials|\.npmrc|\.pypirc|credentials|id_[a-z0-9]+|.+\.(?:pem|key|p12|pfx|kdbx))",
    re.IGNORECASE,
)
_SECRET_START = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY")


def view_file(path: str, folder: Path) -> FileShown:
    """The file's text (blocking, but never for long); FileRefused says why it is not shown."""
    name = clean(path).strip()
    whole = _whole_path(path, folder, name)
    if _SECRET_NAME.fullmatch(whole.name):
        raise _secret(name)
    data = _read(whole, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_text(name) from error
    if "\0" in text:
        raise _not_text(name)
    if _SECRET_START.search(text):
        raise _secret(name)
    shown = laid_out(text) if whole.suffix.lower() == ".json" else None
    return FileShown(name=name, text=clean(shown or text), language=language_of(whole.name), size=len(data))


def _whole_path(path: str, folder: Path, name: str) -> Path:
    try:
        return folder / Path(path).expanduser()
    except RuntimeError as error:
        raise FileRefused(N_("{name} cannot be shown: there is no such folder."), name=name) from error


def _read(path: Path, name: str) -> bytes:
    """The bytes of a plain file of bearable size."""
    data, size, _stamp = read_plain(path, name, MOST_BYTES + 1)
    if size > MOST_BYTES:
        raise _too_large(name, size)
    return data


def _too_large(name: str, size: int) -> FileRefused:
    return FileRefused(
        N_("{name} cannot be shown: it has {size} KB or more, and {limit} KB is the most."),
        name=name,
        size=-(-size // 1024),
        limit=MOST_BYTES // 1024,
    )


def _not_text(name: str) -> FileRefused:
    return FileRefused(N_("{name} cannot be shown: it is not a text file."), name=name)


def _secret(name: str) -> FileRefused:
    return FileRefused(
        N_("{name} is not shown: it looks like it holds a secret, and chats are kept."),
        cure=N_("Open it in an editor instead."),
        name=name,
    )
