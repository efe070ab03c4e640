"""What becomes of an event once the billing endpoint spoke, or did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FateKind(StrEnum):
    """The kinds there are."""

    KNOWN = "known"
    """The endpoint has it."""
    LATER = "later"
    """It is sent again, not before a time."""
    CORRECTED = "corrected"
    """It is sent again with another time: this machine's clock was wrong."""
    QUARANTINED = "quarantined"
    """Somebody must look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of one event."""

    event: str
    kind: FateKind
    seq: int = 0
    """Of what is known there: the entry of its ledger."""
    when: datetime | None = None
    """Of what is sent again: not before this."""
    problem: str = ""
    time: datetime | None = None
    """Of what is corrected: what is sent for its time from now on."""
