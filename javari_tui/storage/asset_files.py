"""Content that is large or no text: files beside the database, each named by what is in it.

A file is whole and on the disk before any row names it, and is removed only when no row has named it for a day.
So whatever is killed in between leaves at worst a file that nobody names.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
import time
import uuid
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from javari_tui.domain.assets import ContentFile, Tidied
from javari_tui.domain.errors import StorageError
from javari_tui.i18n import N_
from javari_tui.paths import private_folder
from javari_tui.storage.file_locks import only_process
from javari_tui.storage.sqlite_errors import translating

GRACE = 24 * 60 * 60
"""Seconds that a file is safe after it was put in place, named or not."""
SEARCHED = 256 * 1024
"""Characters of a text that search looks through."""

_PIECE = 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PART = ".part-"


class Source(Protocol):
    """Something that bytes are read from, such as an open file."""

    def read(self, size: int, /) -> bytes:
        """At most so many more bytes; none at the end."""


def relative_path(digest: str) -> str:
    """Where the file of a content is, below the folder."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


class AssetFiles:
    """The folder of content files. Every method blocks; any thread may call it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, source: Source) -> ContentFile:
        """Put the rest of a stream in place, unless the same is there; on the disk when this returns.

        StorageError where that cannot be, and then nothing of it stays.
        """
        with translating(self.folder):
            private_folder(self.folder)
            part = self.folder / f"{_PART}{uuid.uuid4().hex}"
            try:
                made = _copy(source, part)
                self._put_in_place(part, made.digest)
            finally:
                part.unlink(missing_ok=True)
        return made

    def path(self, digest: str) -> Path:
        """Where the file of a content is."""
        if not _DIGEST.fullmatch(digest):
            raise StorageError(detail=f"“{digest}” names no content")
        return self.folder / relative_path(digest)

    def holds(self, digest: str, size: int) -> bool:
        """Whether a file of that name and size is there; what is in it is not looked at."""
        try:
            return self.path(digest).lstat().st_size == size
        except OSError:
            return False

    def read(self, digest: str, size: int) -> bytes:
        """What a file holds, made sure to be what was kept. StorageError when it is missing or something else."""
        path = self.path(digest)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise StorageError(
                N_("The file with this content is missing: {path}."),
                cure=N_("Put it back from a copy of that folder, or delete the asset."),
                path=path,
            ) from error
        except OSError as error:
            raise _damaged(path) from error
        with translating(path):
            try:
                data = _read(descriptor, size + 1) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
            finally:
                os.close(descriptor)
        if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
            raise _damaged(path)
        return data

    def loose(self, named: Container[str], *, grace: float = GRACE) -> tuple[Path, ...]:
        """Files that nobody names, but for those put in place within the grace time before now."""
        if not self.folder.is_dir():
            return ()
        with translating(self.folder):
            unnamed = (path for path in self._contents() if path.name not in named)
            return tuple(path for path in (*self._parts(), *unnamed) if _is_old(path, grace))

    def remove(self, loose: Iterable[Path], *, grace: float = GRACE) -> Tidied:
        """Remove such files, unless they have been put in place anew."""
        removed, size = 0, 0
        with translating(self.folder):
            for path in loose:
                # One at a time, and asked again: whoever keeps the same at this moment makes it young.
                with only_process(self._lock):
                    if _is_old(path, grace):
                        size += path.lstat().st_size
                        path.unlink()
                        removed += 1
        return Tidied(files=removed, size=size)

    @property
    def _lock(self) -> Path:
        return self.folder / ".names"

    def _put_in_place(self, part: Path, digest: str) -> None:
        path = self.path(digest)
        with only_process(self._lock):
            with suppress(FileNotFoundError):
                # Perhaps about to be tidied away: young again, it stays until a row names it. What is not whole
                # is put in place anew.
                if path.lstat().st_size == part.stat().st_size and _digest_of(path) == digest:
                    os.utime(path)
                    return
            for folder in (path.parent.parent, path.parent):
                private_folder(folder)
                _flush(folder.parent)
            part.rename(path)
            _flush(path.parent)

    def _parts(self) -> Iterator[Path]:
        """What was being written when its process was killed."""
        return (path for path in self.folder.iterdir() if path.name.startswith(_PART))

    def _contents(self) -> Iterator[Path]:
        for first in self.folder.iterdir():
            for second in first.iterdir() if len(first.name) == 2 and first.is_dir() else ():
                for path in second.iterdir() if second.is_dir() else ():
                    if _DIGEST.fullmatch(path.name):
                        yield path


def _copy(source: Source, part: Path) -> ContentFile:
    """Write a stream into a new private file, and look at it on the way."""
    digest, size = hashlib.sha256(), 0
    text = _TextLook()
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
        while piece := source.read(_PIECE):
            out.write(piece)
            digest.update(piece)
            text.feed(piece)
            size += len(piece)
        out.flush()
        os.fsync(descriptor)
    text.feed(b"", is_last=True)
    beginning = text.beginning if text.is_text else ""
    return ContentFile(digest=digest.hexdigest(), size=size, is_text=text.is_text, beginning=beginning)


class _TextLook:
    """Whether what comes in pieces is text, and how it begins."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.is_text = True
        self.beginning = ""

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        if not self.is_text:
            return
        try:
            text = self._decoder.decode(piece, is_last)
        except UnicodeDecodeError:
            self.is_text = False
            return
        self.is_text = "\0" not in text
        self.beginning += text[: SEARCHED - len(self.beginning)]


def _read(descriptor: int, most: int) -> bytes:
    with open(descriptor, "rb", closefd=False) as file:
        return file.read(most)


def _is_old(path: Path, grace: float) -> bool:
    """Whether a file is there, and was put in place longer ago than that."""
    try:
        return path.lstat().st_mtime < time.time() - grace
    except FileNotFoundError:
        return False


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(path: Path) -> StorageError:
    return StorageError(
        N_("The file {path} does not hold what was kept any more, so it is not shown."),
        cure=N_("Put it back from a copy of that folder, or keep the same again."),
        path=path,
    )


def _flush(folder: Path) -> None:
    """Wait until a folder's list of names is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
