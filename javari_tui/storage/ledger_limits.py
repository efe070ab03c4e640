"""How much may be set aside now: what is left, and what the user's caps leave. Part of a transaction."""

from __future__ import annotations

from datetime import UTC, datetime

from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import Caps, HoldWish, Limit, Room
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.storage.ledger_grants import available
from javari_tui.storage.rows import Parameter
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import time_to_text

_SPENT = "SELECT coalesce(sum(credits_used), 0) FROM credits_usage WHERE user_id = :user AND "
_HELD = "SELECT coalesce(sum(amount), 0) FROM credit_holds WHERE user_id = :user AND state = 'open' AND "
_WHERE = {
    Limit.MESSAGE: "question_id = :question",
    Limit.CHAT: "session_id = :chat",
    Limit.DAY: "created_at >= :day",
    Limit.MONTH: "created_at >= :month",
}


def affordable(plain: sqlite.Connection, user_id: int, wish: HoldWish, caps: Caps, at: datetime) -> Credits:
    """As much of the wish as there is room for everywhere; SpendingRefused when that is not even the least."""
    if not wish.most:
        return wish.most
    room = room_for(plain, user_id, wish, caps, at)
    if room.left < wish.least or not room.left:
        raise SpendingRefused(room.limit, needed=wish.least, room=room.left)
    return min(wish.most, room.left)


def room_for(plain: sqlite.Connection, user_id: int, wish: HoldWish, caps: Caps, at: datetime) -> Room:
    """The smallest of what is left and what each cap leaves."""
    rooms = {Limit.BALANCE: available(plain, user_id)}
    for limit, cap in _chosen(caps).items():
        rooms[limit] = max(0, cap.micro - _used(plain, user_id, limit, wish, at))
    tightest = min(rooms, key=rooms.__getitem__)
    return Room(tightest, Credits(rooms[tightest]))


def _chosen(caps: Caps) -> dict[Limit, Credits]:
    """The caps there are."""
    named = {Limit.MESSAGE: caps.message, Limit.CHAT: caps.chat, Limit.DAY: caps.day, Limit.MONTH: caps.month}
    return {limit: cap for limit, cap in named.items() if cap is not None}


def _used(plain: sqlite.Connection, user_id: int, limit: Limit, wish: HoldWish, at: datetime) -> int:
    """What was spent and is set aside within a cap; days and months are those of the user's clock."""
    local = at.astimezone()
    values: dict[str, Parameter] = {
        "user": user_id,
        "question": wish.question_id,
        "chat": wish.chat_id,
        "day": _midnight(datetime(local.year, local.month, local.day)),
        "month": _midnight(datetime(local.year, local.month, 1)),
    }
    where = _WHERE[limit]
    spent, held = (plain.execute(sql + where, values).fetchone()[0] for sql in (_SPENT, _HELD))
    return int(spent) + int(held)


def _midnight(day: datetime) -> str:
    """When a day of the user's clock begins, for a column."""
    return time_to_text(day.astimezone().astimezone(UTC))
