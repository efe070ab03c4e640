"""Full-text search over everything said, and over the titles of chats."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts of one table and the index of their words."""

    sql: str
    index: str
    table: str
    number: str
    columns: tuple[str, ...]

    def read(self, terms: tuple[Term, ...], among_all: str = "TRUE") -> str:
        """The query for terms.

        Signs are looked for in every text that has the words; where there are no words, in all texts.
        """
        among, found, number = self.table, [among_all], self.number
        if any(term.words for term in terms):
            number = f"{self.index}.rowid"
            among, found = f"{self.index} JOIN {self.table} ON {self.number} = {number}", [f"{self.index} MATCH :query"]
        for name in _signs(terms):
            places = (f"{column} LIKE :{name} ESCAPE '{_ESCAPE}'" for column in self.columns)
            found.append(f"({' OR '.join(places)})")
        return self.sql.format(among=among, found=" AND ".join(found), number=number)


_WHOLE = "m.state <> 'streaming'"
_WHOLE_IN_CHAT = f"{_WHOLE} AND m.chat_id = :chat"
_ESCAPE = "\\"
_SAID = _Texts(_MESSAGES, "messages_index", "messages m", "m.id", ("m.text", "m.attachment_names"))
_CALLED = _Texts(_TITLES, "titles_index", "chats c", "c.id", ("c.title",))


def search_messages(
    database: Database, words: str, *, chat_id: int | None = None, limit: int = 50, without: str | None = None
) -> tuple[SearchHit, ...]:
    """What was said with all of these words, newest first; the last word may be only begun.

    Words in double quotes stand side by side in that order; all other punctuation means nothing. Signs of scripts
    without spaces are found wherever they stand, punctuation among them as it is. Unless one chat
    is searched, chats whose title matches come first: such a hit is the chat's last message, and its excerpt is
    the title. Answers of the provider `without` are left out.
    """
    terms = _terms(storable(words))
    if not terms or limit < 1:
        return ()
    wanted: dict[str, Parameter] = {"query": _query(terms), "read": READ, "limit": limit, **_signs(terms)}
    with database.reading() as session:
        plain = database.plain(session)
        titles = rows(plain, _CALLED.read(terms), wanted) if chat_id is None else []
        wanted.update(chat=chat_id, limit=limit - len(titles), without=without)
        messages = rows(plain, _SAID.read(terms, _WHOLE if chat_id is None else _WHOLE_IN_CHAT), wanted)
        return tuple(_hit(row, terms) for row in (*titles, *messages))


def _terms(words: str) -> tuple[Term, ...]:
    """What was typed: phrases and words, of which the last may be only begun."""
    found = list(_PHRASE_OR_WORD.finditer(words[: _MOST_TERMS * _LONGEST_TERM]))
    terms = [
        Term.of((match[1] or match[2])[:_LONGEST_TERM], is_begun=match[2] is not None and match is found[-1])
        for match in found
        if match[1] or match[2]
    ]
    return tuple(dict.fromkeys(term for term in terms if term.words or term.signs))[:_MOST_TERMS]


def _query(terms: tuple[Term, ...]) -> str:
    """Terms as an FTS5 query: every one in quotes, and letters and digits only, so nothing in it is an operator."""
    return " ".join(f'"{" ".join(term.typed)}"{"*" if term.is_begun else ""}' for term in terms if term.words)


def _signs(terms: tuple[Term, ...]) -> dict[str, str]:
    """Patterns of LIKE that find the signs of terms, by the names of their parameters."""
    plain = (re.sub(r"[\\%_]", r"\\\g<0>", term.signs) for term in terms if term.signs)
    return {f"signs{number}": f"%{signs}%" for number, signs in enumerate(plain)}


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
