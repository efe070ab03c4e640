"""Signatures as Standard Webhooks describes them: `v1` with a shared secret, `v1a` with the server's Ed25519 key."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_SECRET, _PUBLIC = "whsec_", "whpk_"
SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key of the server's: its seed stays in the database, its public half is told to everybody."""

    id: str
    public: str
    seed: str = field(repr=False)


def new_secret() -> str:
    """A secret that one address shares with the server."""
    return _SECRET + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def new_key() -> NewKey:
    """An Ed25519 key."""
    seed = secrets.token_bytes(32)
    return NewKey(f"key_{secrets.token_hex(6)}", public_key(seed), base64.b64encode(seed).decode())


def public_key(seed: bytes) -> str:
    """The public half of a key, as it is told."""
    raw = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return _PUBLIC + base64.b64encode(raw).decode()


def headers_of(name: str, body: bytes, *, at: int, shared: Iterable[str], seeds: Iterable[str] = ()) -> dict[str, str]:
    """The headers of a message that is sent at a moment in seconds; one signature for each secret and key in force."""
    content = f"{name}.{at}.".encode() + body
    signatures = [f"v1,{_hmac(secret, content)}" for secret in shared]
    signatures += [f"v1a,{_ed25519(seed, content)}" for seed in seeds]
    return {"webhook-id": name, "webhook-timestamp": str(at), "webhook-signature": " ".join(signatures)}


def _hmac(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_SECRET))
    return base64.b64encode(hmac.new(key, content, sha256).digest()).decode()


def _ed25519(seed: str, content: bytes) -> str:
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed))
    return base64.b64encode(key.sign(content)).decode()
