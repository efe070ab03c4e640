"""How sending goes, as it stands in its table. Each function is part of a transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from javari_tui.domain.credits import Credits
from javari_tui.domain.sync_state import SyncState
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import storable, time_from_text, time_to_text

_COLUMNS = (
    *("last_success_at", "trouble", "problem", "trouble_at", "failures", "next_try_at", "clock_offset"),
    *("highest_seq", "difference", "disagrees", "went_back_at", "reconciled_at"),
)
_MICROSECOND = timedelta(microseconds=1)


def read_sync_state(plain: sqlite.Connection, user_id: int) -> SyncState:
    """How it goes for a user; as at the beginning where nothing is written."""
    for row in rows(plain, "SELECT * FROM sync_states WHERE user_id = ?", (user_id,)):
        return SyncState(
            last_success_at=_time(row["last_success_at"]),
            trouble=row["trouble"],
            problem=row["problem"],
            trouble_at=_time(row["trouble_at"]),
            failures=row["failures"],
            next_try_at=_time(row["next_try_at"]),
            clock_offset=None if row["clock_offset"] is None else row["clock_offset"] * _MICROSECOND,
            highest_seq=row["highest_seq"],
            difference=Credits(row["difference"]),
            disagrees=bool(row["disagrees"]),
            went_back_at=_time(row["went_back_at"]),
            reconciled_at=_time(row["reconciled_at"]),
        )
    return SyncState()


def write_sync_state(plain: sqlite.Connection, user_id: int, state: SyncState) -> None:
    """Write it down."""
    marks = ", ".join("?" * (len(_COLUMNS) + 1))
    plain.execute(
        f"INSERT OR REPLACE INTO sync_states (user_id, {', '.join(_COLUMNS)}) VALUES ({marks})",  # noqa: S608 - our own
        (
            *(user_id, _text(state.last_success_at), storable(state.trouble), storable(state.problem)),
            *(_text(state.trouble_at), state.failures, _text(state.next_try_at)),
            None if state.clock_offset is None else state.clock_offset // _MICROSECOND,
            *(state.highest_seq, state.difference.micro, state.disagrees),
            *(_text(state.went_back_at), _text(state.reconciled_at)),
        ),
    )


def _time(text: str | None) -> datetime | None:
    return None if text is None else time_from_text(text)


def _text(time: datetime | None) -> str | None:
    return None if time is None else time_to_text(time)
