"""Whether the ledger is as its rules want it; every start of the doctor and every test asks."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from javari_tui.domain.spending import Discrepancy
from javari_tui.storage.database import Database
from javari_tui.storage.ledger_chain import broken_links
from javari_tui.storage.reading_connection import connect_reading
from javari_tui.storage.sqlite_errors import translating
from javari_tui.storage.sqlite_library import sqlite

_RULES = {
    "a balance is not the sum of its ledger": """
        SELECT c.user_id FROM user_credits c WHERE c.credits_remaining IS NOT
            (SELECT coalesce(sum(amount), 0) FROM ledger_entries e WHERE e.user_id = c.user_id)""",
    "a balance is not the sum of its grants": """
        SELECT c.user_id FROM user_credits c WHERE c.credits_remaining IS NOT
            (SELECT coalesce(sum(remaining), 0) FROM credit_grants g WHERE g.user_id = c.user_id)""",
    "what is left of a grant is not what the ledger says": """
        SELECT g.id FROM credit_grants g WHERE g.remaining IS NOT
            (SELECT coalesce(sum(amount), 0) FROM ledger_entries e WHERE e.grant_id = g.id)""",
    "what is held of a grant is not what its open holds say": """
        SELECT g.id FROM credit_grants g WHERE g.held IS NOT
            (SELECT coalesce(sum(json_extract(p.value, '$[1]')), 0) FROM credit_holds h, json_each(h.parts) p
             WHERE h.state = 'open' AND json_extract(p.value, '$[0]') = g.id)""",
    "a hold is not the sum of its parts": """
        SELECT h.id FROM credit_holds h WHERE h.amount IS NOT
            (SELECT coalesce(sum(json_extract(p.value, '$[1]')), 0) FROM json_each(h.parts) p)""",
    "a grant ended with something in it": "SELECT id FROM credit_grants WHERE ended_at IS NOT NULL AND remaining > 0",
    "what was used is not what the ledger says": """
        SELECT u.id FROM credits_usage u WHERE -u.credits_used IS NOT
            (SELECT sum(amount) FROM ledger_entries e WHERE e.event = u.event AND e.kind = 'usage')""",
    "an entry is about a use that is not there": """
        SELECT e.seq FROM ledger_entries e WHERE e.kind = 'usage'
            AND NOT EXISTS (SELECT 1 FROM credits_usage u WHERE u.event = e.event)""",
    "a hold that was settled has no use, or one that was not has": """
        SELECT h.id FROM credit_holds h WHERE (h.state = 'settled') IS NOT
            EXISTS (SELECT 1 FROM credits_usage u WHERE u.event = h.uid)""",
    "a use of an account is not in the outbox": """
        SELECT u.id FROM credits_usage u JOIN accounts a USING (user_id)
        WHERE NOT EXISTS (SELECT 1 FROM usage_outbox o WHERE o.event = u.event)""",
    "the outbox tells something that was not used": """
        SELECT o.id FROM usage_outbox o WHERE NOT EXISTS (SELECT 1 FROM credits_usage u WHERE o.event = u.event
            AND json_extract(o.body, '$.data.amount_mcr') = json_extract(u.metadata, '$.cost')
            AND o.cost = json_extract(u.metadata, '$.cost'))""",
}


def audit(database: Database) -> tuple[Discrepancy, ...]:
    """Everything that breaks a rule; reads the whole ledger."""
    with database.reading() as session:
        return audit_of(database.plain(session))


def audit_file(file: Path) -> tuple[Discrepancy, ...]:
    """The same for a database file of this revision, which is not changed. StorageError where it cannot be read."""
    with translating(file), closing(connect_reading(file)) as connection:
        # One state of it: another Javari may be writing.
        connection.execute("BEGIN")
        return audit_of(connection)


def audit_of(plain: sqlite.Connection) -> tuple[Discrepancy, ...]:
    """The same by a connection; part of its transaction."""
    found = broken_links(plain)
    for rule, sql in _RULES.items():
        found += [f"{rule}: {number}" for (number,) in plain.execute(sql)]
    return tuple(Discrepancy(what) for what in found)
