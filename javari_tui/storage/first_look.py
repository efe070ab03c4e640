"""What the first picture shows, read before anything heavy is imported."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from javari_tui.domain.drafts import NEW_CHAT_ID, Draft
from javari_tui.domain.preferences import Preferences
from javari_tui.storage.preference_reads import LOCAL_USER, read_stored_preferences
from javari_tui.storage.reading_connection import connect_reading
from javari_tui.storage.revision import REVISION, revision_of
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.view_reads import flag_name, read_draft, read_open_chat, read_view

if TYPE_CHECKING:
    from javari_tui.domain.chat import ChatOpening

SIDEBAR_OPEN = "sidebar_open"
"""The flag of `view_state` that says whether the sidebar was left open: "1" or "0"."""

CREDITS_SHOWN = "credits_shown"
"""The flag that says what the bar of credits showed last, as the bar itself wrote it."""


class FirstLook(NamedTuple):
    """How Javari was left."""

    preferences: Preferences | None
    """None when nothing was ever chosen."""
    opening: ChatOpening | None
    """None when a new chat was open."""
    sidebar_open: bool
    draft: Draft = Draft()
    """What was being written in the chat that does not exist yet."""
    credits_shown: str = ""
    """What the bar of credits showed last."""


def first_look(file: Path, *, messages: int = 60) -> FirstLook | None:
    """Look without waiting and without changing anything; None whenever that is not possible.

    Why it is not possible is then told by `Database.open`, which follows in any case.
    """
    try:
        if not file.exists():
            return None
        with closing(connect_reading(file)) as connection:
            connection.execute("BEGIN")
            return _look(connection, messages) if revision_of(connection) == REVISION else None
    except (OSError, sqlite.Error, ValueError):
        return None


def _look(connection: sqlite.Connection, messages: int) -> FirstLook:
    users = rows(connection, LOCAL_USER)
    preferences = read_stored_preferences(connection, users[0]["id"]) if users else None
    chat_id = read_open_chat(connection)
    flag = read_view(connection, flag_name(SIDEBAR_OPEN))
    by_default = preferences is not None and preferences.sidebar_default_open
    return FirstLook(
        preferences=preferences,
        opening=None if chat_id is None else _opening(connection, chat_id, messages),
        sidebar_open=by_default if flag is None else flag == "1",
        draft=read_draft(connection, NEW_CHAT_ID),
        credits_shown=read_view(connection, flag_name(CREDITS_SHOWN)) or "",
    )


def _opening(connection: sqlite.Connection, chat_id: int, messages: int) -> ChatOpening:
    from javari_tui.storage.chat_reads import read_opening  # noqa: PLC0415 - not where a new chat was left open

    return read_opening(connection, chat_id, messages)
