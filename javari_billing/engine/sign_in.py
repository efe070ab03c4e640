"""Signing in on a machine without a browser (RFC 8628), and tokens that a thief cannot go on using.

A refresh token is good for one use. When one comes a second time, somebody has a copy: the whole family ends. Only
straight after its use, while its successor was not used, it is taken for an answer that got lost on its way.
"""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from javari_billing.engine.accounts import bearer_of, digest
from javari_billing.engine.tables import ACCOUNTS, DEVICE_CODES, FAMILIES, KEYS, REFRESH_TOKENS
from javari_billing.wire.endpoints import SCOPES
from javari_billing.wire.sign_in import DeviceCode, SignInError, Tokens

CODE_SECONDS = 900
ACCESS_SECONDS = 900
REFRESH_DAYS = 90
INTERVAL = 5
LOST_ANSWER = 30_000
"""For how many milliseconds a used token may be an answer that got lost."""

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no code is a word."""


def begin(connection: Connection, scope: str, *, page: str, now: int) -> DeviceCode | SignInError:
    """A code for the device and one for the user to type; what is long over is forgotten."""
    scopes = scope.split() or list(SCOPES)
    if not set(scopes) <= set(SCOPES):
        return SignInError(error="invalid_scope")
    connection.execute(delete(DEVICE_CODES).where(DEVICE_CODES.c.expires_at < now - 86_400_000))
    device_code = secrets.token_urlsafe(32)
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    user_code = f"{letters[:4]}-{letters[4:]}"
    row = {
        **{"digest": digest(device_code), "user_code": user_code, "scopes": " ".join(scopes), "state": "pending"},
        **{"account_id": None, "created_at": now, "expires_at": now + CODE_SECONDS * 1000},
        **{"interval": INTERVAL, "asked_at": None},
    }
    connection.execute(insert(DEVICE_CODES), row)
    return DeviceCode(
        device_code=device_code,
        user_code=user_code,
        verification_uri=page,
        verification_uri_complete=f"{page}?user_code={user_code}",
        expires_in=CODE_SECONDS,
        interval=INTERVAL,
    )


def decide(connection: Connection, user_code: str, key: str, *, allow: bool, now: int) -> bool:
    """Approve or deny what waits under a code, as the owner of a key; whether both were right."""
    letters = "".join(letter for letter in user_code.upper() if letter in _LETTERS)
    waiting = (
        (DEVICE_CODES.c.user_code == f"{letters[:4]}-{letters[4:]}")
        & (DEVICE_CODES.c.state == "pending")
        & (DEVICE_CODES.c.expires_at > now)
    )
    row = connection.execute(select(DEVICE_CODES).where(waiting).with_for_update()).one_or_none()
    # A token that was lent for a quarter of an hour opens no other door.
    bearer = bearer_of(connection, key, now=now) if key.startswith("jvk_") else None
    # A key can hand on only what it allows itself.
    if row is None or bearer is None or not set(row.scopes.split()) <= bearer.scopes:
        return False
    state = {"state": "approved" if allow else "denied", "account_id": bearer.account_id}
    connection.execute(update(DEVICE_CODES).where(waiting).values(**state))
    return True


def poll(connection: Connection, device_code: str, *, now: int) -> Tokens | SignInError:
    """The tokens, once the code was approved, and only once."""
    mine = DEVICE_CODES.c.digest == digest(device_code)
    row = connection.execute(select(DEVICE_CODES).where(mine).with_for_update()).one_or_none()
    if row is None:
        return SignInError(error="invalid_grant")
    if row.expires_at <= now:
        return SignInError(error="expired_token")
    if row.state == "denied":
        return SignInError(error="access_denied")
    if row.state == "pending":
        return _ask_again(connection, row, now)
    connection.execute(delete(DEVICE_CODES).where(mine))
    family = {"id": f"family_{secrets.token_hex(10)}", "account_id": row.account_id, "scopes": row.scopes}
    connection.execute(insert(FAMILIES), family | {"created_at": now, "revoked_at": None})
    return _issue(connection, family, now)[1]


def refresh(connection: Connection, token: str, *, now: int) -> Tokens | SignInError:
    """New tokens for a refresh token, which is used up by that."""
    mine = REFRESH_TOKENS.c.digest == digest(token)
    row = connection.execute(select(REFRESH_TOKENS).where(mine).with_for_update()).one_or_none()
    if row is None:
        return SignInError(error="invalid_grant")
    one = FAMILIES.c.id == row.family_id
    family = connection.execute(select(FAMILIES).where(one).with_for_update()).one()
    if family.revoked_at is not None or row.expires_at <= now or _is_closed(connection, family.account_id):
        return SignInError(error="invalid_grant")
    if row.used_at is not None and not _was_lost(connection, row, now):
        end_family(connection, row.family_id, now=now)
        return SignInError(error="invalid_grant", error_description="The token was used before: sign in again.")
    successor, tokens = _issue(connection, dict(family._mapping), now)
    if row.successor is not None:
        # Of the two answers only this one counts from now on.
        connection.execute(delete(REFRESH_TOKENS).where(REFRESH_TOKENS.c.digest == row.successor))
    used_at = row.used_at if row.used_at is not None else now
    connection.execute(update(REFRESH_TOKENS).where(mine).values(used_at=used_at, successor=successor))
    return tokens


def sign_out(connection: Connection, token: str, *, now: int) -> None:
    """End the family of a token, an access token or a refresh token; one that is not known is fine too."""
    for table in (REFRESH_TOKENS, KEYS):
        found = select(table.c.family_id).where(table.c.digest == digest(token))
        family_id = connection.execute(found).scalar_one_or_none()
        if family_id is not None:
            end_family(connection, family_id, now=now)


def end_family(connection: Connection, family_id: str, *, now: int) -> None:
    """Make every token of a family worthless."""
    connection.execute(update(FAMILIES).where(FAMILIES.c.id == family_id).values(revoked_at=now))
    still = (KEYS.c.family_id == family_id) & KEYS.c.revoked_at.is_(None)
    connection.execute(update(KEYS).where(still).values(revoked_at=now))


def _ask_again(connection: Connection, row: Row[Any], now: int) -> SignInError:
    """Not yet; and for who asks too often, from now on later still."""
    too_soon = row.asked_at is not None and now - row.asked_at < row.interval * 1000 - 500
    interval = row.interval + (5 if too_soon else 0)
    mine = DEVICE_CODES.c.digest == row.digest
    connection.execute(update(DEVICE_CODES).where(mine).values(asked_at=now, interval=interval))
    return SignInError(error="slow_down" if too_soon else "authorization_pending")


def _was_lost(connection: Connection, row: Row[Any], now: int) -> bool:
    successor = select(REFRESH_TOKENS.c.used_at).where(REFRESH_TOKENS.c.digest == row.successor)
    found = connection.execute(successor).one_or_none()
    return found is not None and found.used_at is None and 0 <= now - row.used_at <= LOST_ANSWER


def _is_closed(connection: Connection, account_id: str) -> bool:
    return bool(connection.execute(select(ACCOUNTS.c.is_closed).where(ACCOUNTS.c.id == account_id)).scalar_one())


def _issue(connection: Connection, family: dict[str, Any], now: int) -> tuple[str, Tokens]:
    """A pair of tokens; with them the digest of the refresh token."""
    old = (KEYS.c.family_id == family["id"]) & (KEYS.c.expires_at <= now)
    connection.execute(delete(KEYS).where(old))
    access, fresh = f"jva_{secrets.token_urlsafe(32)}", f"jvr_{secrets.token_urlsafe(32)}"
    key = {"digest": digest(access), "account_id": family["account_id"], "label": "device", "scopes": family["scopes"]}
    key |= {"created_at": now, "expires_at": now + ACCESS_SECONDS * 1000, "revoked_at": None, "family_id": family["id"]}
    connection.execute(insert(KEYS), key)
    row = {"digest": digest(fresh), "family_id": family["id"], "created_at": now, "used_at": None, "successor": None}
    connection.execute(insert(REFRESH_TOKENS), row | {"expires_at": now + REFRESH_DAYS * 86_400_000})
    tokens = Tokens(access_token=access, refresh_token=fresh, expires_in=ACCESS_SECONDS, scope=family["scopes"])
    return row["digest"], tokens
