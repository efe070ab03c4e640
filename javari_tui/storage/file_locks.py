"""Locks on open files, which the kernel frees when their process ends, however it ends."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from javari_tui.domain.errors import DatabaseBusy

_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})
"""What a network disk without locks answers. There the database is one process's alone, so nobody else asks."""


_PATIENCE = 60.0
"""Seconds to wait for another process that is upgrading the database."""


def try_lock(descriptor: int) -> bool:
    """Take the lock if nobody holds it; True when it is ours."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True


@contextmanager
def only_process(file: Path) -> Iterator[None]:
    """A block that one process at a time is in: for making, upgrading or replacing the database."""
    descriptor = os.open(file.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        give_up = time.monotonic() + _PATIENCE
        while not try_lock(descriptor):
            if time.monotonic() > give_up:
                raise DatabaseBusy(detail=str(file))
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)
