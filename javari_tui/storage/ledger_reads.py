"""The ledger as it is read: what is there, what was spent on what, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from javari_tui.domain.credits import Credits
from javari_tui.domain.credits import plain as exact
from javari_tui.domain.errors import NotFound
from javari_tui.domain.model_records import ModelRef, Usage
from javari_tui.domain.spending import (
    EntryKind,
    GrantSource,
    LedgerEntry,
    LedgerPage,
    Receipt,
    Spending,
    SpendingBy,
)
from javari_tui.domain.turn_actions import Action
from javari_tui.storage.database import Database
from javari_tui.storage.entry_names import with_names
from javari_tui.storage.mirror_reads import read_mirror
from javari_tui.storage.rows import Parameter, choice, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import storable, time_from_text, time_to_text
from javari_tui.storage.users import ledger_user_id

_KEYS = {
    SpendingBy.DAY: ("date(u.created_at, 'localtime')", "key DESC"),
    SpendingBy.MODEL: ("u.model", "amount DESC, key"),
    SpendingBy.ACTION: ("u.action_type", "amount DESC, key"),
    SpendingBy.CHAT: ("u.session_id", "amount DESC, key"),
}
"""What each way of adding up groups by, and its order."""

_ENTRIES = """
    SELECT e.seq, e.event, e.kind, e.amount, e.created_at, g.source, u.event AS used, u.credits_used, u.action_type,
           u.model, u.session_id, u.message_id, u.price_version, u.metadata, u.is_estimated, u.created_at AS used_at,
           coalesce(c.title, '') AS title, c.id IS NOT NULL AS has_chat
    FROM ledger_entries e
    LEFT JOIN credit_grants g ON g.id = e.grant_id
    LEFT JOIN credits_usage u ON e.kind = 'usage' AND u.event = e.event
    LEFT JOIN chats c ON c.id = u.session_id AND c.deleted_at IS NULL
    WHERE e.user_id = :user AND (:before IS NULL OR e.seq < :before) AND (:kind IS NULL OR e.kind = :kind)
      AND (:words = '' OR instr(lower(
          e.kind || ' ' || coalesce(g.source, '') || ' ' || coalesce(u.model, '') || ' ' || coalesce(u.action_type, '')
          || ' ' || coalesce(c.title, '') || ' ' || e.created_at), lower(:words)))
    ORDER BY e.seq DESC LIMIT :limit
"""

CSV_HEAD = (
    *("seq", "time", "kind", "credits", "source", "action", "model", "chat", "chat_title", "message"),
    *("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "estimated", "priced"),
    *("price_version", "event"),
)
"""The names of the columns of a file with the whole ledger."""

_PAGE = 500
"""Lines read at once for a file: nobody waits meanwhile."""


def read_receipt(plain: sqlite.Connection, event: str) -> Receipt:
    """What was taken for an event; NotFound when there is none."""
    sql = "SELECT *, event AS used, created_at AS used_at FROM credits_usage WHERE event = ?"
    for row in rows(plain, sql, (event,)):
        return _receipt(row)
    raise NotFound(detail=f"use {event}")


class LedgerReader:
    """Reads the ledger of the account that is signed in, else that of this machine's local profile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def receipts(self, message_id: int) -> tuple[Receipt, ...]:
        """What was taken for an answer, the oldest first: more than one where it was continued.

        Whoever is signed in: a message's price stays with it.
        """
        sql = "SELECT *, event AS used, created_at AS used_at FROM credits_usage WHERE message_id = ? ORDER BY id"
        with self._database.reading() as session:
            found = rows(self._database.plain(session), sql, (message_id,))
        return tuple(_receipt(row) for row in found)

    def spending(
        self, by: SpendingBy, *, since: datetime | None = None, until: datetime | None = None, limit: int = 400
    ) -> tuple[Spending, ...]:
        """What was spent, added up; days (of the user's clock) the newest first, all else the dearest first."""
        key, order = _KEYS[by]
        sql = f"""SELECT {key} AS key, sum(u.credits_used) AS amount, count(*) AS events,
                         sum(u.is_estimated) AS estimated, max(coalesce(c.title, '')) AS title
                  FROM credits_usage u LEFT JOIN chats c ON c.id = u.session_id AND c.deleted_at IS NULL
                  WHERE u.user_id = :user AND (:since IS NULL OR u.created_at >= :since)
                    AND (:until IS NULL OR u.created_at < :until)
                  GROUP BY 1 ORDER BY {order} LIMIT :limit"""  # noqa: S608 - our own constants
        values: dict[str, Parameter] = {
            "user": ledger_user_id(self._database),
            "since": None if since is None else time_to_text(since),
            "until": None if until is None else time_to_text(until),
            "limit": limit,
        }
        with self._database.reading() as session:
            found = rows(self._database.plain(session), sql, values)
        return tuple(_spending(row, by) for row in found)

    def page(
        self, *, before: int | None = None, words: str = "", kind: EntryKind | None = None, limit: int = 100
    ) -> LedgerPage:
        """Lines of the ledger, the newest first, above `before`; only those in which these words stand."""
        page = self._page(before=before, words=words, kind=kind, limit=limit)
        with self._database.reading() as session:
            mirror = read_mirror(self._database.plain(session), ledger_user_id(self._database))
        return page if mirror is None else replace(page, entries=with_names(page.entries, mirror.balance.grants))

    def _page(self, *, before: int | None, words: str = "", kind: EntryKind | None = None, limit: int) -> LedgerPage:
        """As they are written down."""
        values: dict[str, Parameter] = {
            "user": ledger_user_id(self._database),
            "before": before,
            "kind": None if kind is None else kind.value,
            "words": storable(words.strip()),
            "limit": limit + 1,
        }
        with self._database.reading() as session:
            found = rows(self._database.plain(session), _ENTRIES, values)
        entries = tuple(_entry(row) for row in found[:limit])
        return LedgerPage(entries, entries[-1].seq if len(found) > limit else None)

    def csv_rows(self) -> Iterator[tuple[str, ...]]:
        """The whole ledger for a file: the head, then every line, the newest first; read page by page."""
        yield CSV_HEAD
        before: int | None = None
        while True:
            page = self._page(before=before, limit=_PAGE)
            for entry in page.entries:
                yield _csv_row(entry)
            if page.before is None:
                return
            before = page.before


