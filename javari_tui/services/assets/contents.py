"""What assets hold: where it is put, and how it is had back."""

from __future__ import annotations

import asyncio
import io
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from javari_tui.domain.assets import MOST_BYTES, ContentFile
from javari_tui.domain.errors import AssetRefused
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_
from javari_tui.storage.asset_files import AssetFiles
from javari_tui.storage.asset_reads import StoredContent

LARGEST_IN_DATABASE = 256 * 1024
"""Bytes of text that are kept in the database itself."""

Content = str | ContentFile


@dataclass(frozen=True, slots=True)
class FoundContent:
    """What was read, and put where it belongs."""

    content: Content
    beginning: bytes
    """Its first bytes."""

    @property
    def is_text(self) -> bool:
        """Whether all of it is text."""
        return isinstance(self.content, str) or self.content.is_text


async def put(files: AssetFiles, content: str | bytes, name: str) -> FoundContent:
    """Put a content where it belongs. Not on the disk thread: a large one would hold up what is being said."""
    if isinstance(content, str) and len(content) <= LARGEST_IN_DATABASE:
        content_size = len(content.encode("utf-8", "replace"))
        if content_size <= LARGEST_IN_DATABASE:
            return FoundContent(content, b"")
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if len(data) > MOST_BYTES:
        raise _too_large(name)
    return await asyncio.to_thread(_put, files, io.BytesIO(data), name)


async def put_file(files: AssetFiles, path: Path, name: str) -> FoundContent:
    """The same with a file on disk; AssetRefused says why it is not kept."""
    return await asyncio.to_thread(_put_file, files, path, name)


async def data_of(files: AssetFiles, stored: StoredContent) -> bytes:
    """The bytes of a content, made sure to be those that were kept."""
    if not stored.in_file:
        return stored.text.encode()
    return await asyncio.to_thread(files.read, stored.digest, stored.size)


class _Bounded:
    """A stream that refuses to give more than is kept: a file may grow while it is read."""

    def __init__(self, first: bytes, rest: io.BufferedIOBase, name: str) -> None:
        self._first, self._rest, self._name, self._left = first, rest, name, MOST_BYTES

    def read(self, size: int, /) -> bytes:
        piece, self._first = (self._first, b"") if self._first else (self._rest.read(size), b"")
        self._left -= len(piece)
        if self._left < 0:
            raise _too_large(self._name)
        return piece


def _put(files: AssetFiles, source: io.BufferedIOBase, name: str) -> FoundContent:
    beginning = source.read(LARGEST_IN_DATABASE + 1)
    if len(beginning) <= LARGEST_IN_DATABASE and (text := _text(beginning)) is not None:
        return FoundContent(text, beginning)
    return FoundContent(files.put(_Bounded(beginning, source, name)), beginning)


def _put_file(files: AssetFiles, path: Path, name: str) -> FoundContent:
    try:
        _check(path.stat(), name)
        # It may have been swapped for a pipe since: opened without waiting, and asked again.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (FileNotFoundError, NotADirectoryError) as error:
        title, cure = N_("{name} cannot be kept: there is no such file."), N_("Check the name.")
        raise AssetRefused(title, cure=cure, name=name) from error
    except PermissionError as error:
        title, cure = N_("{name} cannot be kept: you may not read it."), N_("Check its permissions.")
        raise AssetRefused(title, cure=cure, name=name) from error
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        _check(os.fstat(descriptor), name)
        return _put(files, _Read(file, name), name)


class _Read(io.BufferedIOBase):
    """The file that is kept; where it cannot be read, that is told apart from a disk that takes no more."""

    def __init__(self, file: io.BufferedReader, name: str) -> None:
        self._file, self._name = file, name

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            raise _unreadable(self._name, error) from error


def _text(data: bytes) -> str | None:
    """The text that these bytes are; none when they are something else."""
    if b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _check(state: os.stat_result, name: str) -> None:
    """Refuse what is no plain file, and what is too large, before it is read."""
    if stat.S_ISDIR(state.st_mode):
        raise AssetRefused(
            N_("{name} cannot be kept: it is a folder."), cure=N_("Keep the files in it one by one."), name=name
        )
    if not stat.S_ISREG(state.st_mode):
        raise AssetRefused(N_("{name} cannot be kept: it is a pipe or device, not a file."), name=name)
    if state.st_size > MOST_BYTES:
        raise _too_large(name)


def _too_large(name: str) -> AssetRefused:
    return AssetRefused(
        N_("{name} cannot be kept: {limit} MB is the most."), name=name, limit=MOST_BYTES // (1024 * 1024)
    )


def _unreadable(name: str, error: Exception) -> AssetRefused:
    detail = clean(getattr(error, "strerror", None) or str(error))
    return AssetRefused(N_("{name} cannot be kept: it could not be read."), detail=detail, name=name)
