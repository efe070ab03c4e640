from __future__ import annotations

import errno
import hashlib
import os
import signal
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from javari_tui.domain.errors import DatabaseBroken, DatabaseBusy, DatabaseTooNew, DiskFull, StorageError
from javari_tui.storage.backup import back_up, list_backups, made_at, restore, thin
from javari_tui.storage.connections import connect
from javari_tui.storage.database import Database
from javari_tui.storage.sqlite_library import sqlite
from tests.storage import processes
from tests.storage.conftest import Kept


def _texts(file: Path, backups: Path) -> list[str]:
    database = Database.open(file, backups=backups)
    try:
        kept = Kept.over(database)
        return [message.text for chat in kept.chats.list() for message in kept.messages.all_of(chat.id)]
    finally:
        database.close()


def test_a_copy_is_made_while_javari_runs(kept: Kept, file: Path, backups: Path, tmp_path: Path) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "in the log only")
    stick = tmp_path / "stick"
    stick.mkdir(mode=0o755)

    copy = back_up(file, stick)

    assert (copy.parent, copy.stat().st_mode & 0o777, stick.stat().st_mode & 0o777) == (stick, 0o600, 0o755)
    assert [path.name for path in stick.iterdir()] == [copy.name]
    assert made_at(copy) is not None
    assert _texts(copy, backups) == ["in the log only"]