def _receipt(row: sqlite.Row) -> Receipt:
    more = json.loads(row["metadata"])
    usage = Usage(
        input=more["input"], output=more["output"], cache_read=more["cache_read"], cache_write=more["cache_write"]
    )
    return Receipt(
        event=row["used"],
        charged=Credits(row["credits_used"]),
        cost=Credits(more["cost"]),
        action=choice(Action, row["action_type"], Action.CHAT),
        model=ModelRef.parse(row["model"]),
        chat_id=row["session_id"],
        message_id=row["message_id"],
        price_version=row["price_version"],
        usage=usage,
        is_estimated=bool(row["is_estimated"]),
        is_priced=more["priced"],
        created_at=time_from_text(row["used_at"]),
    )


def _spending(row: sqlite.Row, by: SpendingBy) -> Spending:
    key = str(row["key"])
    return Spending(
        key=key,
        title=row["title"] if by is SpendingBy.CHAT else key,
        amount=Credits(row["amount"]),
        events=row["events"],
        estimated=row["estimated"],
    )


def _entry(row: sqlite.Row) -> LedgerEntry:
    source = row["source"]
    return LedgerEntry(
        seq=row["seq"],
        event=row["event"],
        kind=EntryKind(row["kind"]),
        amount=Credits(row["amount"]),
        created_at=time_from_text(row["created_at"]),
        source=None if source is None else choice(GrantSource, source, GrantSource.GIFT),
        receipt=None if row["used"] is None else _receipt(row),
        chat_title=row["title"],
        has_chat=bool(row["has_chat"]),
    )


def _csv_row(entry: LedgerEntry) -> tuple[str, ...]:
    head = (str(entry.seq), time_to_text(entry.created_at), entry.kind.value, exact(entry.amount))
    source = "" if entry.source is None else entry.source.value
    receipt = entry.receipt
    if receipt is None:
        return (*head, source, *("" for _ in CSV_HEAD[6:]), entry.event)
    usage = receipt.usage
    return (
        *(*head, source, receipt.action.value, _harmless(str(receipt.model)), str(receipt.chat_id)),
        *(_harmless(entry.chat_title), str(receipt.message_id)),
        *(str(count) for count in (usage.input, usage.output, usage.cache_read, usage.cache_write)),
        *(str(int(receipt.is_estimated)), str(int(receipt.is_priced)), receipt.price_version, entry.event),
    )


def _harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
