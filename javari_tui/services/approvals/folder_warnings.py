"""What deserves a second look before a folder is trusted."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from javari_tui.i18n import _

MOST_ENTRIES = 20_000
"""Files and folders; with more a folder is called large."""
_LOOK_SECONDS = 0.3
_SHARED = ("/tmp", "/var/tmp", "/dev/shm", "/run")  # noqa: S108 - nothing is written there
_SYSTEM = ("/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/mnt", "/media", "/opt", "/root", "/sbin", "/srv", "/usr")
_SYSTEM_BELOW = ("/bin", "/boot", "/dev", "/etc", "/lib", "/sbin", "/usr", "/var")


def folder_warnings(folder: Path, home: Path | None) -> tuple[str, ...]:
    """Sentences on a folder, translated (blocking, but not for long). The folder has no links in it."""
    said = []
    if home is not None and (folder == home or home.is_relative_to(folder)):
        said.append(_("This is your whole home folder, with everything private that is in it."))
    elif _is_system(folder):
        said.append(_("This folder belongs to the system."))
    if _is_shared(folder):
        said.append(_("Other users and programs of this machine can put files here."))
    if _is_large(folder):
        said.append(_("There is a lot in this folder. A smaller one keeps more of it private."))
    return tuple(said)


def _is_system(folder: Path) -> bool:
    if any(folder.is_relative_to(shared) for shared in _SHARED):
        return False
    return str(folder) in _SYSTEM or any(folder.is_relative_to(above) for above in _SYSTEM_BELOW)


def _is_shared(folder: Path) -> bool:
    try:
        return str(folder) in _SHARED or bool(folder.stat().st_mode & stat.S_IWOTH)
    except OSError:
        return False  # it is gone: whoever opens it says so


def _is_large(folder: Path) -> bool:
    """Whether more is in it than is counted in a moment."""
    until, found = time.monotonic() + _LOOK_SECONDS, 0
    for _above, folders, files in os.walk(folder):
        found += len(folders) + len(files)
        if found > MOST_ENTRIES or time.monotonic() > until:
            return True
    return False
