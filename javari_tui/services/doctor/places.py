"""Javari's folders and files: there, private, writable, on a disk of this machine, with room left."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from javari_tui.domain.findings import Finding, Severity
from javari_tui.i18n import N_
from javari_tui.paths import Folders, has_home, private_folder
from javari_tui.storage.network_disks import disk_kind, is_network_disk

LITTLE_ROOM = 200 * 1024 * 1024
"""Bytes left on the disk below which a copy of the database may not fit any more."""
NO_ROOM = 10 * 1024 * 1024


def places(folders: Folders) -> Iterator[Finding]:
    """Everything about folders and files."""
    if not has_home():
        yield Finding(
            id="home",
            severity=Severity.WARNING,
            text=N_("There is no home folder, so everything is kept in {folder} and may be gone after a restart."),
            cure=N_("Set JAVARI_HOME to a folder that stays."),
            values={"folder": folders.data.parent},
        )
    for name, folder in own_folders(folders):
        yield from _folder(name, folder)
    for file in private_files(folders):
        yield from _file(file)
    yield from _disk(folders)


def own_folders(folders: Folders) -> tuple[tuple[str, Path], ...]:
    """Javari's folders by name."""
    return (("config", folders.config), ("data", folders.data), ("state", folders.state), ("cache", folders.cache))


def private_files(folders: Folders) -> Iterator[Path]:
    """The files nobody else should be able to read, where they exist."""
    for folder, pattern in (
        (folders.data, "javari.db*"),
        (folders.backups, "*.db"),
        (folders.config, "config.yaml"),
        (folders.state, "javari.log*"),
        (folders.crashes, "*"),
    ):
        if os.access(folder, os.R_OK | os.X_OK):
            yield from (file for file in sorted(folder.glob(pattern)) if file.is_file())


def repair(folders: Folders) -> None:
    """Make the folders, and close them and the private files to others."""
    for _name, folder in own_folders(folders):
        private_folder(folder)
    for file in private_files(folders):
        if file.stat().st_uid == os.getuid() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            file.chmod(0o600)


def _folder(name: str, folder: Path) -> Iterator[Finding]:
    """One folder."""
    values = {"folder": folder}
    if not folder.exists():
        if _could_be_made(folder):
            text = N_("The folder {folder} is not there yet; it is made when it is needed.")
            yield Finding(id=f"folder.{name}", severity=Severity.NOTE, text=text, values=values, fixable=True)
            return
        yield Finding(
            id=f"folder.{name}",
            severity=Severity.PROBLEM,
            text=N_("The folder {folder} is not there and cannot be made."),
            cure=N_("Make it, or set JAVARI_HOME to a folder you can write to."),
            values=values,
        )
    elif not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            id=f"folder.{name}",
            severity=Severity.PROBLEM,
            text=N_("You cannot write to the folder {folder}."),
            cure=N_("Give yourself the right to, or set JAVARI_HOME to another folder."),
            values=values,
        )
    elif stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Finding(
            id=f"folder.{name}",
            severity=Severity.WARNING,
            text=N_("Others on this machine can look into {folder}."),
            cure=N_("Run “chmod 700 {folder}”."),
            values=values,
            fixable=True,
        )
    else:
        yield Finding(id=f"folder.{name}", severity=Severity.FINE, text=N_("Folder {folder}"), values=values)


def _could_be_made(folder: Path) -> bool:
    """Whether the nearest folder above that exists lets us make others in it."""
    above = next(parent for parent in folder.parents if parent.exists())
    return above.is_dir() and os.access(above, os.W_OK | os.X_OK)


def _file(file: Path) -> Iterator[Finding]:
    """One file that should be private."""
    state = file.stat()
    if stat.S_IMODE(state.st_mode) & 0o077:
        yield Finding(
            id="file.permissions",
            severity=Severity.WARNING,
            text=N_("Others on this machine can read {file}."),
            cure=N_("Run “chmod 600 {file}”."),
            values={"file": file},
            fixable=state.st_uid == os.getuid(),
        )
    elif not os.access(file, os.R_OK | os.W_OK):
        yield Finding(
            id="file.permissions",
            severity=Severity.PROBLEM,
            text=N_("You cannot read and write {file}."),
            cure=N_("Give yourself the right to: “chmod u+rw {file}”, or “chown” if it is somebody else's."),
            values={"file": file},
        )


def _disk(folders: Folders) -> Iterator[Finding]:
    """The disk the data is on."""
    place = next(folder for folder in (folders.data, *folders.data.parents) if folder.exists())
    if is_network_disk(place):
        yield Finding(
            id="disk.network",
            severity=Severity.WARNING,
            text=N_("{folder} is on a network disk ({kind}), where two programs can damage a database."),
            cure=N_("Set JAVARI_HOME to a folder on a disk of this machine."),
            values={"folder": folders.data, "kind": disk_kind(place)},
        )
    free = shutil.disk_usage(place).free
    values = {"folder": folders.data, "free": free // (1024 * 1024)}
    if free < LITTLE_ROOM:
        yield Finding(
            id="disk.space",
            severity=Severity.PROBLEM if free < NO_ROOM else Severity.WARNING,
            text=N_("Only {free} MB are left on the disk of {folder}."),
            cure=N_("Free some space, or set JAVARI_HOME to a folder on another disk."),
            values=values,
        )
    else:
        text = N_("{free} MB are left on the disk of {folder}.")
        yield Finding(id="disk.space", severity=Severity.FINE, text=text, values=values)
