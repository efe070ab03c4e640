"""Files written in one step, and only over what is expected there.

The new content is written beside the file and changes places with it; then what came out is looked at, and if it
is not what was expected, the two change back. So nothing that somebody else wrote meanwhile is ever lost.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from javari_tui.domain.errors import ToolRefused
from javari_tui.i18n import N_
from javari_tui.tools.workspace import Place, open_entry, opened_folder, parent, refuse

Expected = Callable[[bytes], bool]
"""Whether the content of a file is what it should be."""

Stopped = Callable[[], bool]
"""Whether nobody wants it any more; looked at last of all."""

_NO_REPLACE, _EXCHANGE = 1, 2
"""Flags of renameat2."""
MOST_NEW_FOLDERS = 64
"""That are made for one file, one in the other."""
_HOLD_SECONDS = 5.0
_UNKNOWN = (errno.ENOSYS, errno.EINVAL)
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def exists(place: Place) -> bool:
    """Whether anything has this name, of whatever kind."""
    return os.path.lexists(place.path)


def never() -> bool:
    """For what nobody stops."""
    return False


def refuse_deep(place: Place) -> int:
    """How many folders would have to be made for a file; ToolRefused when they are more than anybody needs."""
    folders = islice(place.path.parents, MOST_NEW_FOLDERS + 1)
    missing = next((count for count, folder in enumerate(folders) if os.path.lexists(folder)), None)
    if missing is None:
        raise ToolRefused(N_("“{name}” is no name of a file."), name=place.shown[:200])
    return missing


def create(place: Place, content: bytes, stopped: Stopped = never) -> bool:
    """Make a new file, with the folders that lead to it; False when there is something by now, or it was stopped."""
    if stopped():
        return False
    made = _make_folders(place)
    is_done = False
    try:
        is_done = _create(place, content, stopped)
    finally:
        if not is_done:
            _remove(made)
    return is_done


def _create(place: Place, content: bytes, stopped: Stopped) -> bool:
    with opened_folder(parent(place)) as folder, _written(folder, content, None, place) as part:
        if stopped():
            return False
        failed = _rename(folder, part, place.parts[-1], _NO_REPLACE)
        if failed in _UNKNOWN:
            failed = _link(folder, part, place.parts[-1])
        if failed not in (0, errno.EEXIST):
            refuse(OSError(failed, os.strerror(failed)), place)
        _sync(folder)
    return failed == 0


def replace_if(place: Place, content: bytes, expected: Expected, most: int, stopped: Stopped = never) -> bool:
    """Replace a file whose content is as expected; False when it is not, the file is gone, or it was stopped."""
    name = place.parts[-1]
    with opened_folder(parent(place)) as folder:
        _hold(folder, place)
        state = _state_if(name, folder, place, expected, most)
        if state is None:
            return False
        with _written(folder, content, state, place) as part:
            if stopped() or not _exchange(folder, part, name, place):
                return False
            if _state_if(part, folder, place, expected, most) is None:
                _exchange(folder, part, name, place)
                return False
        _sync(folder)
    return True


def _hold(folder: int, place: Place) -> None:
    """Keep other changes of ours out of the folder until it is closed: two that change back cross each other."""
    until = time.monotonic() + _HOLD_SECONDS
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise ToolRefused(N_("Another program is holding the folder of “{name}”."), name=place.shown) from error
            time.sleep(0.005)
        except OSError:
            return  # a file system without locks
        else:
            return


def _state_if(name: str, folder: int, place: Place, expected: Expected, most: int) -> os.stat_result | None:
    """The state of a plain file that holds what is expected; None when it is anything else."""
    try:
        with open(open_entry(name, folder, place), "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            return os.fstat(file.fileno()) if expected(file.read(most + 1)) else None
    except (ToolRefused, OSError):
        return None  # no plain file, or none that can be read: not what was expected


@contextmanager
def _written(folder: int, content: bytes, like: os.stat_result | None, place: Place) -> Iterator[str]:
    """The name of a new file beside it that holds the content, on disk; what has that name at the end is removed."""
    name = f".javari-{secrets.token_hex(8)}"
    try:
        mode = 0o666 if like is None else 0o600
        with open(os.open(name, _NEW_FILE, mode, dir_fd=folder), "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(content)
            file.flush()
            if like is not None:
                _take_after(file.fileno(), like)
            os.fsync(file.fileno())
        yield name
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ToolRefused(N_("The disk is full, so nothing was written.")) from error
        refuse(error, place)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)


def _take_after(descriptor: int, like: os.stat_result) -> None:
    """Give a file the owner and the permissions of another."""
    if (os.geteuid(), os.getegid()) != (like.st_uid, like.st_gid):
        with suppress(PermissionError):  # only root may give files away; then it is ours
            os.fchown(descriptor, like.st_uid, like.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _exchange(folder: int, part: str, name: str, place: Place) -> bool:
    """Let two files change places in one step; False when one of them is gone."""
    failed = _rename(folder, part, name, _EXCHANGE)
    if failed in _UNKNOWN:
        failed = _exchange_slowly(folder, part, name)
    if failed not in (0, errno.ENOENT):
        refuse(OSError(failed, os.strerror(failed)), place)
    return failed == 0


def _exchange_slowly(folder: int, part: str, name: str) -> int:
    """The same in three steps, where the system or the file system cannot; the number of the error, or 0."""
    aside = f"{part}-aside"
    failed = _link(folder, name, aside)
    if not failed:
        os.rename(part, name, src_dir_fd=folder, dst_dir_fd=folder)
        os.rename(aside, part, src_dir_fd=folder, dst_dir_fd=folder)
    return failed


def _rename(folder: int, source: str, target: str, flag: int) -> int:
    """Rename with a flag that Python does not offer; the number of the error, or 0."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return errno.ENOSYS
    done = renameat2(folder, os.fsencode(source), folder, os.fsencode(target), flag)
    return ctypes.get_errno() if done else 0


def _link(folder: int, source: str, target: str) -> int:
    """Give a file a second name, never one that is taken; the number of the error, or 0."""
    try:
        os.link(source, target, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        return error.errno or errno.EIO
    return 0


def _make_folders(place: Place) -> list[Place]:
    """The folders on the way that are not there yet, made one in the other without following anything."""
    made: list[Place] = []
    for count in range(max(1, len(place.parts) - refuse_deep(place)), len(place.parts)):
        new = Place(place.ground, place.parts[:count], place.shown)
        try:
            with opened_folder(parent(new)) as folder:
                os.mkdir(new.parts[-1], 0o777, dir_fd=folder)
        except FileExistsError:
            continue
        except (OSError, ValueError) as error:
            _remove(made)
            refuse(error, place)
        except ToolRefused:
            _remove(made)
            raise
        made.append(new)
    return made


def _remove(made: list[Place]) -> None:
    """Take folders away again that were made for nothing; one that somebody uses by now stays."""
    for place in reversed(made):
        with suppress(OSError, ToolRefused), opened_folder(parent(place)) as folder:
            os.rmdir(place.parts[-1], dir_fd=folder)


def _sync(folder: int) -> None:
    """After a power cut the new name must be there too; some file systems cannot promise it."""
    with suppress(OSError):
        os.fsync(folder)
