from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from javari_tui.domain.chat import Role
from javari_tui.domain.errors import DatabaseBroken, DatabaseBusy, DiskFull, StorageError
from javari_tui.storage import connections
from javari_tui.storage import database as database_module
from javari_tui.storage.connections import connect
from javari_tui.storage.database import Database
from javari_tui.storage.revision import REVISION
from tests.storage.conftest import Kept
from tests.storage.processes import finish, kill, line_from, start


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _pragma(database: Database, name: str) -> object:
    with database.reading() as session:
        return database.plain(session).execute(f"PRAGMA {name}").fetchone()[0]


def test_durability_and_privacy_settings_hold(database: Database) -> None:
    assert _pragma(database, "journal_mode") == "wal"
    assert _pragma(database, "synchronous") == 2
    assert _pragma(database, "foreign_keys") == 1
    assert _pragma(database, "busy_timeout") == 5000
    assert _pragma(database, "secure_delete") == 1
    assert _pragma(database, "trusted_schema") == 0
    assert database.revision == REVISION


def test_a_setting_that_does_not_hold_is_an_error(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_PRAGMAS", {"synchronous": 7})

    with pytest.raises(StorageError, match="synchronous"):
        connect(file)


def test_only_the_owner_can_read_whatever_the_umask(file: Path, backups: Path) -> None:
    before = os.umask(0)
    try:
        database = Database.open(file, backups=backups)
        kept = Kept.over(database)
        kept.say(kept.chats.create().id, "private")
        database.writers.token()
        found = {path: _mode(path) for path in (file.parent, *file.parent.rglob("*"))}
        database.close()
    finally:
        os.umask(before)

    assert {file.with_name("javari.db-wal"), file.with_name("javari.db-shm")} <= set(found)
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in found.items() if path.exists()), found
    assert found[file.with_name("javari.db-wal")] == found[file.with_name("javari.db-shm")] == 0o600


def test_an_open_door_is_closed(file: Path, backups: Path) -> None:
    Database.open(file, backups=backups).close()
    file.chmod(0o644)
    file.parent.chmod(0o755)

    Database.open(file, backups=backups).close()

    assert (_mode(file), _mode(file.parent)) == (0o600, 0o700)


def test_what_stands_in_one_block_is_written_together_or_not_at_all(kept: Kept) -> None:
    chat = kept.chats.create()

    with pytest.raises(KeyError), kept.database.writing():
        kept.say(chat.id, "undone")
        raise KeyError
    with kept.database.writing():
        kept.say(chat.id, "one")
        with pytest.raises(StorageError):
            kept.prompts.enqueue(999, "nowhere")
        kept.prompts.enqueue(chat.id, "two")

    assert [message.text for message in kept.messages.all_of(chat.id)] == ["one"]
    assert [waiting.text for waiting in kept.prompts.queue(chat.id)] == ["two"]


def test_a_block_inside_a_block_does_not_write_before_the_outer_ends(kept: Kept, file: Path, backups: Path) -> None:
    other = Kept.over(Database.open(file, backups=backups))
    chat = kept.chats.create()

    with kept.database.writing():
        kept.say(chat.id, "one")
        assert kept.messages.all_of(chat.id)
        assert other.messages.all_of(chat.id) == ()
    assert len(other.messages.all_of(chat.id)) == 1
    other.database.close()


def test_writing_inside_a_reading_block_is_a_mistake(kept: Kept) -> None:
    with kept.database.reading(), pytest.raises(RuntimeError):
        kept.chats.create()
    kept.chats.create()


def test_a_reading_block_sees_one_state(kept: Kept, file: Path, backups: Path) -> None:
    other = Kept.over(Database.open(file, backups=backups))
    chat = kept.chats.create()
    with kept.database.reading():
        assert kept.messages.all_of(chat.id) == ()
        other.say(chat.id, "meanwhile")
        assert kept.messages.all_of(chat.id) == ()
    assert len(kept.messages.all_of(chat.id)) == 1
    other.database.close()


