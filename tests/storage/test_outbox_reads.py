"""What is read after every answer, and piece by piece, takes no longer the more there is."""

from __future__ import annotations

from javari_tui.storage.database import Database
from javari_tui.storage.outbox import Outbox
from javari_tui.storage.outbox_days import DaySums, OutboxDays
from tests.storage.ledger_bench import signed_in


def _plans(database: Database, *, of: str) -> str:
    """How what is asked of the outbox is looked up."""
    asked: list[str] = []
    signed_in(database)
    with database.reading() as session:
        plain = database.plain(session)
        plain.set_trace_callback(asked.append)
        if of == "unsent":
            Outbox(database).unsent()
        else:
            OutboxDays(database, 1).add(DaySums(last=7), 5)
        plain.set_trace_callback(None)
        read = [sql for sql in asked if "usage_outbox" in sql]
        return "\n".join(row[3] for sql in read for row in plain.execute(f"EXPLAIN QUERY PLAN {sql}"))


def test_what_is_not_sent_is_added_up_from_indexes_alone(database: Database) -> None:
    plans = _plans(database, of="unsent")

    assert "USING COVERING INDEX usage_outbox_waiting" in plans
    assert "USING COVERING INDEX usage_outbox_refused" in plans
    assert "credits_usage" not in plans


def test_a_piece_of_the_days_is_read_on_from_where_the_last_one_ended(database: Database) -> None:
    plans = _plans(database, of="days")

    assert "SEARCH o USING INTEGER PRIMARY KEY (rowid>?)" in plans
    assert "TEMP B-TREE" not in plans
