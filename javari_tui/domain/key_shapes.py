"""The beginnings by which keys of services are known."""

from __future__ import annotations

import re

KNOWN_KEYS = re.compile(
    r"\b(?:sk-[A-Za-z0-9_-]{8,}|[rs]k_(?:live|test)_[A-Za-z0-9]{8,}|whsec_[A-Za-z0-9+/=]{8,}"
    r"|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}"
    r"|sbp_[A-Za-z0-9]{16,}|xox[abprs]-[A-Za-z0-9-]{8,}|AIza[A-Za-z0-9_-]{20,}|AKIA[A-Z0-9]{12,}"
    r"|(?<![\w-])eyJ[A-Za-z0-9_-]{8,8192}\.[A-Za-z0-9_-]{8,8192}\.[A-Za-z0-9_-]{0,8192})"
)
"""Meant to find too much rather than too little: what it finds is hidden.

The last kind begins only where a word does and is bounded, so that no text takes long to look through.
"""


def holds_key(text: str) -> bool:
    """Whether a text holds what is surely a key: it has a figure, as words with such a beginning have not."""
    return any(any(sign.isdigit() for sign in found[0]) for found in KNOWN_KEYS.finditer(text))


PRIVATE_KEYS = re.compile(
    r"(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----).*?(-----END [A-Z ]{0,40}PRIVATE KEY-----|\Z)", re.DOTALL
)
"""A private key as it stands in a file, with its first and last line."""
