"""Whether a chat holds words from elsewhere: what tools have read, or what the user has attached."""

from __future__ import annotations

from collections.abc import Iterable

from javari_tui.storage.database import Database
from javari_tui.storage.rows import Parameter, rows

_HOLDS = """
    SELECT EXISTS (
        SELECT 1 FROM messages m WHERE m.chat_id = ? AND (
            m.attachments NOT IN ('', '[]')
            OR m.tool_calls NOT IN ('', '[]') AND EXISTS (
                SELECT 1 FROM json_each(m.tool_calls) c
                WHERE json_extract(c.value, '$.state') IN ('done', 'failed')
                      AND json_extract(c.value, '$.name') NOT IN ({own})))) AS holds
"""


def holds_foreign(database: Database, chat_id: int, *, own: Iterable[str]) -> bool:
    """Whether anything is attached in a chat, or a tool other than these was carried out in it."""
    names: tuple[Parameter, ...] = tuple(own)
    sql = _HOLDS.format(own=", ".join("?" for _name in names))
    with database.reading() as session:
        return bool(rows(database.plain(session), sql, (chat_id, *names))[0]["holds"])
