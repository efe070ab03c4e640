"""Preferences as they are read: plain SQL over a plain connection, for the store and for the first look."""

from __future__ import annotations

from javari_tui.domain.preferences import CodePreference, Preferences, Preset, ResponseStyle, Tone
from javari_tui.storage.rows import choice, rows
from javari_tui.storage.sqlite_library import sqlite

LOCAL_USER = "SELECT id FROM users WHERE kind = 'local'"

_SELECT = """
    SELECT preset, response_style, code_preference, communication_tone, custom_system_prompt, preferred_language,
           answer_language, theme, sidebar_default_open, display_name, model, effort
    FROM user_preferences WHERE user_id = ?
"""


def read_stored_preferences(connection: sqlite.Connection, user_id: int) -> Preferences | None:
    """What a user chose; None when nothing was ever written."""
    usual = Preferences()
    for row in rows(connection, _SELECT, (user_id,)):
        return Preferences(
            preset=choice(Preset, row["preset"], usual.preset),
            response_style=choice(ResponseStyle, row["response_style"], usual.response_style),
            code_preference=choice(CodePreference, row["code_preference"], usual.code_preference),
            communication_tone=choice(Tone, row["communication_tone"], usual.communication_tone),
            custom_system_prompt=row["custom_system_prompt"],
            preferred_language=row["preferred_language"],
            answer_language=row["answer_language"],
            theme=row["theme"],
            sidebar_default_open=bool(row["sidebar_default_open"]),
            display_name=row["display_name"],
            model=row["model"],
            effort=row["effort"],
        )
    return None
