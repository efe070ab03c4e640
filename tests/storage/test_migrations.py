from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from javari_tui.domain.assets import AssetType, NewAsset
from javari_tui.domain.errors import DatabaseBroken, DatabaseTooNew, StorageError
from javari_tui.storage.asset_search import search_assets
from javari_tui.storage.assets import AssetStore
from javari_tui.storage.backup import list_backups
from javari_tui.storage.connections import connect, create_private
from javari_tui.storage.database import Database
from javari_tui.storage.migrating import MIGRATIONS, migrate, upgrade
from javari_tui.storage.revision import KNOWN, REVISION
from javari_tui.storage.search import search_messages
from tests.storage.conftest import Kept
from tests.storage.processes import PATIENCE, finish, line_from, start

_SAMPLE = """
INSERT INTO users (kind, created_at, updated_at)
    VALUES ('local', '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z');
INSERT INTO chats (uid, title, title_is_users, pinned, archived, tags, leaf_id, created_at, updated_at)
    VALUES ('u1', 'Narwhal facts', 0, 0, 0, '["sea"]', 2, '2026-01-01T00:00:00.000000Z', '2026-01-02T00:00:00.000000Z');
INSERT INTO messages (chat_id, parent_id, role, state, created_at, text, thinking, attachment_names, attachments,
                      tool_calls, replay)
    VALUES (1, NULL, 'user', 'complete', '2026-01-01T00:00:00.000000Z', 'Is it a whale?', '', '', '[]', '[]', ''),
           (1, 1, 'assistant', 'complete', '2026-01-02T00:00:00.000000Z', 'It is.', '', '', '[]', '[]', '');
INSERT INTO drafts (chat_id, text, attachments, cursor_row, cursor_column, updated_at)
    VALUES (0, 'not sent', '[]', 0, 8, '2026-01-02T00:00:00.000000Z');
"""

# Tables are changed, then rows, then it goes wrong: a step at its worst moment.
_STEP = """
from alembic import op

revision = "9999"
down_revision = "{after}"


def upgrade() -> None:
    op.execute("ALTER TABLE chats ADD COLUMN colour TEXT")
    op.execute("CREATE TABLE colours (id INTEGER PRIMARY KEY)")
    op.execute("UPDATE chats SET colour = 'blue', title = 'half done'")
    {end}
"""


def _old_database(file: Path, revision: str) -> None:
    create_private(file)
    with closing(connect(file)) as connection:
        migrate(connection, revision)
        connection.executescript(_SAMPLE)


def _content(file: Path) -> dict[str, object]:
    """All that is in a database: how its tables are, and every row of those that are not SQLite's own."""
    with closing(connect(file)) as connection:
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        names = [name for kind, name, sql in schema if kind == "table" and "_index" not in name]
        return {"": schema} | {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall() for name in names
        }


