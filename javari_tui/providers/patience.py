"""How long a server is waited for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds, as the user wants them."""

    silence: float | None = None
    """How long an answer may be silent; None leaves it to each server's preset."""
    connect: float = 5.0
    """How long a connection may take."""
