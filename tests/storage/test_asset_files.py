"""Content files: whole or not there, given back as they were or not at all, removed only when nothing names them."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from javari_tui.domain.errors import DiskFull, StorageError
from javari_tui.storage.asset_files import GRACE, AssetFiles


@pytest.fixture
def files(tmp_path: Path) -> AssetFiles:
    """A folder that is not there yet."""
    return AssetFiles(tmp_path / "data" / "assets")


def _put(files: AssetFiles, data: bytes) -> str:
    return files.put(io.BytesIO(data)).digest


def _everything(files: AssetFiles) -> list[Path]:
    return [path for path in files.folder.rglob("*") if path.is_file() and not path.name.endswith(".lock")]


def _age(path: Path, seconds: float) -> None:
    state = path.stat()
    os.utime(path, (state.st_atime, state.st_mtime - seconds))


def test_the_same_content_is_one_private_file_named_by_it(files: AssetFiles) -> None:
    data = b"\xff\x00" * 700_000
    made = files.put(io.BytesIO(data))
    assert made == files.put(io.BytesIO(data))
    assert (made.digest, made.size, made.is_text) == (hashlib.sha256(data).hexdigest(), len(data), False)
    (path,) = _everything(files)
    assert path == files.folder / made.digest[:2] / made.digest[2:4] / made.digest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(stat.S_IMODE(folder.stat().st_mode) == 0o700 for folder in (files.folder, *path.parents[:2]))
    assert files.read(made.digest, made.size) == data


@pytest.mark.parametrize(
    ("data", "is_text"),
    [(b"a" * 1_048_575 + "é".encode(), True), (b"caf\xe9", False), ("é".encode()[:1], False), (b"a\0b", False)],
)
def test_what_is_text_is_known_across_pieces(files: AssetFiles, data: bytes, is_text: bool) -> None:
    made = files.put(io.BytesIO(data))
    assert made.is_text is is_text
    assert bool(made.beginning) is is_text


@pytest.mark.parametrize("damage", ["changed", "cut", "longer", "folder", "pipe", "link"])
def test_a_file_that_is_not_what_was_kept_is_never_given_out(files: AssetFiles, damage: str) -> None:
    made = files.put(io.BytesIO(b"precious"))
    path = files.path(made.digest)
    path.unlink()
    match damage:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "link":
            (path.parent / "other").write_bytes(b"precious")
            path.symlink_to("other")
        case _:
            path.write_bytes({"changed": b"Precious", "cut": b"preci", "longer": b"preciouss"}[damage])
    with pytest.raises(StorageError, match="not hold what was kept"):
        files.read(made.digest, made.size)


def test_a_missing_file_is_told_and_keeping_the_same_again_brings_it_back(files: AssetFiles) -> None:
    made = files.put(io.BytesIO(b"precious"))
    files.path(made.digest).unlink()
    with pytest.raises(StorageError, match="is missing"):
        files.read(made.digest, made.size)
    files.put(io.BytesIO(b"precious"))
    files.path(made.digest).write_bytes(b"Precious")  # as long, but damaged
    files.put(io.BytesIO(b"precious"))
    assert files.read(made.digest, made.size) == b"precious"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_a_name_in_the_database_that_is_no_digest_leads_nowhere(files: AssetFiles, name: str) -> None:
    with pytest.raises(StorageError, match="names no content"):
        files.read(name, 1)


class _Failing(io.BytesIO):
    """A stream that ends badly."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(b"x" * 3_000_000)
        self._error = error

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 2_000_000:
            raise self._error
        return super().read(size)


def test_nothing_half_stays_where_the_disk_is_full(files: AssetFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DiskFull):
        files.put(_Failing(OSError(errno.ENOSPC, "no room")))
    assert _everything(files) == []

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(DiskFull):
            files.put(io.BytesIO(b"x"))
    assert _everything(files) == []


def test_what_a_killed_process_left_goes_after_a_day(files: AssetFiles) -> None:
    named, unnamed = _put(files, b"named"), _put(files, b"the row was never written")
    part = files.folder / ".part-0123"
    part.write_bytes(b"half of")
    assert files.loose({named}) == ()
    for path in _everything(files):
        _age(path, GRACE + 60)
    assert {path.name for path in files.loose({named})} == {unnamed, part.name}
    removed = files.remove(files.loose({named}))
    assert (removed.files, removed.size) == (2, len(b"the row was never written") + len(b"half of"))
    assert files.read(named, 5) == b"named"


def test_what_is_kept_again_while_it_is_tidied_stays(files: AssetFiles) -> None:
    digest = _put(files, b"old")
    _age(files.path(digest), GRACE + 60)
    loose = files.loose(())
    assert [path.name for path in loose] == [digest]
    _put(files, b"old")  # by another window, which has not written its row yet
    assert files.remove(loose).files == 0
    assert files.read(digest, 3) == b"old"


class Tidying(RuleBasedStateMachine):
    """Keeping, forgetting, waiting and tidying in any order: what is named or young is there."""

    def __init__(self) -> None:
        super().__init__()
        self._home = tempfile.TemporaryDirectory()
        self.files = AssetFiles(Path(self._home.name) / "assets")
        self.named: set[bytes] = set()
        self.ages: dict[bytes, float] = {}

    contents = st.sampled_from([b"a", b"bb", b"ccc"])

    @rule(data=contents, names=st.booleans())
    def put(self, data: bytes, names: bool) -> None:
        _put(self.files, data)
        self.ages[data] = 0
        if names:
            self.named.add(data)

    @rule(data=contents)
    def forget(self, data: bytes) -> None:
        self.named.discard(data)

    @rule(hours=st.sampled_from([1, 23, 25]))
    def wait(self, hours: int) -> None:
        for data in self.ages:
            self.ages[data] += hours * 3600
            path = self.files.path(hashlib.sha256(data).hexdigest())
            if path.exists():
                _age(path, hours * 3600)

    @rule()
    def tidy(self) -> None:
        digests = {hashlib.sha256(data).hexdigest() for data in self.named}
        self.files.remove(self.files.loose(digests))
        self.ages = {data: age for data, age in self.ages.items() if data in self.named or age < GRACE}
        assert len(_everything(self.files)) == len(self.ages)

    @invariant()
    def what_is_needed_is_there(self) -> None:
        for data in self.ages:
            assert self.files.read(hashlib.sha256(data).hexdigest(), len(data)) == data

    def teardown(self) -> None:
        self._home.cleanup()


TestTidying = Tidying.TestCase
TestTidying.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
