from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from javari_tui.storage.network_disks import disk_kind, is_network_disk
from javari_tui.storage.sqlite_library import VERSION, has_wal_reset_bug, sqlite


def test_the_newer_library_is_used() -> None:
    assert sqlite.sqlite_version_info == VERSION
    assert sqlite3.sqlite_version_info <= VERSION


@pytest.mark.parametrize(
    ("version", "has_bug"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 4), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_libraries_that_damage_databases_are_known(version: tuple[int, int, int], has_bug: bool) -> None:
    assert has_wal_reset_bug(version) is has_bug


MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:30 / /home rw - nfs4 server:/home rw
31 30 8:2 / /home/local rw shared:2 - btrfs /dev/sdb rw
32 22 0:40 / /mnt/with\040space rw - fuse.sshfs me@there: rw
33 31 0:41 / /home/local rw - cifs //there/x rw
"""


@pytest.mark.parametrize(
    ("folder", "kind", "is_network"),
    [
        ("/var/lib", "ext4", False),
        ("/home/me", "nfs4", True),
        ("/homes", "ext4", False),
        ("/home/local/me", "cifs", True),
        ("/mnt/with space/data", "fuse.sshfs", True),
    ],
)
def test_network_disks_are_told_from_local_ones(tmp_path: Path, folder: str, kind: str, is_network: bool) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)

    assert disk_kind(Path(folder), mounts) == kind
    assert is_network_disk(Path(folder), mounts) is is_network


def test_an_unknown_system_counts_as_local(tmp_path: Path) -> None:
    assert not is_network_disk(tmp_path, tmp_path / "absent")
