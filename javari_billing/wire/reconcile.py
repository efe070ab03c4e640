"""Comparing both ledgers by day: count, sum and a digest of the ids, and only for days that differ the ids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated, Final

from pydantic import Field

from javari_billing.wire.values import Amount, Count, Day, Identifier, Value

MAX_DAYS: Final = 400
MAX_IDS: Final = 1000

Xor = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class DayDigest(Value):
    """The events of one source on one day, by the events' own time in UTC."""

    day: Day
    count: Count = 0
    sum_mcr: Amount = 0
    xor: Annotated[Xor, Field(description="XOR of the first 64 bits of SHA-256 of each id")] = "0" * 16


class ReconcileRequest(Value):
    """What the client has of one source. Days in the range that it does not name have nothing."""

    source: Identifier
    first_day: Day
    last_day: Day
    days: Annotated[tuple[DayDigest, ...], Field(max_length=MAX_DAYS)] = ()


class DayDifference(Value):
    """A day on which the server has something else, with the ids it has, the first ones when they are many."""

    server: DayDigest
    ids: Annotated[tuple[Identifier, ...], Field(max_length=MAX_IDS)]
    is_cut: bool = False


class ReconcileAnswer(Value):
    """The days that differ; none when both sides agree."""

    differing: Annotated[tuple[DayDifference, ...], Field(max_length=MAX_DAYS)]


def xor_of(ids: Iterable[str]) -> str:
    """The digest of some ids, in whatever order."""
    combined = 0
    for name in ids:
        combined ^= int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return f"{combined:016x}"
