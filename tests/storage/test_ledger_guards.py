"""What keeps the ledger true where the code does not: triggers, checks, the chain, the audit."""

from __future__ import annotations

from contextlib import closing

import pytest

from javari_tui.domain.errors import StorageError
from javari_tui.storage.connections import connect
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.ledger_audit import audit
from javari_tui.storage.sqlite_library import sqlite
from tests.storage.ledger_bench import START, charge, signed_in, wish


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entries SET amount = amount + 1 WHERE seq = 1",
        "DELETE FROM ledger_entries WHERE seq = (SELECT max(seq) FROM ledger_entries)",
        "DELETE FROM ledger_entries",
        "INSERT OR REPLACE INTO ledger_entries SELECT * FROM ledger_entries WHERE seq = 1",
        "INSERT INTO ledger_entries SELECT seq + 7, user_id, event, 9, kind, grant_id, amount, content_hash, hash,"
        " hash, created_at FROM ledger_entries ORDER BY seq DESC LIMIT 1",
        "INSERT OR REPLACE INTO ledger_entries SELECT seq + 1, user_id, event, part, kind, grant_id, amount,"
        " content_hash, hash, hash, created_at FROM ledger_entries ORDER BY seq DESC LIMIT 1",
        "UPDATE credits_usage SET credits_used = 0",
        "DELETE FROM credits_usage",
        "INSERT OR REPLACE INTO credits_usage SELECT * FROM credits_usage",
        "UPDATE credit_holds SET state = 'open'",
        "DELETE FROM usage_outbox",
        "UPDATE credit_grants SET held = remaining + 1",
        "UPDATE user_credits SET credits_remaining = -1",
    ],
)
def test_nothing_that_was_written_down_can_be_changed(ledger: LedgerStore, database: Database, statement: str) -> None:
    signed_in(database)
    ledger.settle(ledger.hold(wish(500), at=START).id, charge(100), at=START)

    with closing(connect(database.file)) as connection, pytest.raises(sqlite.IntegrityError):
        connection.execute(statement)

    assert audit(database) == ()


def test_the_audit_finds_what_somebody_changed_behind_the_triggers(ledger: LedgerStore, database: Database) -> None:
    ledger.settle(ledger.hold(wish(500), at=START).id, charge(100), at=START)

    with closing(connect(database.file)) as connection:
        for trigger in ("ledger_entries_never_updated", "credits_usage_never_updated"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE ledger_entries SET amount = 0 WHERE seq = 2")
        connection.execute("UPDATE credits_usage SET model = 'other/model'")
        connection.execute("UPDATE credit_grants SET expires_at = '2030-01-01T00:00:00.000000Z'")

    found = " ".join(discrepancy.what for discrepancy in audit(database))
    assert "entry 2 of the ledger does not follow" in found
    assert "what entry 1 of the ledger is about was changed" in found
    assert "what entry 2 of the ledger is about was changed" in found
    assert "a balance is not the sum of its ledger" in found


def test_a_damaged_ledger_is_told_as_an_error_of_ours(ledger: LedgerStore, database: Database) -> None:
    ledger.balance(at=START)
    with closing(connect(database.file)) as connection:
        connection.execute("UPDATE user_credits SET credits_remaining = 5")

    hold = ledger.hold(wish(500), at=START)
    with pytest.raises(StorageError):
        ledger.settle(hold.id, charge(100), at=START)
