"""The account that is signed in, and what its endpoint told last: everything an account needs to be known offline."""

from __future__ import annotations

import secrets
from datetime import datetime

from javari_tui.domain.billing import Account, Catalogue, EndpointBalance
from javari_tui.domain.sync_state import Mirror, SyncState
from javari_tui.storage.catalogue_text import catalogue_from_text, catalogue_to_text
from javari_tui.storage.database import Database
from javari_tui.storage.ledger_grants import open_account
from javari_tui.storage.mirror_reads import grants_to_text, read_mirror
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import now, storable, time_from_text, time_to_text
from javari_tui.storage.sync_states import read_sync_state, write_sync_state
from javari_tui.storage.users import ledger_user_id, make_account_user

_MIRROR = (
    *("plan_name", "posted", "held", "available", "overdraft_limit", "ledger_seq", "grants", "is_closed", "as_of"),
    *("renews_at", "grace_until", "etag", "learned_at"),
)


class AccountStore:
    """Every method is one transaction, or a part of the one that is open. At most one account is signed in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> Account | None:
        """The account that is signed in."""
        with self._database.reading() as session:
            return _find(self._database.plain(session), "is_signed_in = 1", ())

    def sign_in(self, account: str, endpoint: str, source: str = "", *, at: datetime | None = None) -> Account:
        """Sign an account in, and any other out. The same again has all it had before: its ledger and its source."""
        time, named = time_to_text(at or now()), (storable(endpoint.rstrip("/")), storable(account))
        with self._database.writing() as session:
            plain = self._database.plain(session)
            plain.execute("UPDATE accounts SET is_signed_in = 0 WHERE is_signed_in = 1")
            known = _find(plain, "endpoint = ? AND account = ?", named)
            if known is None:
                user = make_account_user(self._database)
                made = storable(source) or f"javari/{secrets.token_hex(8)}"
                plain.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, 1, 0, ?)", (user, *named[::-1], made, time))
                open_account(plain, user, at or now())
            else:
                plain.execute(
                    "UPDATE accounts SET is_signed_in = 1, needs_sign_in = 0, signed_in_at = ? WHERE user_id = ?",
                    (time, known.user_id),
                )
            found = _find(plain, "is_signed_in = 1", ())
            assert found is not None
            return found

    def sign_in_by_key(self, digest: str, endpoint: str) -> Account | None:
        """Sign in the account of a key, where it is known; whoever is signed in then."""
        mine = "endpoint = ? AND user_id IN (SELECT user_id FROM account_keys WHERE digest = ?)"
        with self._database.writing() as session:
            found = _find(self._database.plain(session), mine, (storable(endpoint.rstrip("/")), digest))
            current = self.current()
            if found is None or (current is not None and current.user_id == found.user_id):
                return current
            return self.sign_in(found.id, found.endpoint)

    def remember_key(self, digest: str, account: Account) -> None:
        """The endpoint said whose a key is, of which only the digest is kept."""
        sql = "INSERT OR IGNORE INTO account_keys (digest, user_id) VALUES (?, ?)"
        with self._database.writing() as session:
            self._database.plain(session).execute(sql, (digest, account.user_id))

    def sign_out(self) -> Account | None:
        """Sign out whoever is signed in; what waits to be sent waits until they sign in again."""
        with self._database.writing() as session:
            plain = self._database.plain(session)
            account = _find(plain, "is_signed_in = 1", ())
            plain.execute("UPDATE accounts SET is_signed_in = 0 WHERE is_signed_in = 1")
            return account

    def needs_sign_in(self, needed: bool) -> bool:
        """Write down whether the account's tokens are still taken; True when that is new."""
        sql = "UPDATE accounts SET needs_sign_in = ? WHERE is_signed_in = 1 AND needs_sign_in <> ?"
        with self._database.writing() as session:
            return self._database.plain(session).execute(sql, (needed, needed)).rowcount > 0

    def mirror(self) -> Mirror | None:
        """The balance as the endpoint told it last; None without an account, and when it never did."""
        user = ledger_user_id(self._database)
        with self._database.reading() as session:
            return read_mirror(self._database.plain(session), user)

    def write_mirror(self, balance: EndpointBalance, *, etag: str = "", at: datetime | None = None) -> bool:
        """Keep what the endpoint told; False when it is of another account than the one that is signed in."""
        with self._database.writing() as session:
            plain = self._database.plain(session)
            account = _find(plain, "is_signed_in = 1", ())
            if account is None or account.id != storable(balance.account):
                return False
            values = (
                *(storable(balance.plan), balance.posted.micro, balance.held.micro, balance.available.micro),
                *(balance.overdraft_limit.micro, balance.ledger_seq, grants_to_text(balance.grants)),
                *(balance.is_closed, time_to_text(balance.as_of), _maybe(balance.renews_at)),
                *(_maybe(balance.grace_until), storable(etag), time_to_text(at or now())),
            )
            names, marks = ", ".join(_MIRROR), ", ".join("?" * (len(_MIRROR) + 1))
            sql = f"INSERT OR REPLACE INTO account_mirrors (user_id, {names}) VALUES ({marks})"  # noqa: S608 - our own
            plain.execute(sql, (account.user_id, *values))
            return True

    def confirm_mirror(self, *, at: datetime | None = None) -> None:
        """The endpoint said that nothing changed: what is kept is as new as that."""
        sql = "UPDATE account_mirrors SET learned_at = ? WHERE user_id = ?"
        with self._database.writing() as session:
            user = ledger_user_id(self._database)
            self._database.plain(session).execute(sql, (time_to_text(at or now()), user))

    def catalogue(self, endpoint: str) -> tuple[Catalogue, str] | None:
        """The last good catalogue of an endpoint with its ETag; `learned_at` says how old it is."""
        with self._database.reading() as session:
            sql = "SELECT content, etag, learned_at FROM plan_catalogues WHERE endpoint = ?"
            for row in rows(self._database.plain(session), sql, (storable(endpoint.rstrip("/")),)):
                return catalogue_from_text(row["content"], time_from_text(row["learned_at"])), row["etag"]
        return None

    def write_catalogue(
        self, endpoint: str, catalogue: Catalogue, *, etag: str = "", at: datetime | None = None
    ) -> None:
        """Keep a catalogue that was checked."""
        sql = "INSERT OR REPLACE INTO plan_catalogues (endpoint, content, etag, learned_at) VALUES (?, ?, ?, ?)"
        values = (storable(endpoint.rstrip("/")), catalogue_to_text(catalogue), storable(etag))
        with self._database.writing() as session:
            self._database.plain(session).execute(sql, (*values, time_to_text(at or now())))

    def sync_state(self) -> SyncState:
        """How sending goes; nothing of note without an account."""
        user = ledger_user_id(self._database)
        with self._database.reading() as session:
            return read_sync_state(self._database.plain(session), user)

    def write_sync_state(self, state: SyncState) -> None:
        """Keep how sending goes for the account that is signed in; nothing where there is none."""
        with self._database.writing() as session:
            plain = self._database.plain(session)
            account = _find(plain, "is_signed_in = 1", ())
            if account is not None:
                write_sync_state(plain, account.user_id, state)


def _find(plain: sqlite.Connection, where: str, values: tuple[str, ...]) -> Account | None:
    for row in rows(plain, f"SELECT * FROM accounts WHERE {where}", values):  # noqa: S608 - our own texts
        return Account(
            id=row["account"],
            endpoint=row["endpoint"],
            user_id=row["user_id"],
            source=row["source"],
            signed_in_at=time_from_text(row["signed_in_at"]),
            needs_sign_in=bool(row["needs_sign_in"]),
        )
    return None


def _maybe(time: datetime | None) -> str | None:
    return None if time is None else time_to_text(time)
