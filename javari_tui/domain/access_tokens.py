"""What signing in gives: the tokens of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from javari_tui.domain.secret import Secret

MARGIN = timedelta(seconds=30)
"""A token that ends sooner would end on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A short-lived access token, and a refresh token that is good for one use."""

    access: Secret
    refresh: Secret
    expires_at: datetime
    """When the access token ends, by this machine's clock."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether the access token can still be used."""
        return now < self.expires_at - MARGIN
