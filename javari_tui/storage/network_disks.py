"""Whether a folder lies on another machine, where SQLite's write-ahead log is not safe."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "glusterfs", "beegfs", "fuse.sshfs"}
)


def is_network_disk(folder: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether the disk below a folder is a network's; False where the system does not tell."""
    return disk_kind(folder, mounts) in _NETWORK


def disk_kind(folder: Path, mounts: Path = _MOUNTS) -> str:
    """The file system's name below a folder, such as `ext4` or `nfs4`; empty where unknown."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    place, best, kind = folder.resolve(), -1, ""
    for line in lines:
        mount, _, rest = line.partition(" - ")
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), mount.split()[4]))
        # The last mount on the same point hides the ones before it.
        if place.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), rest.split()[0]
    return kind
