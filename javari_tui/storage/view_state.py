"""How the screen was left: the open chat, scroll places, small flags."""

from __future__ import annotations

import json
from dataclasses import asdict

from javari_tui.domain.chat import ScrollPlace
from javari_tui.storage.chat_reads import read_scroll
from javari_tui.storage.database import Database
from javari_tui.storage.stored_values import now
from javari_tui.storage.tables import ViewStateRow
from javari_tui.storage.view_reads import OPEN_CHAT, flag_name, read_open_chat, read_view, scroll_name


class ViewStore:
    """Reads and writes how the screen was left."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_chat(self) -> int | None:
        """The chat that was open; None for a new one, or when that chat is gone."""
        with self._database.reading() as session:
            return read_open_chat(self._database.plain(session))

    def set_open_chat(self, chat_id: int | None) -> None:
        """Note which chat is open."""
        self._set(OPEN_CHAT, None if chat_id is None else str(chat_id))

    def scroll(self, chat_id: int) -> ScrollPlace:
        """Where the reader was in a chat."""
        with self._database.reading() as session:
            return read_scroll(self._database.plain(session), chat_id)

    def save_scroll(self, chat_id: int, place: ScrollPlace) -> None:
        """Note where the reader is in a chat."""
        self._set(scroll_name(chat_id), json.dumps(asdict(place)))

    def flag(self, name: str) -> str | None:
        """A small thing that was noted under a name."""
        with self._database.reading() as session:
            return read_view(self._database.plain(session), flag_name(name))

    def set_flag(self, name: str, value: str | None) -> None:
        """Note a small thing under a name; None forgets it."""
        self._set(flag_name(name), value)

    def _set(self, name: str, value: str | None) -> None:
        with self._database.writing() as session:
            row = session.get(ViewStateRow, name)
            if value is None:
                if row is not None:
                    session.delete(row)
                return
            row = row or ViewStateRow(name=name, updated_at=now())
            row.value, row.updated_at = value, now()
            session.add(row)
