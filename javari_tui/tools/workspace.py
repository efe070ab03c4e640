"""The folders tools may work in, and the one way to open what is in them.

A path is resolved first, with every link in it; what lies outside is refused. What is left is then opened
component by component without following anything, so whatever is swapped meanwhile leads nowhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_
from javari_tui.tools.git_folders import belongs_to_git, names_git

MOST_PATH = 4096
"""Characters of a path."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Ground:
    """A folder the user trusted: where it really is, and which one it was then."""

    path: Path
    device: int
    inode: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a ground: the names that lead to it, without links and without `..`."""

    ground: Ground
    parts: tuple[str, ...]
    shown: str
    """How it is called, cleaned: relative in the first ground, else absolute."""

    @property
    def path(self) -> Path:
        """The absolute path, for others than our own opening."""
        return self.ground.path.joinpath(*self.parts)

    def inside(self, name: str) -> Place:
        """A place right below this one."""
        shown = shown_name(name) if self.shown == "." else f"{self.shown}/{shown_name(name)}"
        return Place(self.ground, (*self.parts, name), shown)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder that was trusted first, others the user added, and what is kept from tools even there."""

    grounds: tuple[Ground, ...]
    private: tuple[Path, ...] = ()
    """Folders of Javari's own: its settings, its database."""

    @classmethod
    def open(cls, folder: Path, *, private: Sequence[Path] = ()) -> Workspace:
        """A workspace of one folder; ToolRefused when it is none, or is the whole disk."""
        return cls((_ground(folder),), tuple(Path(os.path.realpath(path)) for path in private))

    def with_folder(self, folder: Path) -> Workspace:
        """The same, and one more folder the user added."""
        return replace(self, grounds=(*self.grounds, _ground(folder)))

    def place(self, path: str, *, to_write: bool = False) -> Place:
        """Where a path really leads; ToolRefused when that is outside, private, or (to write) Git's own."""
        shown = shown_name(path)[:200]
        if "\0" in path or len(path) > MOST_PATH:
            raise ToolRefused(N_("“{name}” is no name of a file."), name=shown)
        try:
            real = Path(os.path.realpath(self.grounds[0].path / path))
        except (OSError, ValueError) as error:
            raise ToolRefused(N_("“{name}” is no name of a file."), name=shown) from error
        if any(real.is_relative_to(private) for private in self.private):
            raise ToolRefused(N_("“{name}” belongs to Javari itself."), name=shown)
        ground = next((ground for ground in self.grounds if real.is_relative_to(ground.path)), None)
        if ground is None:
            raise ToolRefused(
                N_("“{name}” is outside of the workspace."), cure=N_("Add its folder to the workspace."), name=shown
            )
        parts = real.relative_to(ground.path).parts
        if to_write and (names_git(Path(path).parts) or belongs_to_git(real, [one.path for one in self.grounds])):
            raise ToolRefused(N_("“{name}” belongs to Git: a change there could run programs later."), name=shown)
        called = str(real.relative_to(ground.path)) if ground is self.grounds[0] else str(real)
        return Place(ground, parts, shown_name(called))


def shown_name(name: str) -> str:
    """The name of a file on one line, with what a terminal would obey or hide made visible."""
    return reveal(name).replace("\n", "␊").replace("\t", "␉")


@contextmanager
def opened_folder(place: Place) -> Iterator[int]:
    """The descriptor of a folder, reached from its ground without following anything."""
    descriptor = _open_ground(place)
    try:
        for part in place.parts:
            below = _open_part(part, descriptor, place)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def opened_file(place: Place) -> Iterator[tuple[int, os.stat_result]]:
    """The descriptor of a plain file with its state; pipes, devices, sockets and shared files are refused."""
    if not place.parts:
        raise ToolRefused(N_("“{name}” is a folder."), name=place.shown)
    with opened_folder(parent(place)) as folder:
        descriptor = open_entry(place.parts[-1], folder, place)
        try:
            yield descriptor, os.fstat(descriptor)
        finally:
            os.close(descriptor)


def parent(place: Place) -> Place:
    """The folder a place is in; called like the place, which is what a refusal is about."""
    return Place(place.ground, place.parts[:-1], place.shown)


def open_entry(name: str, folder: int, place: Place) -> int:
    """Open a plain file of an open folder; what it is, is asked before (opening a device does things) and after."""
    try:
        _check_plain(os.stat(name, dir_fd=folder, follow_symlinks=False), place)
        descriptor = os.open(name, _FILE, dir_fd=folder)
    except (OSError, ValueError) as error:
        refuse(error, place)
    try:
        _check_plain(os.fstat(descriptor), place)
    except ToolRefused:
        os.close(descriptor)
        raise
    return descriptor


def refuse(error: OSError | ValueError, place: Place) -> NoReturn:
    """Say what the system said about a place."""
    name = place.shown[:200]
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        raise ToolRefused(N_("There is no “{name}”."), name=name) from error
    if isinstance(error, PermissionError):
        raise ToolRefused(N_("You may not open “{name}”."), name=name) from error
    said = error.strerror or "" if isinstance(error, OSError) else str(error)
    raise ToolRefused(N_("“{name}” could not be opened."), detail=said, name=name) from error


def _ground(folder: Path) -> Ground:
    real = Path(os.path.realpath(folder.expanduser()))
    shown = shown_name(str(folder))
    try:
        state = real.stat()
    except (OSError, ValueError) as error:
        raise ToolRefused(N_("There is no “{name}”."), name=shown) from error
    if not stat.S_ISDIR(state.st_mode):
        raise ToolRefused(N_("“{name}” is no folder."), name=shown)
    if real == Path(real.anchor) or _is_of_the_system(state):
        raise ToolRefused(N_("“{name}” cannot be a workspace."), cure=N_("Choose a folder of yours."), name=shown)
    return Ground(real, state.st_dev, state.st_ino)


def _open_ground(place: Place) -> int:
    """The ground's own descriptor; another folder under its name is not what the user trusted."""
    try:
        descriptor = os.open(place.ground.path, _FOLDER)
    except OSError as error:
        refuse(error, place)
    state = os.fstat(descriptor)
    if (state.st_dev, state.st_ino) != (place.ground.device, place.ground.inode):
        os.close(descriptor)
        raise ToolRefused(N_("The workspace is not the folder it was any more."))
    return descriptor


def _open_part(part: str, above: int, place: Place) -> int:
    try:
        descriptor = os.open(part, _FOLDER, dir_fd=above)
    except (OSError, ValueError) as error:
        refuse(error, place)
    if _is_of_the_system(os.fstat(descriptor)):
        os.close(descriptor)
        raise ToolRefused(N_("“{name}” belongs to the system."), name=place.shown)
    return descriptor


def _check_plain(state: os.stat_result, place: Place) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise ToolRefused(N_("“{name}” is a folder."), name=place.shown)
    if not stat.S_ISREG(state.st_mode):
        raise ToolRefused(N_("“{name}” is a pipe, a device or a link, not a file."), name=place.shown)
    if state.st_nlink > 1:
        raise ToolRefused(
            N_("“{name}” has other names (hard links), and they may be outside of the workspace."), name=place.shown
        )


def _is_of_the_system(state: os.stat_result) -> bool:
    """Whether something is part of /proc or /sys, where files are no files."""
    for folder in ("/proc", "/sys"):
        try:
            system = os.stat(folder)  # noqa: PTH116 - asked for every folder on the way
        except OSError:
            continue  # a system without it
        if system.st_dev == state.st_dev and system.st_dev != os.stat("/").st_dev:  # noqa: PTH116
            return True
    return False
