"""Full-text search over everything said, and over the titles of chats."""

from __future__ import annotations

from javari_tui.domain.chat import Role, SearchHit
from javari_tui.storage.database import Database
from javari_tui.storage.excerpts import READ, Term, excerpt
from javari_tui.storage.rows import Parameter, choice, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import time_from_text
from javari_tui.storage.text_queries import Texts, match_query, sign_patterns, terms_of

# Newest first instead of best first: as useful in a chat history, and a common word in a hundred thousand
# messages is found in milliseconds, because nothing is scored or sorted.
# CROSS JOIN: the texts are gone through first, in their order, until there are enough.
_MESSAGES = """
    SELECT m.id AS message_id, m.role, m.created_at, c.id AS chat_id, c.title,
           substr(m.text, 1, :read) AS said, m.attachment_names AS names
    FROM {among} CROSS JOIN chats c ON c.id = m.chat_id
    WHERE {found} AND c.deleted_at IS NULL AND (:chat IS NULL OR c.id = :chat)
          AND (:without IS NULL OR m.model IS NULL OR m.model NOT LIKE :without || '/%')
    ORDER BY {number} DESC LIMIT :limit
"""

_TITLES = """
    SELECT m.id AS message_id, m.role, c.updated_at AS created_at, c.id AS chat_id, c.title,
           c.title AS said, '' AS names
    FROM {among} CROSS JOIN messages m ON m.id = c.leaf_id
    WHERE {found} AND c.deleted_at IS NULL
    ORDER BY {number} DESC LIMIT :limit
"""


_WHOLE = "m.state <> 'streaming'"
_WHOLE_IN_CHAT = f"{_WHOLE} AND m.chat_id = :chat"
_SAID = Texts(_MESSAGES, "messages_index", "messages m", "m.id", ("m.text", "m.attachment_names"))
_CALLED = Texts(_TITLES, "titles_index", "chats c", "c.id", ("c.title",))


def search_messages(
    database: Database, words: str, *, chat_id: int | None = None, limit: int = 50, without: str | None = None
) -> tuple[SearchHit, ...]:
    """What was said with all of these words, newest first; the last word may be only begun.

    Words in double quotes stand side by side in that order; all other punctuation means nothing. Signs of scripts
    without spaces are found wherever they stand, punctuation among them as it is. Unless one chat
    is searched, chats whose title matches come first: such a hit is the chat's last message, and its excerpt is
    the title. Answers of the provider `without` are left out.
    """
    terms = terms_of(words)
    if not terms or limit < 1:
        return ()
    wanted: dict[str, Parameter] = {"query": match_query(terms), "read": READ, "limit": limit, **sign_patterns(terms)}
    with database.reading() as session:
        plain = database.plain(session)
        titles = rows(plain, _CALLED.read(terms), wanted) if chat_id is None else []
        wanted.update(chat=chat_id, limit=limit - len(titles), without=without)
        messages = rows(plain, _SAID.read(terms, _WHOLE if chat_id is None else _WHOLE_IN_CHAT), wanted)
        return tuple(_hit(row, terms) for row in (*titles, *messages))


def _hit(row: sqlite.Row, terms: tuple[Term, ...]) -> SearchHit:
    text, matches = excerpt((row["said"], row["names"]), terms)
    return SearchHit(
        chat_id=row["chat_id"],
        chat_title=row["title"],
        message_id=row["message_id"],
        role=choice(Role, row["role"], Role.ASSISTANT),
        excerpt=text,
        matches=matches,
        created_at=time_from_text(row["created_at"]),
    )