def test_a_copy_overwrites_nothing(kept: Kept, file: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_text("dear to me")

    with pytest.raises(StorageError, match="already there"):
        back_up(file, there)

    assert there.read_text() == "dear to me"


def test_a_copy_of_a_damaged_database_is_not_kept(kept: Kept, file: Path, tmp_path: Path) -> None:
    kept.say(kept.chats.create().id, *["x" * 3000] * 40)
    kept.database.close()
    content = bytearray(file.read_bytes())
    content[-20 * 4096 :] = b"\xa5" * (20 * 4096)
    file.write_bytes(content)
    target = tmp_path / "copies"
    target.mkdir()

    with pytest.raises(DatabaseBroken):
        back_up(file, target)

    assert list(target.iterdir()) == []


def test_a_restored_copy_is_what_was_and_the_replaced_file_is_kept(file: Path, backups: Path, tmp_path: Path) -> None:
    kept = Kept.over(Database.open(file, backups=backups))
    chat = kept.chats.create()
    kept.say(chat.id, "then")
    copy = back_up(file, tmp_path / "copy.db")
    kept.say(chat.id, "now", after=None)
    kept.database.close()

    replaced = restore(copy, file)

    assert replaced is not None
    assert _texts(file, backups) == ["then"]
    assert _texts(replaced, backups) == ["then", "now"]
    assert (file.stat().st_mode | replaced.stat().st_mode) & 0o777 == 0o600
    assert copy.exists()


def test_a_log_left_by_a_killed_process_is_not_played_into_the_restored_file(
    file: Path, backups: Path, tmp_path: Path
) -> None:
    kept = Kept.over(Database.open(file, backups=backups))
    chat = kept.chats.create()
    kept.say(chat.id, "then")
    copy = back_up(file, tmp_path / "copy.db")
    kept.say(chat.id, "now")
    sides = {name: file.with_name(name).read_bytes() for name in ("javari.db", "javari.db-wal")}
    kept.database.close()
    for name, content in sides.items():
        file.with_name(name).write_bytes(content)
    assert sides["javari.db-wal"]

    replaced = restore(copy, file)

    assert replaced is not None
    assert not file.with_name("javari.db-wal").exists()
    assert not file.with_name("javari.db-shm").exists()
    assert _texts(file, backups) == ["then"]
    assert _texts(replaced, backups) == ["then", "now"]


def test_a_damaged_database_is_replaced_and_kept_as_it_is(file: Path, backups: Path, tmp_path: Path) -> None:
    kept = Kept.over(Database.open(file, backups=backups))
    kept.say(kept.chats.create().id, "then")
    copy = back_up(file, tmp_path / "copy.db")
    kept.database.close()
    file.write_bytes(b"damaged" * 1000)
    file.with_name("javari.db-wal").write_bytes(b"its log")

    replaced = restore(copy, file)

    assert replaced is not None
    assert replaced.read_bytes() == b"damaged" * 1000
    assert replaced.with_name(f"{replaced.name}-wal").read_bytes() == b"its log"
    assert not file.with_name("javari.db-wal").exists()
    assert _texts(file, backups) == ["then"]


@pytest.mark.parametrize("step", ["link", "rename", "replace", "fsync", "unlink"])
def test_a_restore_killed_at_any_step_leaves_a_whole_database(
    file: Path, backups: Path, tmp_path: Path, step: str
) -> None:
    """Every call of one kind in turn is the last: afterwards the database is the old or the new one, never gone."""
    kept = Kept.over(Database.open(file, backups=backups))
    chat = kept.chats.create()
    kept.say(chat.id, "then")
    copy = back_up(file, tmp_path / "copy.db")
    kept.say(chat.id, "now", after=None)
    kept.database.close()
    code = f"""
from javari_tui.storage.backup import restore
count, plain = 0, os.{step}
def dying(*arguments, **options):
    global count
    count += 1
    if count == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(*arguments, **options)
os.{step} = dying
restore(backups, file)
"""
    seen = []
    for number in range(1, 40):
        process = processes.start(code, file, copy, number)
        process.communicate(timeout=processes.PATIENCE)
        seen.append(_texts(file, backups))
        assert seen[-1] in (["then"], ["then", "now"])
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
    assert number > 1, "that step is never taken"
    assert seen[-1] == ["then"]
    assert not list(file.parent.glob("*.restoring"))


def test_a_disk_without_second_names_keeps_a_copy_of_what_was(
    file: Path, backups: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept.over(Database.open(file, backups=backups))
    chat = kept.chats.create()
    kept.say(chat.id, "then")
    copy = back_up(file, tmp_path / "copy.db")
    kept.say(chat.id, "now", after=None)
    kept.database.close()

    def no_links(*_names: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)

    replaced = restore(copy, file)

    assert replaced is not None
    assert _texts(file, backups) == ["then"]
    assert _texts(replaced, backups) == ["then", "now"]
    assert replaced.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["javari-replaced-20260101T000000000000Z.db", "javari.db.20260101T0Z.restoring"])
def test_an_empty_database_is_not_begun_beside_one_that_a_restore_left(file: Path, backups: Path, name: str) -> None:
    Database.open(file, backups=backups).close()
    left = file.rename(file.with_name(name))

    with pytest.raises(StorageError, match="is missing, but there is") as refused:
        Database.open(file, backups=backups)

    assert (str(left) in str(refused.value), file.exists()) == (True, False)
    restore(left, file)
    assert _texts(file, backups) == []


def test_a_copy_can_be_put_where_nothing_is(file: Path, backups: Path, tmp_path: Path) -> None:
    kept = Kept.over(Database.open(tmp_path / "other" / "javari.db", backups=backups))
    kept.say(kept.chats.create().id, "hello")
    copy = back_up(kept.database.file, tmp_path / "copy.db")
    kept.database.close()

    assert restore(copy, file) is None
    assert _texts(file, backups) == ["hello"]


def test_a_database_in_use_is_not_replaced(kept: Kept, file: Path, tmp_path: Path) -> None:
    chat = kept.chats.create()
    copy = back_up(file, tmp_path / "copy.db")

    with pytest.raises(DatabaseBusy):
        restore(copy, file)

    assert kept.say(chat.id, "still here")
    assert not list(file.parent.glob("*restoring*"))


@pytest.mark.parametrize("kind", ["absent", "damaged", "foreign", "newer"])
def test_what_is_not_a_sound_copy_of_ours_is_refused(file: Path, backups: Path, tmp_path: Path, kind: str) -> None:
    Database.open(file, backups=backups).close()
    copy = back_up(file, tmp_path / "copy.db")
    if kind == "absent":
        copy.unlink()
    elif kind == "damaged":
        copy.write_bytes(copy.read_bytes()[:-4096])
    else:
        with closing(connect(copy)) as connection:
            connection.execute(
                "DROP TABLE alembic_version" if kind == "foreign" else "UPDATE alembic_version SET version_num = 'zz99'"
            )
    before = hashlib.sha256(file.read_bytes()).hexdigest()

    expected = {"absent": StorageError, "newer": DatabaseTooNew}.get(kind, DatabaseBroken)
    with pytest.raises(expected):
        restore(copy, file)

    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    assert [path for path in file.parent.iterdir() if path.suffix == ".db"] == [file]


def test_a_full_disk_while_copying_leaves_no_half_copy(
    kept: Kept, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect_plainly = sqlite.connect

    def small_disk(*place: Any, **options: Any) -> sqlite.Connection:  # noqa: ANN401 - as SQLite's own
        connection: sqlite.Connection = connect_plainly(*place, **options)
        connection.execute("PRAGMA max_page_count = 3")
        return connection

    monkeypatch.setattr(sqlite, "connect", small_disk)
    target = tmp_path / "copies"
    target.mkdir()

    with pytest.raises(DiskFull):
        back_up(file, target)

    assert list(target.iterdir()) == []


def test_old_copies_are_thinned_but_never_all(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    ages = [timedelta(hours=hours) for hours in range(0, 24 * 500, 6)]
    for age in ages:
        (tmp_path / f"javari-{(now - age).strftime('%Y%m%dT%H%M%S%fZ')}.db").touch()
    (tmp_path / "mine.db").touch()
    (tmp_path / "pre-0001-oops.txt").touch()

    thin(tmp_path, keep=8)
    left = list_backups(tmp_path)
    thin(tmp_path, keep=8)

    assert list_backups(tmp_path) == left
    assert 8 + 5 + 3 + 10 <= len(left) <= 8 + 8 + 6 + 13
    made = [found for path in left if (found := made_at(path)) is not None]
    assert made == sorted(made, reverse=True)
    assert now - made[7] < timedelta(days=2)
    assert now - made[-1] > timedelta(days=300)
    assert (tmp_path / "mine.db").exists()
    assert (tmp_path / "pre-0001-oops.txt").exists()


def test_the_last_five_are_kept_however_old(tmp_path: Path) -> None:
    for year in range(2001, 2012):
        (tmp_path / f"pre-0001-{year}0101T000000000000Z.db").touch()

    thin(tmp_path, keep=1)

    assert [path.name[9:13] for path in list_backups(tmp_path)] == ["2011", "2010", "2009", "2008", "2007"]
