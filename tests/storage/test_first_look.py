from __future__ import annotations

import json
from pathlib import Path

import pytest

from javari_tui.domain.chat import Draft, ScrollPlace
from javari_tui.domain.preferences import Preferences, Preset
from javari_tui.storage.database import Database
from javari_tui.storage.first_look import first_look
from javari_tui.storage.preferences import write_preferences
from javari_tui.storage.users import local_user_id
from tests.storage.conftest import Kept
from tests.storage.processes import fresh

HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "pydantic", "textual", "rich")


def test_the_first_look_is_the_same_as_the_full_read(kept: Kept, file: Path) -> None:
    preferences = Preferences(preset=Preset.BEGINNER, theme="dark")
    write_preferences(kept.database, local_user_id(kept.database), preferences)
    chat = kept.chats.create(title="Whales")
    said = kept.say(chat.id, *map(str, range(70)))
    kept.say(chat.id, "another version", after=said[60].id)
    kept.prompts.save_draft(chat.id, Draft(text="not sent", cursor=(0, 1)))
    kept.prompts.enqueue(chat.id, "waits")
    kept.view.save_scroll(chat.id, ScrollPlace(message_id=said[3].id, following=False))
    kept.view.set_open_chat(chat.id)

    look = first_look(file)

    assert look is not None
    assert (look.preferences, look.sidebar_open) == (preferences, False)
    assert look.opening == kept.chats.opening(chat.id)
    assert len(look.opening.messages) == 60
    assert look.opening.messages[-1].is_branching


def test_the_sidebar_is_as_it_was_left_or_as_preferred(kept: Kept, file: Path) -> None:
    def sidebar_open() -> bool:
        look = first_look(file)
        assert look is not None
        return look.sidebar_open

    assert not sidebar_open()
    write_preferences(kept.database, local_user_id(kept.database), Preferences(sidebar_default_open=True))
    assert sidebar_open()
    kept.view.set_flag("sidebar_open", "0")
    assert not sidebar_open()


def test_it_sees_what_a_running_javari_has_just_written(kept: Kept, file: Path) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "hello")
    kept.view.set_open_chat(chat.id)

    with kept.database.writing():
        kept.view.set_flag("sidebar_open", "1")
        look = first_look(file)

    assert look is not None
    assert look.opening is not None
    assert not look.sidebar_open


@pytest.mark.parametrize("content", [None, b"", b"not a database" * 500, b"SQLite format 3\0" + b"\1" * 4080])
def test_there_is_nothing_to_see_without_a_sound_database(file: Path, content: bytes | None) -> None:
    if content is not None:
        file.parent.mkdir(parents=True)
        file.write_bytes(content)

    assert first_look(file) is None
    assert content is None or file.read_bytes() == content


def test_another_revision_is_left_to_the_full_start(database: Database, file: Path) -> None:
    with database.writing() as session:
        database.plain(session).execute("UPDATE alembic_version SET version_num = '0001'")

    assert first_look(file) is None


@pytest.mark.parametrize(
    "value",
    ["", "{}", "[]", "null", "7", "{", '{"message_id": 1}', '{"message_id": "1", "rows": null, "following": 3}'],
)
def test_a_place_that_makes_no_sense_is_the_end_of_the_chat(kept: Kept, file: Path, value: str) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "hello")
    kept.view.set_open_chat(chat.id)
    kept.view.save_scroll(chat.id, ScrollPlace(message_id=1, following=False))
    with kept.database.writing() as session:
        kept.database.plain(session).execute("UPDATE view_state SET value = ? WHERE name LIKE 'scroll:%'", (value,))

    look = first_look(file)

    assert look is not None
    assert look.opening is not None
    assert look.opening.scroll.following
    assert kept.view.scroll(chat.id) == look.opening.scroll


def test_it_imports_nothing_heavy(kept: Kept, file: Path) -> None:
    chat = kept.chats.create()
    kept.say(chat.id, "hello")
    kept.view.set_open_chat(chat.id)
    code = """
for name in list(sys.modules):
    assert not name.startswith("javari_tui.storage.database")
from javari_tui.storage.first_look import first_look
import json
look = first_look(Path(sys.argv[1]))
assert look.opening.messages[0].text == "hello"
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""

    loaded = json.loads(fresh(code, file, prelude="import sys\nfrom pathlib import Path\n"))

    assert not set(HEAVY) & set(loaded)
