"""Full-text search over everything said, and over the titles of chats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from javari_tui.domain.chat import Role, SearchHit
from javari_tui.storage.database import Database
from javari_tui.storage.message_reads import Parameter, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import choice, storable, time_from_text

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Put around matches by SQLite; code points that no text may contain."""
_MOST_WORDS = 16
_LONGEST_WORD = 100
_EXCERPT = 240
_MATCH_FROM = 60
"""Where the first match stands in an excerpt that had to be cut."""
_PHRASE_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_UNSHOWABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")

# Newest first instead of best first: as useful in a chat history, and a common word in a hundred thousand
# messages is found in milliseconds, because nothing is scored or sorted.
_MESSAGES = """
    SELECT m.id AS message_id, m.role, m.created_at, c.id AS chat_id, c.title,
           snippet(messages_index, -1, :open, :close, '…', 24) AS excerpt
    FROM messages_index JOIN messages m ON m.id = messages_index.rowid JOIN chats c ON c.id = m.chat_id
    WHERE messages_index MATCH :query AND c.deleted_at IS NULL AND (:chat IS NULL OR c.id = :chat)
    ORDER BY messages_index.rowid DESC LIMIT :limit
"""

_TITLES = """
    SELECT m.id AS message_id, m.role, c.updated_at AS created_at, c.id AS chat_id, c.title,
           highlight(titles_index, 0, :open, :close) AS excerpt
    FROM titles_index JOIN chats c ON c.id = titles_index.rowid JOIN messages m ON m.id = c.leaf_id
    WHERE titles_index MATCH :query AND c.deleted_at IS NULL
    ORDER BY titles_index.rowid DESC LIMIT :limit
"""


def search_messages(
    database: Database, words: str, *, chat_id: int | None = None, limit: int = 50
) -> tuple[SearchHit, ...]:
    """What was said with all of these words, newest first; the last word may be only begun.

    Words in double quotes stand side by side in that order. Unless one chat is searched, chats whose title
    matches come first: such a hit is the chat's last message, with the title as its excerpt.
    """
    query = _query(words)
    if not query or limit < 1:
        return ()
    wanted: dict[str, Parameter] = {"query": query, "open": _OPEN, "close": _CLOSE, "limit": limit}
    with database.reading() as session:
        plain = database.plain(session)
        titles = rows(plain, _TITLES, wanted) if chat_id is None else []
        messages = rows(plain, _MESSAGES, {**wanted, "chat": chat_id, "limit": limit - len(titles)})
        return tuple(_hit(row) for row in (*titles, *messages))


def _query(words: str) -> str:
    """Anything typed as an FTS5 query: every word in quotes, so that nothing in it is an operator."""
    return " ".join(_terms(storable(words)))


def _terms(words: str) -> Iterator[str]:
    found = [match for match in _PHRASE_OR_WORD.finditer(words) if any(map(str.isalnum, match[0]))][:_MOST_WORDS]
    for match in found:
        phrase, word = match.groups()
        is_begun = word is not None and match is found[-1]
        # SQLite takes a NUL for the end of the query.
        text = (phrase or word or "")[:_LONGEST_WORD].replace("\x00", " ")
        yield f'"{text}"*' if is_begun else f'"{text}"'


def _hit(row: sqlite.Row) -> SearchHit:
    excerpt, matches = _unmark(row["excerpt"])
    return SearchHit(
        chat_id=row["chat_id"],
        chat_title=row["title"],
        message_id=row["message_id"],
        role=choice(Role, row["role"], Role.ASSISTANT),
        excerpt=excerpt,
        matches=matches,
        created_at=time_from_text(row["created_at"]),
    )


def _unmark(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The excerpt on one line without the marks, and where they stood."""
    text, matches, start, place = "", [], None, 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", marked):
        if piece == _OPEN:
            start = place
        elif piece == _CLOSE:
            if start is not None and start < place:
                matches.append((start, place))
            start = None
        else:
            text += piece
            place += len(piece)
    return _shorten(_UNSHOWABLE.sub(" ", text), tuple(matches))


def _shorten(text: str, matches: tuple[tuple[int, int], ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut an excerpt of very long words down to the part around the first match."""
    if len(text) <= _EXCERPT:
        return text, matches
    first = max(0, matches[0][0] - _MATCH_FROM) if matches else 0
    last = first + _EXCERPT
    kept = [(start - first, min(end, last) - first) for start, end in matches if first <= start < last]
    return text[first:last], tuple(kept)
