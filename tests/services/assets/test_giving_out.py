"""Having kept things back and writing them out: whole or not at all, and for as long as anything names them."""

from __future__ import annotations

import errno
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from javari_tui.domain.assets import NewAsset
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.errors import DiskFull, NotFound, StorageError
from javari_tui.paths import folders
from javari_tui.services.assets.assets import Assets
from javari_tui.services.assets.contents import LARGEST_IN_DATABASE
from javari_tui.services.backups import make_backup
from javari_tui.storage.asset_files import GRACE
from tests.services.assets.conftest import PNG, content_files, file_of
from tests.services.javari import Javari, Opener, until


async def test_a_block_for_the_sidebar_is_what_it_was(assets: Assets) -> None:
    code = SourceBlock(kind=BlockKind.CODE, text="x\n", language="python", title="x")
    page = SourceBlock(kind=BlockKind.DOCUMENT, text="# x\n", title="x")
    for block in (code, page):
        assert await assets.block((await assets.keep_block(block)).asset.id) == block


async def test_an_asset_is_written_out_whole_and_over_nothing(assets: Assets, tmp_path: Path) -> None:
    asset = (await assets.keep_data(b"one", title="../../evil\x1b[31m\nname.py")).asset
    folder = tmp_path / "out"
    folder.mkdir()
    written = await assets.export_to(asset.id, folder)
    assert written.path == folder / "evil name.py"
    assert written.path.read_bytes() == b"one"
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600
    await assets.keep_data(b"two", title="../../evil\x1b[31m\nname.py")
    with pytest.raises(StorageError, match="exists already"):
        await assets.export_to(asset.id, folder)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere" / "x")
    for place in (tmp_path / "nowhere" / "x", tmp_path / "dangling", written.path / "x", Path("a\0")):
        with pytest.raises(StorageError, match="could not be written"):
            await assets.export_to(asset.id, place)
    assert written.path.read_bytes() == b"one"
    written.path.chmod(0o644)
    await assets.export_to(asset.id, written.path, overwrite=True)
    assert (written.path.read_bytes(), stat.S_IMODE(written.path.stat().st_mode)) == (b"two", 0o644)
    await assets.export_to(asset.id, written.path, version=1, overwrite=True)
    assert written.path.read_bytes() == b"one"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(StorageError, match="exists already"):
        await assets.export_to(asset.id, pipe, overwrite=True)
    assert [path.name for path in folder.iterdir()] == [written.path.name]


async def test_on_a_full_disk_nothing_is_written_over_and_nothing_left(
    assets: Assets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = (await assets.keep_data(b"new", title="x")).asset
    target = file_of(tmp_path, "mine", b"mine")

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        await assets.export_to(asset.id, target, overwrite=True)
    with pytest.raises(DiskFull):
        await assets.keep_data(PNG, title="y")
    monkeypatch.undo()
    assert target.read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["mine"]
    assert (len(await assets.list()), content_files()) == (1, [])


async def test_what_lost_its_file_says_so_and_can_be_deleted(assets: Assets) -> None:
    asset = (await assets.keep_data(PNG, title="p")).asset
    (path,) = content_files()
    path.write_bytes(PNG[::-1])
    for read in (assets.open_content, assets.block):
        with pytest.raises(StorageError, match="not hold what was kept"):
            await read(asset.id)
    path.unlink()
    with pytest.raises(StorageError, match="is missing"):
        await assets.open_content(asset.id)
    await assets.delete(asset.id)
    with pytest.raises(NotFound):
        await assets.get(asset.id)
    assert (await assets.undo_delete(asset.id)).id == asset.id


async def test_files_stay_while_a_row_or_a_copy_of_the_database_names_them(
    javari: Javari, assets: Assets, opener: Opener
) -> None:
    deleted = (await assets.keep_data(PNG, title="deleted")).asset
    await assets.keep_data(PNG + b"1", title="versions")
    await assets.keep_data(PNG + b"2", title="versions")
    copy = await make_backup(folders())
    for path in content_files():
        os.utime(path, (0, path.stat().st_mtime - GRACE - 60))
    await assets.delete(deleted.id)
    assert (await assets.tidy()).files == 0
    assets._store.purge_deleted(timedelta(seconds=-1))
    assert (await assets.tidy()).files == 0  # the copy names it
    copy.unlink()
    await javari.services.close()
    again = await opener([])
    await until(lambda: len(content_files()) == 2)  # tidied at the start, in the background
    assert [await again.services.assets.open_content(2, number) for number in (1, 2)] == [PNG + b"1", PNG + b"2"]


async def test_a_process_killed_between_file_and_row_leaves_no_broken_asset(
    javari: Javari, assets: Assets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_new: NewAsset) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(assets._store, "keep", killed)
        with pytest.raises(KeyboardInterrupt):
            await assets.keep_data(PNG, title="p")
    (left,) = content_files()
    assert await assets.list() == ()
    os.utime(left, (0, left.stat().st_mtime - GRACE - 60))
    assert (await assets.keep_data(PNG, title="p")).is_new  # and what was left is used
    assert (await assets.tidy()).files == 0
    assert await assets.open_content(1) == PNG
    assert len(PNG) < LARGEST_IN_DATABASE


@pytest.mark.parametrize("has_links", [True, False])
async def test_a_file_that_appears_meanwhile_is_not_written_over(
    assets: Assets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    asset = (await assets.keep_data(b"new", title="x")).asset
    target = tmp_path / "mine"

    def no_link(*_args: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    if not has_links:
        monkeypatch.setattr(os, "link", no_link)
    assert (await assets.export_to(asset.id, tmp_path / "other")).path.read_bytes() == b"new"
    monkeypatch.setattr(os, "fchmod", lambda *_args: target.write_bytes(b"mine"))
    with pytest.raises(StorageError, match="exists already"):
        await assets.export_to(asset.id, target)
    assert target.read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["mine", "other"]
