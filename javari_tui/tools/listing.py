"""`list_files`, and the walk below a folder that the search uses too."""

from __future__ import annotations

import os
import stat
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import FileList
from javari_tui.tools.workspace import Place, Workspace, opened_folder, refuse, shown_name

MOST_NAMES = 1000
"""Names of one result."""
MOST_SEEN = 50_000
"""Entries looked at for one result."""
MOST_SECONDS = 3.0

IGNORED = frozenset(
    {".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", "site-packages", ".tox", ".nox"}
    | {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".idea", ".gradle", ".terraform", ".next"}
)
"""Folders of tools and of other people's code: named, never entered."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a folder."""

    place: Place
    path: str
    """Relative to where the walk began."""
    mode: int

    @property
    def mark(self) -> str:
        """What stands behind its name in a list."""
        return "/" if stat.S_ISDIR(self.mode) else "@" if stat.S_ISLNK(self.mode) else ""


def list_files(workspace: Workspace, path: str, *, pattern: str, depth: int, limit: int) -> FileList:
    """What is below a folder, sorted, to a depth; of the files only those that fit the pattern."""
    folder = workspace.place(path)
    with opened_folder(folder):
        pass  # not there or no folder: said at once
    names: list[str] = []
    until = time.monotonic() + MOST_SECONDS
    for seen, entry in enumerate(walk(workspace, folder, depth=depth)):
        if seen > MOST_SEEN or len(names) >= MOST_NAMES * 10 or time.monotonic() > until:
            return FileList(folder=folder.shown, names=tuple(sorted(names)[:limit]), is_cut=True)
        if fits(entry.path, pattern) or (not pattern and entry.mark == "/"):
            names.append(shown_name(entry.path) + entry.mark)
    return FileList(folder=folder.shown, names=tuple(sorted(names)[:limit]), is_cut=len(names) > limit)


def fits(path: str, pattern: str) -> bool:
    """Whether a relative path fits a pattern such as `*.py` (any folder) or `tests/*.py`."""
    return not pattern or fnmatchcase(path if "/" in pattern else path.rpartition("/")[2], pattern)


def walk(workspace: Workspace, folder: Place, *, depth: int = 64) -> Iterator[Entry]:
    """Everything below a folder, nearest first. Links are not followed, a folder met twice is not entered again."""
    entered: set[tuple[int, int]] = set()
    waiting = deque([(folder, "")])
    while waiting:
        place, prefix = waiting.popleft()
        for name, state in _entries(place, entered):
            entry = Entry(place.inside(name), prefix + name, state.st_mode)
            if entry.place.path in workspace.private:
                continue
            yield entry
            is_folder = stat.S_ISDIR(state.st_mode) and name not in IGNORED
            if is_folder and len(entry.place.parts) - len(folder.parts) < depth:
                waiting.append((entry.place, f"{prefix}{name}/"))


def _entries(place: Place, entered: set[tuple[int, int]]) -> list[tuple[str, os.stat_result]]:
    """Names in a folder with what they are; none when it was read already or cannot be read."""
    try:
        with opened_folder(place) as descriptor:
            state = os.fstat(descriptor)
            if (state.st_dev, state.st_ino) in entered:
                return []
            entered.add((state.st_dev, state.st_ino))
            return list(_states(descriptor))
    except ToolRefused:
        return []  # removed meanwhile, or not ours to read: there is nothing to name
    except OSError as error:
        refuse(error, place)


def _states(descriptor: int) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(descriptor) as found:
        for entry in sorted(found, key=lambda entry: entry.name):
            try:
                yield entry.name, entry.stat(follow_symlinks=False)
            except OSError:
                continue  # removed meanwhile
