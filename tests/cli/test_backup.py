"""`javari backup` and `javari restore`."""

from __future__ import annotations

import stat
from pathlib import Path

from javari_tui.cli.exit_codes import ExitCode
from tests.cli.conftest import Javari


def test_a_copy_brings_back_what_was_there(javari: Javari, own_home: Path) -> None:
    javari("ask", "before the copy")
    copy = Path(javari("backup").out.strip())
    assert copy.parent == own_home / "data" / "backups"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    javari("ask", "after the copy")
    assert str(copy) in javari("restore").out

    restored = javari("restore", str(copy))
    assert restored.code == ExitCode.OK
    assert "before the copy" in javari("chats", "list").out
    assert "after the copy" not in javari("chats", "list").out
    kept = restored.out.split()[-1].rstrip(".") if "kept" in restored.out else ""
    assert kept
    assert list((own_home / "data").glob("javari-replaced-*.db"))


def test_a_copy_may_have_a_name_of_ones_own_and_overwrites_nothing(javari: Javari, tmp_path: Path) -> None:
    javari("ask", "hello")
    file = tmp_path / "mine.db"
    assert javari("backup", str(file)).out == f"{file}\n"
    again = javari("backup", str(file))
    assert again.code == ExitCode.FAILED
    assert "already there" in again.err


def test_a_damaged_database_is_refused_and_restored(javari: Javari, own_home: Path) -> None:
    javari("ask", "before the damage")
    copy = javari("backup").out.strip()
    database = own_home / "data" / "javari.db"
    database.write_bytes(b"this is no database at all" * 1000)
    damaged = database.read_bytes()

    refused = javari("chats", "list")
    assert refused.code == ExitCode.FAILED
    assert "javari restore" in refused.err
    assert database.read_bytes() == damaged
    assert javari("restore", copy).code == ExitCode.OK
    assert "before the damage" in javari("chats", "list").out


def test_without_a_database_there_is_nothing_to_copy(javari: Javari) -> None:
    outcome = javari("backup")
    assert outcome.code == ExitCode.FAILED
    assert "no database yet" in outcome.err
    assert javari("restore").code == ExitCode.OK


def test_a_database_of_a_newer_javari_is_left_alone(javari: Javari, own_home: Path) -> None:
    import sqlite3

    javari("ask", "hello")
    database = own_home / "data" / "javari.db"
    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    outcome = javari("chats", "list")
    assert outcome.code == ExitCode.DATABASE_TOO_NEW
    assert "newer Javari" in outcome.err
