"""Holds as they stand in their table. Each function is part of a transaction."""

from __future__ import annotations

import json
from datetime import datetime

from javari_tui.domain.credits import Credits
from javari_tui.domain.errors import NotFound
from javari_tui.domain.model_records import ModelRef
from javari_tui.domain.spending import Hold, HoldState
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import storable, time_from_text, time_to_text

_COLUMNS = """id, uid, amount, state, price_version, model, session_id, question_id, message_id, writer, created_at"""


def insert_hold(plain: sqlite.Connection, user_id: int, hold: Hold, parts: dict[int, int], writer: str) -> int:
    """Write a hold down and set its parts aside; returns its number."""
    for grant, amount in parts.items():
        plain.execute("UPDATE credit_grants SET held = held + ? WHERE id = ?", (amount, grant))
    cursor = plain.execute(
        "INSERT INTO credit_holds (uid, user_id, amount, parts, state, model, price_version, session_id, question_id,"
        " message_id, writer, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(hold.uid, user_id, hold.amount.micro, json.dumps(list(parts.items())), hold.state.value),
            *(storable(str(hold.model)), storable(hold.price_version), hold.chat_id, hold.question_id),
            *(hold.message_id, writer, time_to_text(hold.created_at)),
        ),
    )
    return int(cursor.lastrowid or 0)


def find_hold(plain: sqlite.Connection, hold_id: int) -> tuple[Hold, int]:
    """A hold and whose it is, which stays so whoever signs in meanwhile; NotFound when there is none of this number."""
    sql = f"SELECT {_COLUMNS}, user_id FROM credit_holds WHERE id = ?"  # noqa: S608 - our own constant
    for row in rows(plain, sql, (hold_id,)):
        return _hold(row), row["user_id"]
    raise NotFound(detail=f"hold {hold_id}")


def open_holds(plain: sqlite.Connection) -> list[tuple[Hold, str]]:
    """Everybody's holds that did not end yet, each with the mark of its process."""
    sql = f"SELECT {_COLUMNS} FROM credit_holds WHERE state = 'open' ORDER BY id"  # noqa: S608
    return [(_hold(row), row["writer"]) for row in rows(plain, sql)]


def parts_of(plain: sqlite.Connection, hold_id: int) -> dict[int, int]:
    """Of which grants how much is set aside, in the order they are used up."""
    (text,) = plain.execute("SELECT parts FROM credit_holds WHERE id = ?", (hold_id,)).fetchone()
    return {int(grant): int(amount) for grant, amount in json.loads(text)}


def free_parts(plain: sqlite.Connection, parts: dict[int, int]) -> None:
    """Set parts aside no more."""
    for grant, amount in parts.items():
        plain.execute("UPDATE credit_grants SET held = held - ? WHERE id = ?", (amount, grant))


def write_end(plain: sqlite.Connection, hold_id: int, state: HoldState, at: datetime) -> None:
    """Write down how a hold ended; a trigger refuses a second end."""
    plain.execute(
        "UPDATE credit_holds SET state = ?, ended_at = ? WHERE id = ?", (state.value, time_to_text(at), hold_id)
    )


def _hold(row: sqlite.Row) -> Hold:
    return Hold(
        id=row["id"],
        uid=row["uid"],
        amount=Credits(row["amount"]),
        state=HoldState(row["state"]),
        price_version=row["price_version"],
        model=ModelRef.parse(row["model"]),
        chat_id=row["session_id"],
        question_id=row["question_id"],
        message_id=row["message_id"],
        created_at=time_from_text(row["created_at"]),
    )
