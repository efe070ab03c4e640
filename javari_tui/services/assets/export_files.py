"""Writing what was kept to the user's own disk: all of it or nothing, and never over a file by accident."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
import uuid
from pathlib import Path

from javari_tui.domain.assets import Exported
from javari_tui.domain.errors import DiskFull, StorageError
from javari_tui.i18n import N_

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What a disk answers that knows one name for each file."""


async def write_asset(path: Path, name: str, data: bytes, *, overwrite: bool) -> Exported:
    """Write bytes to a file, or under a name into a folder. StorageError says why not."""
    return await asyncio.to_thread(_write, path, name, data, overwrite=overwrite)


def _write(path: Path, name: str, data: bytes, *, overwrite: bool) -> Exported:
    target = path
    try:
        target = path.expanduser()
        target = (target / name if target.is_dir() else target).resolve()
        _put(target, data, overwrite=overwrite)
    except FileExistsError as error:
        raise StorageError(N_("{file} exists already."), cure=N_("Choose another name."), file=target) from error
    except (OSError, RuntimeError, ValueError) as error:
        kind = DiskFull if getattr(error, "errno", 0) in (errno.ENOSPC, errno.EDQUOT) else StorageError
        reason, cure = getattr(error, "strerror", None) or str(error), N_("Choose another place.")
        raise kind(N_("{file} could not be written."), cure=cure, detail=reason, file=target) from error
    return Exported(path=target, size=len(data))


def _put(target: Path, data: bytes, *, overwrite: bool) -> None:
    mode = _mode_of(target, overwrite=overwrite)
    part = target.with_name(f".javari-{uuid.uuid4().hex}.part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
            out.write(data)
            out.flush()
            os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        if overwrite:
            part.replace(target)
        else:
            _put_where_nothing_is(part, target)
    finally:
        part.unlink(missing_ok=True)


def _mode_of(target: Path, *, overwrite: bool) -> int:
    """The rights of the file that is written; FileExistsError where something is that stays."""
    try:
        state = target.lstat()
    except FileNotFoundError:
        return 0o600
    if not (overwrite and stat.S_ISREG(state.st_mode)):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    return stat.S_IMODE(state.st_mode)


def _put_where_nothing_is(part: Path, target: Path) -> None:
    """Give a file its name, unless something else has it, however lately."""
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        part.replace(target)
