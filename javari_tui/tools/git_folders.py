"""What Git keeps of a folder, and would run or obey later: its hooks and its settings."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

MOST_LOOKED_INTO = 2000
"""Folders that are searched for others of Git, the nearest first."""
_PIECES = ("HEAD", "objects", "refs")
"""What makes any folder one of Git, whatever its name."""
_MOST_BYTES = 4200
"""Of a file that only says where a folder is."""


def belongs_to_git(real: Path, grounds: Sequence[Path]) -> bool:
    """Whether a path without links is in a folder of Git, of one of these folders or between them and it."""
    ground = next(ground for ground in grounds if real.is_relative_to(ground))
    parts = real.relative_to(ground).parts
    if names_git(parts) or any(real.is_relative_to(kept) for one in grounds for kept in kept_by(one / ".git")):
        return True
    return any(is_git_folder(ground.joinpath(*parts[:count])) for count in range(len(parts) + 1))


def names_git(parts: Sequence[str]) -> bool:
    """Whether a path says that it is Git's."""
    return any(part.casefold() == ".git" for part in parts)


def is_git_folder(folder: Path) -> bool:
    """Whether Git takes a folder for one of its own."""
    return all(os.path.lexists(folder / name) for name in _PIECES)


def makes_git_folder(path: Path) -> bool:
    """Whether writing a file could make a folder one of Git, or change what Git obeys in one that is half there."""
    name = path.name.casefold()
    above = path.parent.parent if path.parent.name.casefold() == "hooks" else path.parent
    is_obeyed = above != path.parent or name in ("config", "commondir")
    if name == "head" or any(os.path.lexists(folder / "HEAD") for folder in path.parents):
        return True
    return is_obeyed and any(os.path.lexists(above / piece) for piece in _PIECES)


def kept_by(git: Path) -> list[Path]:
    """Where a `.git` really is: itself, or what it leads to as a link, a worktree or a folder kept apart."""
    found = [Path(os.path.realpath(git))]
    if found[0].is_file() and (told := _told(found[0]).removeprefix("gitdir:").strip()):
        found.append(_from(found[0].parent, told))
    if told := _told(found[-1] / "commondir"):
        found.append(_from(found[-1], told))
    return found


def git_below(ground: Path) -> Iterator[Path]:
    """Folders of Git in a folder, as far as they are found soon, with the files that lead to some."""
    waiting, looked = deque([ground]), 0
    while waiting and looked < MOST_LOOKED_INTO:
        folder, looked = waiting.popleft(), looked + 1
        try:
            with os.scandir(folder) as entries:
                below = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
        except OSError:
            continue  # what we may not look into, a command of ours may not either
        if folder != ground and below.keys() >= set(_PIECES):
            yield folder
            continue
        for name in (name for name in below if names_git((name,))):
            yield from kept_by(folder / name)
        waiting.extend(folder / name for name, is_folder in below.items() if is_folder and not names_git((name,)))


def _told(file: Path) -> str:
    """The line of a small file; nothing where there is none."""
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as opened:
            return os.fsdecode(opened.read(_MOST_BYTES)).strip()
    except (OSError, ValueError):
        return ""


def _from(folder: Path, told: str) -> Path:
    return Path(os.path.realpath(folder / told.replace("\0", "")))
