"""The ledger as a chain: each entry holds the hash of the one before it and of what it is about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from javari_tui.domain.spending import EntryKind
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite

_USAGE = """event, user_id, credits_used, action_type, session_id, question_id, message_id, model, price_version,
    is_estimated, metadata, created_at"""
_GRANT = "uid, user_id, source, priority, amount, expires_at, created_at"

USAGE_CONTENT = f"SELECT {_USAGE} FROM credits_usage WHERE event = ?"  # noqa: S608 - our own constant
GRANT_CONTENT = f"SELECT {_GRANT} FROM credit_grants WHERE uid = ?"  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """A change of the balance that is about to be written."""

    user_id: int
    event: str
    kind: EntryKind
    amount: int
    """Micro-credits."""
    grant_id: int | None
    at: str
    part: int = 0
    content: str = ""
    """The hash of what it is about."""


def digest(values: Iterable[object]) -> str:
    """The hash of some values, the same wherever it is made."""
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content_of(plain: sqlite.Connection, sql: str, name: str) -> str:
    """The hash of the row that an entry is about, as it stands; empty when there is none."""
    row = plain.execute(sql, (name,)).fetchone()
    return "" if row is None else digest(row)


def append(plain: sqlite.Connection, entries: Iterable[NewEntry]) -> None:
    """Write entries at the end; what is left follows by triggers."""
    last = plain.execute("SELECT seq, hash FROM ledger_entries ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = last or (0, "")
    for entry in entries:
        seq += 1
        values = (
            *(seq, entry.user_id, entry.event, entry.part, entry.kind.value, entry.grant_id, entry.amount),
            *(entry.at, entry.content, previous),
        )
        own = digest(values)
        plain.execute(
            "INSERT INTO ledger_entries (seq, user_id, event, part, kind, grant_id, amount, created_at, content_hash,"
            " previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, own),
        )
        previous = own


def broken_links(plain: sqlite.Connection) -> list[str]:
    """What is wrong with the chain itself: gaps, entries that were changed, things that are not as they were."""
    found: list[str] = []
    expected, previous = 1, ""
    sql = """SELECT seq, user_id, event, part, kind, grant_id, amount, created_at, content_hash, previous_hash, hash
             FROM ledger_entries ORDER BY seq"""
    for row in rows(plain, sql):
        *values, own = tuple(row)
        if row["seq"] != expected or row["previous_hash"] != previous or digest(values) != own:
            found.append(f"entry {row['seq']} of the ledger does not follow from the one before it")
        about = {EntryKind.USAGE.value: USAGE_CONTENT, EntryKind.GRANT.value: GRANT_CONTENT}.get(row["kind"])
        if about is not None and content_of(plain, about, row["event"]) != row["content_hash"]:
            found.append(f"what entry {row['seq']} of the ledger is about was changed")
        expected, previous = row["seq"] + 1, own
    return found
