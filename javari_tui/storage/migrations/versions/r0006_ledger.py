"""Plans, credits and what they were used for: a ledger that only grows, holds, and what the endpoint is told."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0006"
down_revision = "0005"

_PLANS = (
    """
    CREATE TABLE subscription_plans (
        id INTEGER NOT NULL,
        plan_name TEXT NOT NULL,
        plan_tier TEXT NOT NULL,
        credits_per_month INTEGER NOT NULL,
        price_monthly INTEGER NOT NULL,
        price_annual INTEGER NOT NULL,
        features TEXT NOT NULL,
        is_popular BOOLEAN NOT NULL,
        is_active BOOLEAN NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (plan_name)
    )
    """,
    """
    CREATE TABLE user_credits (
        id INTEGER NOT NULL,
        user_id INTEGER NOT NULL,
        credits_remaining INTEGER NOT NULL CHECK (credits_remaining >= 0),
        credits_total INTEGER NOT NULL,
        plan_tier TEXT NOT NULL,
        billing_cycle TEXT NOT NULL,
        plan_began_at TEXT NOT NULL,
        next_billing_date TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (user_id),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    """
    CREATE TABLE credit_grants (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        source TEXT NOT NULL,
        priority INTEGER NOT NULL,
        amount INTEGER NOT NULL CHECK (amount >= 0),
        remaining INTEGER NOT NULL CHECK (remaining BETWEEN 0 AND amount),
        held INTEGER NOT NULL CHECK (held BETWEEN 0 AND remaining),
        expires_at TEXT,
        ended_at TEXT,
        created_at TEXT NOT NULL,
        UNIQUE (uid),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    "CREATE INDEX credit_grants_that_count ON credit_grants (user_id) WHERE ended_at IS NULL",
)

_HOLDS = (
    """
    CREATE TABLE credit_holds (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        amount INTEGER NOT NULL CHECK (amount >= 0),
        parts TEXT NOT NULL,
        state TEXT NOT NULL,
        model TEXT NOT NULL,
        price_version TEXT NOT NULL,
        session_id INTEGER NOT NULL,
        question_id INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        writer TEXT NOT NULL,
        created_at TEXT NOT NULL,
        ended_at TEXT,
        UNIQUE (uid),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    "CREATE INDEX credit_holds_open ON credit_holds (user_id) WHERE state = 'open'",
    "CREATE INDEX credit_holds_by_message ON credit_holds (message_id)",
    """
    CREATE TRIGGER credit_holds_end_once BEFORE UPDATE ON credit_holds WHEN old.state <> 'open' BEGIN
        SELECT RAISE(ABORT, 'a hold ends once');
    END
    """,
)

_USAGE = (
    """
    CREATE TABLE credits_usage (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        event TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        credits_used INTEGER NOT NULL CHECK (credits_used >= 0),
        action_type TEXT NOT NULL,
        session_id INTEGER NOT NULL,
        question_id INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        model TEXT NOT NULL,
        price_version TEXT NOT NULL,
        is_estimated BOOLEAN NOT NULL,
        metadata TEXT NOT NULL,
        created_at TEXT NOT NULL,
        UNIQUE (event),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    "CREATE INDEX credits_usage_by_time ON credits_usage (user_id, created_at, credits_used)",
    "CREATE INDEX credits_usage_by_session ON credits_usage (session_id, credits_used)",
    "CREATE INDEX credits_usage_by_question ON credits_usage (question_id, credits_used)",
    "CREATE INDEX credits_usage_by_message ON credits_usage (message_id)",
)

_LEDGER = (
    """
    CREATE TABLE ledger_entries (
        seq INTEGER NOT NULL,
        user_id INTEGER NOT NULL,
        event TEXT NOT NULL,
        part INTEGER NOT NULL,
        kind TEXT NOT NULL,
        grant_id INTEGER,
        amount INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (seq),
        FOREIGN KEY(user_id) REFERENCES users (id),
        FOREIGN KEY(grant_id) REFERENCES credit_grants (id)
    )
    """,
    "CREATE UNIQUE INDEX ledger_entries_once ON ledger_entries (event, part)",
    "CREATE INDEX ledger_entries_by_grant ON ledger_entries (grant_id, amount)",
    # REPLACE deletes rows and calls no trigger for it, so what could be replaced is refused here.
    """
    CREATE TRIGGER ledger_entries_grow BEFORE INSERT ON ledger_entries
    WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger_entries)
        OR new.previous_hash IS NOT coalesce((SELECT hash FROM ledger_entries ORDER BY seq DESC LIMIT 1), '')
        OR EXISTS (SELECT 1 FROM ledger_entries WHERE event = new.event AND part = new.part)
    BEGIN
        SELECT RAISE(ABORT, 'the ledger grows at its end');
    END
    """,
    # What is left follows from the ledger, whoever writes into it.
    """
    CREATE TRIGGER ledger_entries_count AFTER INSERT ON ledger_entries BEGIN
        UPDATE credit_grants SET remaining = remaining + new.amount WHERE id = new.grant_id;
        UPDATE user_credits SET credits_remaining = credits_remaining + new.amount WHERE user_id = new.user_id;
    END
    """,
    """
    CREATE TRIGGER credits_usage_once BEFORE INSERT ON credits_usage
    WHEN EXISTS (SELECT 1 FROM credits_usage WHERE event = new.event OR id = new.id)
    BEGIN
        SELECT RAISE(ABORT, 'what was used is written down once');
    END
    """,
)

_NEVER = tuple(
    f"""
    CREATE TRIGGER {table}_never_{verb}d BEFORE {verb.upper()} ON {table} BEGIN
        SELECT RAISE(ABORT, 'the ledger is never changed');
    END
    """
    for table in ("ledger_entries", "credits_usage")
    for verb in ("update", "delete")
)

_OUTBOX = (
    """
    CREATE TABLE usage_outbox (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        event TEXT NOT NULL,
        user_id INTEGER NOT NULL,
        body TEXT NOT NULL,
        state TEXT NOT NULL,
        lease TEXT NOT NULL,
        leased_by TEXT NOT NULL,
        leased_until TEXT,
        next_try_at TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        acked_seq INTEGER,
        problem TEXT NOT NULL,
        created_at TEXT NOT NULL,
        UNIQUE (event),
        FOREIGN KEY(user_id) REFERENCES users (id)
    )
    """,
    "CREATE INDEX usage_outbox_waiting ON usage_outbox (user_id, next_try_at) WHERE state = 'pending'",
    """
    CREATE TRIGGER usage_outbox_kept BEFORE DELETE ON usage_outbox BEGIN
        SELECT RAISE(ABORT, 'no event is lost');
    END
    """,
)


def upgrade() -> None:
    """Make the tables of money, and what keeps them true."""
    for statement in (*_PLANS, *_HOLDS, *_USAGE, *_LEDGER, *_NEVER, *_OUTBOX):
        op.execute(dedent(statement).strip())
