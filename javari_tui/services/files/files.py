"""Files of the user's: found below a folder, read to go with a message or to be shown. Nothing blocks the loop."""

from __future__ import annotations

import asyncio
import os
import stat
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from javari_tui.domain import fuzzy
from javari_tui.domain.attachments import MAX_BYTES, attach_file, check_size
from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.chat import Attachment
from javari_tui.domain.errors import AttachmentRefused
from javari_tui.domain.mentions import mentioned
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_
from javari_tui.services.files.showing import named_place, read_block, show_file
from javari_tui.services.files.watching import changes_of

MOST_FILES = 20_000
"""Files looked at below one folder; the nearest ones come first."""
LONGEST_LOOK = 0.4
"""Seconds after which the files seen so far must do."""
LISTING_AGE = 5.0
"""Seconds a list of files is good for, so that typing a name does not walk the folders for every letter."""

_JUNK_FOLDERS = frozenset(
    {
        "node_modules",
        "bower_components",
        "site-packages",
        "__pycache__",
        "venv",
        "env",
        ".venv",
        ".tox",
        ".nox",
        ".eggs",
    }
    | {".git", ".hg", ".svn", ".idea", ".cache", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    | {".gradle", ".terraform", ".next", ".nuxt", ".svelte-kit"}
)
_JUNK_ENDINGS = (
    *(".pyc", ".pyo", ".so", ".o", ".a", ".obj", ".class", ".dll", ".exe", ".dylib", ".swp", ".DS_Store"),
    *(".woff", ".woff2", ".ttf", ".ico", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp3", ".mp4", ".mov"),
    *(".zip", ".gz", ".xz", ".zst", ".bz2", ".tar", ".7z", ".jar", ".whl", ".pdf", ".db", ".sqlite", ".sqlite3"),
)
_MARK_OF_A_CACHE = "CACHEDIR.TAG"


class Files:
    """Finds files below a folder by a few letters of their path, and reads those to attach."""

    def __init__(self, folder: Path, *, limit_bytes: int = MAX_BYTES) -> None:
        self._folder = folder
        self._limit = limit_bytes
        self._listing: tuple[Path, float, tuple[str, ...]] | None = None
        self._lock = asyncio.Lock()

    async def find(self, query: str, limit: int = 30) -> tuple[Path, ...]:
        """The files that fit best, as a person would write them: relative, or as the query began.

        A query that starts with `/`, `~/` or `../` looks below that folder instead.
        """
        prefix, rest = _split(query)
        base = Path(prefix).expanduser() if prefix else self._folder
        base = base if base.is_absolute() else self._folder / base
        async with self._lock:
            names = await self._list(base)
        found = await asyncio.to_thread(_rank, rest, names, limit)
        return tuple(Path(prefix + name) for name in found)

    async def read(self, path: Path) -> Attachment:
        """A file as an attachment; raises AttachmentRefused with the reason. Never waits on a pipe or device."""
        whole = path.expanduser()
        whole = whole if whole.is_absolute() else self._folder / whole
        return await asyncio.to_thread(read_attachment, whole, clean(str(path)), self._limit)

    async def show(self, written: str) -> SourceBlock:
        """A file the user named, as they wrote it, perhaps with a line behind; FileRefused says why not."""
        return await asyncio.to_thread(self._show, written)

    async def look_at(self, block: SourceBlock) -> SourceBlock:
        """A file that is named by its path alone, with what is in it now; FileRefused says why not."""
        read = await asyncio.to_thread(read_block, Path(block.path), block.title, marks=block.marks)
        return replace(block, kind=read.kind, text=read.text, file=read.file)

    def changes_of(
        self, block: SourceBlock, rest: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> AsyncGenerator[SourceBlock]:
        """The block of a file anew whenever the file is another, until nobody asks any more; `rest` waits between."""
        return changes_of(block, rest)

    def _show(self, written: str) -> SourceBlock:
        path, marks = named_place(written, self._folder)
        return show_file(path, self._folder, marks=marks)

    async def named_in(self, text: str) -> tuple[Path, ...]:
        """The files that a text names with `@`; other words after an `@` are words."""
        names = mentioned(text)
        return tuple([Path(name) for name in names if await asyncio.to_thread(self._is_file, name)])

    def _is_file(self, name: str) -> bool:
        try:
            return (self._folder / Path(name).expanduser()).is_file()
        except (OSError, RuntimeError, ValueError):
            return False  # no name of a file at all: too long, an unknown home, a null character

    async def _list(self, base: Path) -> tuple[str, ...]:
        if self._listing is not None:
            listed, at, names = self._listing
            if listed == base and time.monotonic() - at < LISTING_AGE:
                return names
        names = await asyncio.to_thread(list_files, base)
        self._listing = (base, time.monotonic(), names)
        return names


def list_files(base: Path, *, most: int = MOST_FILES, seconds: float = LONGEST_LOOK) -> tuple[str, ...]:
    """Paths of the files below a folder, relative to it, nearest first; bounded in number and time.

    Links to folders are not followed, so there are no loops. Folders that cannot be read are left out.
    """
    until = time.monotonic() + seconds
    found: list[str] = []
    waiting = deque([""])
    while waiting and len(found) < most and time.monotonic() < until:
        inside = waiting.popleft()
        folders, files = _entries(base, inside)
        found.extend(sorted(files)[: most - len(found)])
        waiting.extend(sorted(folders))
    return tuple(found)


def _entries(base: Path, inside: str) -> tuple[list[str], list[str]]:
    """The folders worth entering and the files worth naming in one folder."""
    folders: list[str] = []
    files: list[str] = []
    try:
        with os.scandir(base / inside) as entries:
            for entry in entries:
                if entry.name == _MARK_OF_A_CACHE:
                    return [], []
                name = f"{inside}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in _JUNK_FOLDERS:
                        folders.append(f"{name}/")
                elif not entry.name.endswith(_JUNK_ENDINGS) and entry.is_file():
                    files.append(name)
    except OSError:
        return folders, files  # not ours to read: there is nothing to offer from here
    return folders, files


def read_attachment(path: Path, name: str, limit: int = MAX_BYTES) -> Attachment:
    """Read one file (blocking, but never for long); raises AttachmentRefused with the reason."""
    try:
        _check_kind(path.stat().st_mode, name)
        # The file may have been swapped for a pipe since: opened without blocking, asked again once it is open.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            state = os.fstat(descriptor)
            _check_kind(state.st_mode, name)
            check_size(name, state.st_size, limit=limit)
            data = file.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AttachmentRefused(
            N_("{name} cannot be attached: there is no such file."), cure=N_("Check the name."), name=name
        ) from error
    except PermissionError as error:
        raise AttachmentRefused(
            N_("{name} cannot be attached: you may not read it."), cure=N_("Check its permissions."), name=name
        ) from error
    except (OSError, ValueError) as error:
        raise AttachmentRefused(
            N_("{name} cannot be attached: it could not be read."), detail=str(error), name=name
        ) from error
    return attach_file(name, data, limit=limit)


def _check_kind(mode: int, name: str) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISDIR(mode):
        raise AttachmentRefused(
            N_("{name} cannot be attached: it is a folder."), cure=N_("Attach the files in it one by one."), name=name
        )
    raise AttachmentRefused(N_("{name} cannot be attached: it is a pipe or device, not a file."), name=name)


def _split(query: str) -> tuple[str, str]:
    """The folder a query names for itself, with its last slash, and what is looked for in it."""
    if query.startswith(("/", "~/", "../")):
        folder, slash, rest = query.rpartition("/")
        return folder + slash, rest
    return "", query.removeprefix("./")


def _rank(query: str, names: tuple[str, ...], limit: int) -> list[str]:
    """The best names: by the whole path, and more so by the file's own name."""
    if not query.strip():
        return list(names[:limit])
    fitting: list[tuple[int, int, int, str]] = []
    for order, name in enumerate(names):
        whole = fuzzy.match(query, name)
        if whole is not None:
            own = fuzzy.match(query, name.rpartition("/")[2])
            score = whole.score + (own.score * 2 if own is not None else 0)
            fitting.append((-score, len(name), order, name))
    fitting.sort()
    return [name for *_rank_of, name in fitting[:limit]]