def _steps_ending(end: str, folder: Path) -> Path:
    """A copy of the migrations with one more step."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "r9999.py").write_text(_STEP.format(after=REVISION, end=end))
    return folder


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("revision", KNOWN)
def test_a_database_of_every_version_is_brought_up_with_all_that_is_in_it(
    file: Path, backups: Path, revision: str
) -> None:
    _old_database(file, revision)

    kept = Kept.over(Database.open(file, backups=backups))

    (chat,) = kept.chats.list()
    assert (chat.title, chat.tags, chat.message_count) == ("Narwhal facts", ("sea",), 2)
    assert [message.text for message in kept.messages.path(chat.id)[0]] == ["Is it a whale?", "It is."]
    assert kept.prompts.draft(0).text == "not sent"
    assert [hit.excerpt for hit in search_messages(kept.database, "narwhal")] == ["Narwhal facts"]
    assert len(search_messages(kept.database, "whale")) == 1
    kept.database.close()
    assert len(list_backups(backups)) == (revision != REVISION)


def test_the_copy_made_before_an_upgrade_is_the_old_database(file: Path, backups: Path) -> None:
    _old_database(file, KNOWN[0])
    before = _content(file)

    Database.open(file, backups=backups).close()

    (copy,) = list_backups(backups)
    assert copy.name.startswith(f"pre-{KNOWN[0]}-")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert _content(copy) == before


def test_an_upgrade_that_fails_leaves_everything_and_can_be_tried_again(
    file: Path, backups: Path, tmp_path: Path
) -> None:
    _old_database(file, REVISION)
    before = _content(file)
    broken = _steps_ending('op.execute("SELECT nonsense FROM nowhere")', tmp_path / "broken")

    for _ in range(2):
        with pytest.raises(StorageError, match="nowhere"):
            upgrade(file, backups, REVISION, migrations=broken, target="9999")
        assert _content(file) == before
    upgrade(file, backups, REVISION, migrations=_steps_ending("pass", tmp_path / "repaired"), target="9999")

    with closing(connect(file)) as connection:
        assert connection.execute("SELECT title, colour FROM chats").fetchall() == [("half done", "blue")]


def test_an_upgrade_that_would_leave_a_row_without_its_chat_does_not_happen(
    file: Path, backups: Path, tmp_path: Path
) -> None:
    _old_database(file, REVISION)
    before = _content(file)
    end = 'op.execute("PRAGMA defer_foreign_keys = ON"); op.execute("DELETE FROM messages WHERE id = 1")'

    with pytest.raises(StorageError):
        upgrade(file, backups, REVISION, migrations=_steps_ending(end, tmp_path / "steps"), target="9999")

    assert _content(file) == before


def test_an_upgrade_that_is_killed_leaves_everything_and_can_be_tried_again(
    file: Path, backups: Path, tmp_path: Path
) -> None:
    _old_database(file, REVISION)
    before = _content(file)
    deadly = _steps_ending("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", tmp_path / "deadly")

    process = start("upgrade(file, backups, sys.argv[3], migrations=Path(sys.argv[4]), target='9999')",
                    file, backups, REVISION, deadly)  # fmt: skip
    process.communicate(timeout=PATIENCE)

    assert process.returncode == -9
    assert len(list_backups(backups)) == 1
    assert _content(file) == before
    upgrade(file, backups, REVISION, migrations=_steps_ending("pass", tmp_path / "repaired"), target="9999")


_OPEN = """
print("ready", flush=True)
sys.stdin.readline()
database = Database.open(file, backups=backups)
print(PromptStore(database).draft(0).text, [chat.title for chat in ChatStore(database).list()])
database.close()
"""


@pytest.mark.parametrize("revision", [None, KNOWN[0]])
def test_six_starts_at_once_are_fine(file: Path, backups: Path, revision: str | None) -> None:
    if revision is not None:
        _old_database(file, revision)
    processes = [start(_OPEN, file, backups) for _ in range(6)]
    for process in processes:
        assert line_from(process) == "ready"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()

    said = {finish(process).strip() for process in processes}

    assert said == {"[]" if revision is None else "not sent ['Narwhal facts']"}
    assert len(list_backups(backups)) == (revision is not None)


def test_a_newer_database_is_refused_unharmed(file: Path, backups: Path) -> None:
    Database.open(file, backups=backups).close()
    with closing(connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zz99'")
    before = _digest(file)

    with pytest.raises(DatabaseTooNew, match="zz99") as caught:
        Database.open(file, backups=backups)

    assert "Upgrade Javari" in caught.value.cure
    assert _digest(file) == before
    assert not backups.exists()


def test_a_newer_database_is_refused_unharmed_while_its_log_is_full(file: Path, backups: Path) -> None:
    Database.open(file, backups=backups).close()
    with closing(connect(file)) as writer:
        writer.execute("UPDATE alembic_version SET version_num = 'zz99'")
        log = file.with_name("javari.db-wal")
        before = _digest(file), _digest(log)
        with pytest.raises(DatabaseTooNew):
            Database.open(file, backups=backups)
        assert (_digest(file), _digest(log)) == before


@pytest.mark.parametrize("where", ["start", "header", "middle", "cut"])
def test_a_damaged_database_is_refused_unharmed(file: Path, backups: Path, where: str) -> None:
    _old_database(file, KNOWN[0] if where == "middle" else REVISION)
    content = bytearray(file.read_bytes())
    if where == "cut":
        content = content[: len(content) // 2]
    else:
        place, length = {"start": (0, 64), "header": (100, 900), "middle": (len(content) // 2, 8192)}[where]
        content[place : place + length] = b"\xa5" * length
    file.write_bytes(content)

    with pytest.raises(DatabaseBroken, match=r"javari\.db"):
        Database.open(file, backups=backups)

    assert file.read_bytes() == content


def test_another_programs_database_is_refused_unharmed(file: Path, backups: Path) -> None:
    create_private(file)
    with closing(connect(file)) as connection:
        connection.execute("CREATE TABLE chats (id INTEGER)")
    before = _digest(file)

    with pytest.raises(DatabaseBroken):
        Database.open(file, backups=backups)

    assert _digest(file) == before


def test_a_start_that_was_killed_before_the_tables_is_made_good(file: Path, backups: Path) -> None:
    create_private(file)
    connect(file).close()

    kept = Kept.over(Database.open(file, backups=backups))

    assert kept.chats.create().id == 1
    kept.database.close()


_ASSET = """
INSERT INTO user_assets (id, asset_type, title, description, language, mime_type, file_path, file_size, content_hash,
                         tags, folder, is_favorite, session_id, message_id, created_from, created_at, updated_at,
                         content)
    VALUES (7, 'code', 'narwhal.py', '', 'python', 'text/plain', '', 3, 'abc', '["sea"]', 'root', 1, 1, 2, 'chat',
            '2026-01-02T00:00:00.000000Z', '2026-01-02T00:00:00.000000Z', 'tusk');
"""


def test_what_was_kept_before_there_were_versions_is_there_and_found(file: Path, backups: Path) -> None:
    _old_database(file, "0003")
    with closing(connect(file)) as connection:
        connection.executescript(_ASSET + "DELETE FROM user_assets; " + _ASSET.replace("(7,", "(5,"))

    database = Database.open(file, backups=backups)

    (hit,) = search_assets(database, "tusk")
    assert (hit.asset.id, hit.asset.title, hit.asset.tags, hit.asset.version) == (5, "narwhal.py", ("sea",), 1)
    assert (hit.asset.chat_id, hit.asset.message_id, hit.asset.is_favourite) == (1, 2, True)
    new = NewAsset(type=AssetType.CODE, title="new", content="new")
    assert AssetStore(database).keep(new).asset.id == 8  # a number is never given twice
    database.close()
