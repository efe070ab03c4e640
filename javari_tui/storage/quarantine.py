"""Events that are not sent again by themselves, and what the user decides about them."""

from __future__ import annotations

from datetime import datetime

from javari_tui.domain.billing import QuarantinedEvent
from javari_tui.domain.credits import Credits
from javari_tui.storage.database import Database
from javari_tui.storage.rows import rows
from javari_tui.storage.stored_values import now, time_from_text, time_to_text
from javari_tui.storage.users import ledger_user_id

_WAITING = """
    SELECT o.event, o.problem, json_extract(u.metadata, '$.cost') AS cost, u.model, u.created_at, u.session_id,
           coalesce(c.title, '') AS title
    FROM usage_outbox o JOIN credits_usage u ON u.event = o.event
    LEFT JOIN chats c ON c.id = u.session_id AND c.deleted_at IS NULL
    WHERE o.user_id = ? AND o.state = 'quarantined' ORDER BY o.id LIMIT ?
"""


class Quarantine:
    """What waits for the user of the account that is signed in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, limit: int = 500) -> tuple[QuarantinedEvent, ...]:
        """The events, the oldest first."""
        user = ledger_user_id(self._database)
        with self._database.reading() as session:
            found = rows(self._database.plain(session), _WAITING, (user, limit))
        return tuple(
            QuarantinedEvent(
                event=row["event"],
                problem=row["problem"],
                amount=Credits(row["cost"]),
                model=row["model"],
                created_at=time_from_text(row["created_at"]),
                chat_id=row["session_id"],
                chat_title=row["title"],
            )
            for row in found
        )

    def send_again(self, event: str, *, at: datetime | None = None) -> bool:
        """It waits to be sent once more; False when it does not wait for the user."""
        return self._decide(event, "state = 'pending', leased_until = NULL, next_try_at = ?", time_to_text(at or now()))

    def keep_here(self, event: str) -> bool:
        """It stays in this machine's ledger and is never sent; False when it does not wait for the user."""
        return self._decide(event, "state = ?", "kept")

    def _decide(self, event: str, change: str, value: str) -> bool:
        sql = f"UPDATE usage_outbox SET {change} WHERE event = ? AND user_id = ? AND state = 'quarantined'"  # noqa: S608
        with self._database.writing() as session:
            user = ledger_user_id(self._database)
            return self._database.plain(session).execute(sql, (value, event, user)).rowcount > 0
