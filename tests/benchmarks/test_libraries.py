from __future__ import annotations

from pathlib import Path

from benchmarks.libraries import FEW_CHATS, PICTURE_MARK, SHORT, SHORT_TITLE, Libraries
from javari_tui.paths import folders
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.search import search_messages


def test_the_small_library_is_the_same_wherever_it_is_made(tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        places = folders({"JAVARI_HOME": str(Libraries(tmp_path / name).small)})
        database = Database.open(places.database, backups=places.backups)
        try:
            chats = ChatStore(database).list()
            assert len(chats) == FEW_CHATS
            assert not search_messages(database, f"{PICTURE_MARK[:3]}nothing")
            (short,) = [chat for chat in chats if chat.title == SHORT_TITLE]
            messages, has_older = MessageStore(database).path(short.id)
            assert (len(messages), has_older) == (SHORT, False)
            assert messages[-1].text.endswith(PICTURE_MARK + SHORT_TITLE)
            texts.append([message.text for message in messages])
        finally:
            database.close()
    assert texts[0] == texts[1]