def test_waiting_for_another_writer_has_an_end(
    kept: Kept, file: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_TRIES", 2)
    other = Kept.over(Database.open(file, backups=backups))
    chat = kept.chats.create()
    with other.database.reading() as session:
        other.database.plain(session).execute("PRAGMA busy_timeout = 1")

    with kept.database.writing(), pytest.raises(DatabaseBusy):
        other.say(chat.id, "no")

    other.say(chat.id, "yes")
    assert [message.text for message in kept.messages.all_of(chat.id)] == ["yes"]
    other.database.close()


_WRITE_MANY = """
database = Database.open(file, backups=backups)
chats, messages = ChatStore(database), MessageStore(database)
chat = int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(150):
    with database.writing():
        count = chats.get(chat).message_count
        messages.add(chat_id=chat, parent_id=None, role=Role.USER, text=f"{os.getpid()} {count}")
"""


def test_processes_that_read_and_write_do_not_lock_each_other_out(kept: Kept, file: Path, backups: Path) -> None:
    chat = kept.chats.create()
    writers = [start(_WRITE_MANY, file, backups, chat.id) for _ in range(3)]
    for writer in writers:
        assert line_from(writer) == "ready"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        finish(writer)

    counts = [int(message.text.split()[1]) for message in kept.messages.all_of(chat.id)]
    assert counts == list(range(450))


def test_a_full_disk_loses_nothing_that_was_there(kept: Kept) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "safe")
    with kept.database.reading() as session:
        plain = kept.database.plain(session)
        pages = plain.execute("PRAGMA page_count").fetchone()[0]
        plain.execute(f"PRAGMA max_page_count = {pages + 4}")

    with pytest.raises(DiskFull):
        kept.say(chat.id, "x" * 100_000)
    kept.messages.change(kept.messages.all_of(chat.id)[0].id, text="still works")

    assert [message.text for message in kept.messages.all_of(chat.id)] == ["still works"]
    with kept.database.reading() as session:
        assert kept.database.plain(session).execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_read_only_folder_is_said_plainly(tmp_path: Path) -> None:
    # Root may write anywhere, so a place where nobody can: below a file.
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageError) as caught:
        Database.open(tmp_path / "file" / "data" / "javari.db", backups=tmp_path / "backups")

    assert caught.value.cure


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    # Root may write into any folder but the kernel's own.
    folder = folder if os.getuid() else Path("/sys")

    with pytest.raises(StorageError, match="not allowed to use"):
        Database.open(folder / "deep" / "javari.db", backups=tmp_path / "backups")


def test_damage_met_on_the_way_is_told_as_such(file: Path, backups: Path) -> None:
    kept = Kept.over(Database.open(file, backups=backups))
    chat = kept.chats.create()
    kept.say(chat.id, *["x" * 3000] * 40)
    kept.database.close()
    content = bytearray(file.read_bytes())
    content[-30 * 4096 :] = b"\xa5" * (30 * 4096)
    file.write_bytes(content)

    kept = Kept.over(Database.open(file, backups=backups))
    with pytest.raises(DatabaseBroken, match="damaged"):
        kept.messages.all_of(chat.id)
    kept.database.close()


_STREAM = """
database = Database.open(file, backups=backups)
messages = MessageStore(database)
chat, parent = int(sys.argv[3]), None
answer = messages.add(chat_id=chat, parent_id=None, role=Role.ASSISTANT, text="", state=MessageState.STREAMING)
number = 0
while True:
    number += 1
    messages.add(chat_id=chat, parent_id=None, role=Role.USER, text=f"{sys.argv[4]} {number}")
    messages.change(answer.id, text=str(number))
    print(number, flush=True)
"""


def test_no_acknowledged_row_is_lost_when_a_writer_is_killed(kept: Kept, file: Path, backups: Path) -> None:
    chat = kept.chats.create()
    for attempt in range(10):
        writer = start(_STREAM, file, backups, chat.id, attempt)
        acknowledged = [line_from(writer) for _ in range(3 + attempt * 3)]
        acknowledged += kill(writer).split()
        complete = [number for number in acknowledged if number]

        texts = {message.text for message in kept.messages.all_of(chat.id) if message.role is Role.USER}
        assert {f"{attempt} {number}" for number in complete} <= texts
        (running,) = [message for message in kept.messages.all_of(chat.id) if message.is_running]
        assert int(running.text) >= int(complete[-1])
        assert kept.messages.close_interrupted() == 1
    with kept.database.reading() as session:
        assert kept.database.plain(session).execute("PRAGMA integrity_check").fetchone()[0] == "ok"
