from __future__ import annotations

from javari_tui.domain.chat import ScrollPlace
from tests.storage.conftest import Kept


def test_the_open_chat_is_remembered(kept: Kept) -> None:
    chat = kept.chats.create()
    assert kept.view.open_chat() is None

    kept.view.set_open_chat(chat.id)
    assert kept.view.open_chat() == chat.id

    kept.view.set_open_chat(None)
    assert kept.view.open_chat() is None


def test_each_chat_keeps_its_scroll_place(kept: Kept) -> None:
    place = ScrollPlace(message_id=4, rows=12, following=False)
    kept.view.save_scroll(1, ScrollPlace(message_id=3))
    kept.view.save_scroll(1, place)

    assert kept.view.scroll(1) == place
    assert kept.view.scroll(2) == ScrollPlace()


def test_flags_do_not_meet_other_names(kept: Kept) -> None:
    kept.view.set_flag("open_chat", "yes")
    kept.view.set_flag("scroll:1", "no")

    assert kept.view.flag("open_chat") == "yes"
    assert kept.view.open_chat() is None
    assert kept.view.scroll(1) == ScrollPlace()
    kept.view.set_flag("open_chat", None)
    assert kept.view.flag("open_chat") is None
