"""Full-text search over everything said, and over the titles of chats."""

from __future__ import annotations

import re

from javari_tui.domain.chat import Role, SearchHit
from javari_tui.storage.database import Database
from javari_tui.storage.excerpts import READ, Term, excerpt
from javari_tui.storage.rows import Parameter, choice, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import storable, time_from_text

_MOST_TERMS = 16
_LONGEST_TERM = 100
_PHRASE_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')

# Newest first instead of best first: as useful in a chat history, and a common word in a hundred thousand
# messages is found in milliseconds, because nothing is scored or sorted.
_MESSAGES = """
    SELECT m.id AS message_id, m.role, m.created_at, c.id AS chat_id, c.title,
           substr(m.text, 1, :read) AS said, m.attachment_names AS names
    FROM messages_index JOIN messages m ON m.id = messages_index.rowid JOIN chats c ON c.id = m.chat_id
    WHERE messages_index MATCH :query AND c.deleted_at IS NULL AND (:chat IS NULL OR c.id = :chat)
          AND (:without IS NULL OR m.model IS NULL OR m.model NOT LIKE :without || '/%')
    ORDER BY messages_index.rowid DESC LIMIT :limit
"""

_TITLES = """
    SELECT m.id AS message_id, m.role, c.updated_at AS created_at, c.id AS chat_id, c.title,
           c.title AS said, '' AS names
    FROM titles_index JOIN chats c ON c.id = titles_index.rowid JOIN messages m ON m.id = c.leaf_id
    WHERE titles_index MATCH :query AND c.deleted_at IS NULL
    ORDER BY titles_index.rowid DESC LIMIT :limit
"""


def search_messages(
    database: Database, words: str, *, chat_id: int | None = None, limit: int = 50, without: str | None = None
) -> tuple[SearchHit, ...]:
    """What was said with all of these words, newest first; the last word may be only begun.

    Words in double quotes stand side by side in that order; all other punctuation means nothing. Unless one chat
    is searched, chats whose title matches come first: such a hit is the chat's last message, and its excerpt is
    the title. Answers of the provider `without` are left out.
    """
    terms = _terms(storable(words))
    if not terms or limit < 1:
        return ()
    wanted: dict[str, Parameter] = {"query": _query(terms), "read": READ, "limit": limit}
    with database.reading() as session:
        plain = database.plain(session)
        titles = rows(plain, _TITLES, wanted) if chat_id is None else []
        messages = rows(plain, _MESSAGES, {**wanted, "chat": chat_id, "limit": limit - len(titles), "without": without})
        return tuple(_hit(row, terms) for row in (*titles, *messages))


def _terms(words: str) -> tuple[Term, ...]:
    """What was typed: phrases and words, of which the last may be only begun."""
    found = list(_PHRASE_OR_WORD.finditer(words[: _MOST_TERMS * _LONGEST_TERM]))
    terms = [
        Term.of((match[1] or match[2])[:_LONGEST_TERM], is_begun=match[2] is not None and match is found[-1])
        for match in found
        if match[1] or match[2]
    ]
    return tuple(dict.fromkeys(term for term in terms if term.words))[:_MOST_TERMS]


def _query(terms: tuple[Term, ...]) -> str:
    """Terms as an FTS5 query: every one in quotes, and letters and digits only, so nothing in it is an operator."""
    return " ".join(f'"{" ".join(term.typed)}"{"*" if term.is_begun else ""}' for term in terms)


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
