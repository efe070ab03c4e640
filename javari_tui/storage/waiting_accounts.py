"""What waits for accounts that are not signed in."""

from __future__ import annotations

from javari_tui.domain.waiting_accounts import WaitingAccount
from javari_tui.storage.database import Database

_WAITING = """
    SELECT a.account, count(*) FROM accounts a JOIN usage_outbox o ON o.user_id = a.user_id
    WHERE a.is_signed_in = 0 AND o.state IN ('pending', 'quarantined')
    GROUP BY a.user_id ORDER BY a.signed_in_at DESC LIMIT 20
"""


def read_waiting_accounts(database: Database) -> tuple[WaitingAccount, ...]:
    """Those for which something waits, the one that was signed in last first."""
    with database.reading() as session:
        found = database.plain(session).execute(_WAITING).fetchall()
    return tuple(WaitingAccount(account, count) for account, count in found)
