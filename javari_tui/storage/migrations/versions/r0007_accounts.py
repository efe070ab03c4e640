"""Accounts at a billing endpoint: who is signed in, what the endpoint told last, and how sending goes."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0007"
down_revision = "0006"

_ACCOUNTS = (
    """
    CREATE TABLE accounts (
        user_id INTEGER NOT NULL,
        account TEXT NOT NULL,
        endpoint TEXT NOT NULL,
        source TEXT NOT NULL,
        is_signed_in BOOLEAN NOT NULL,
        needs_sign_in BOOLEAN NOT NULL,
        signed_in_at TEXT NOT NULL,
        PRIMARY KEY (user_id),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    "CREATE UNIQUE INDEX accounts_once ON accounts (endpoint, account)",
    "CREATE UNIQUE INDEX accounts_one_signed_in ON accounts (is_signed_in) WHERE is_signed_in = 1",
    # What was sent under a name is known there under it for ever.
    """
    CREATE TRIGGER accounts_keep_their_source BEFORE UPDATE ON accounts
    WHEN new.source <> old.source OR new.account <> old.account OR new.endpoint <> old.endpoint BEGIN
        SELECT RAISE(ABORT, 'the source of an account never changes');
    END
    """,
    # Of a key only what it cannot be made from again.
    """
    CREATE TABLE account_keys (
        digest TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        PRIMARY KEY (digest, user_id),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    """
    CREATE TABLE account_mirrors (
        user_id INTEGER NOT NULL,
        plan_name TEXT NOT NULL,
        posted INTEGER NOT NULL,
        held INTEGER NOT NULL,
        available INTEGER NOT NULL,
        overdraft_limit INTEGER NOT NULL,
        ledger_seq INTEGER NOT NULL,
        grants TEXT NOT NULL,
        is_closed BOOLEAN NOT NULL,
        as_of TEXT NOT NULL,
        renews_at TEXT,
        grace_until TEXT,
        etag TEXT NOT NULL,
        learned_at TEXT NOT NULL,
        PRIMARY KEY (user_id),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    """
    CREATE TABLE plan_catalogues (
        endpoint TEXT NOT NULL,
        content TEXT NOT NULL,
        etag TEXT NOT NULL,
        learned_at TEXT NOT NULL,
        PRIMARY KEY (endpoint)
    )
    """,
    """
    CREATE TABLE sync_states (
        user_id INTEGER NOT NULL,
        last_success_at TEXT,
        trouble TEXT NOT NULL,
        problem TEXT NOT NULL,
        trouble_at TEXT,
        failures INTEGER NOT NULL,
        next_try_at TEXT,
        clock_offset INTEGER,
        highest_seq INTEGER NOT NULL,
        difference INTEGER NOT NULL,
        disagrees BOOLEAN NOT NULL,
        went_back_at TEXT,
        reconciled_at TEXT,
        PRIMARY KEY (user_id),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    # How far apart both sides may be on a day, as the user decided.
    """
    CREATE TABLE accepted_days (
        user_id INTEGER NOT NULL,
        day TEXT NOT NULL,
        count INTEGER NOT NULL,
        sum INTEGER NOT NULL,
        xor TEXT NOT NULL,
        accepted_at TEXT NOT NULL,
        PRIMARY KEY (user_id, day),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
)

_OUTBOX = (
    "ALTER TABLE usage_outbox ADD COLUMN corrected_time TEXT",
    # What all that waits costs is told after every answer.
    "ALTER TABLE usage_outbox ADD COLUMN cost INTEGER NOT NULL DEFAULT 0",
    "DROP INDEX usage_outbox_waiting",
    "CREATE INDEX usage_outbox_waiting ON usage_outbox (user_id, next_try_at, cost) WHERE state = 'pending'",
    "CREATE INDEX usage_outbox_known ON usage_outbox (user_id, acked_seq) WHERE state = 'acked'",
    "CREATE INDEX usage_outbox_refused ON usage_outbox (user_id, cost) WHERE state = 'quarantined'",
    "CREATE INDEX usage_outbox_kept ON usage_outbox (user_id) WHERE state = 'kept'",
    # Nobody is told of what was used without an account.
    "UPDATE usage_outbox SET state = 'kept', cost = json_extract(body, '$.data.amount_mcr')",
)


def upgrade() -> None:
    """Make the tables of accounts."""
    for statement in (*_ACCOUNTS, *_OUTBOX):
        op.execute(dedent(statement).strip())
