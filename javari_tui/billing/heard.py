"""What the head of an answer tells beside its content: the endpoint's clock, its ledger, how long to wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LONGEST_WAIT = 3600.0
"""Seconds: nobody can put us to sleep for longer."""
_SLOWEST = timedelta(seconds=20)
"""After a slower round trip nobody knows when the clock was read."""
_FIRST, _LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""A clock that shows another time than these is wrong, whatever ours shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the last answer that was understood told; what none told yet is None."""

    clock_offset: timedelta | None = None
    """How far the endpoint's clock is ahead of this machine's; below zero: behind. Right to a second."""
    ledger_seq: int | None = None

    def then(self, later: Heard) -> Heard:
        """This with what a later answer told."""
        return Heard(
            clock_offset=self.clock_offset if later.clock_offset is None else later.clock_offset,
            ledger_seq=self.ledger_seq if later.ledger_seq is None else later.ledger_seq,
        )


def heard_of(headers: Mapping[str, str], *, sent_at: datetime, took: timedelta) -> Heard:
    """What the headers of an answer tell; what makes no sense is as if it were not there."""
    return Heard(
        clock_offset=_offset(headers.get("date", ""), sent_at, took),
        ledger_seq=_seq(headers.get("javari-ledger-seq", "")),
    )


def retry_after(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Seconds that the endpoint wants to be left alone, within reason: given as seconds or as a date."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_WAIT)
    until = _date(text)
    return None if until is None else min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def etag_of(headers: Mapping[str, str]) -> str:
    """The tag to ask with next time; empty when there is none that could be sent."""
    tag = headers.get("etag", "")
    return tag if len(tag) <= 200 and tag.isascii() and tag.isprintable() else ""


def _offset(date: str, sent_at: datetime, took: timedelta) -> timedelta | None:
    shown = _date(date)
    if shown is None or took > _SLOWEST:
        return None
    # The header cuts the fraction off: on average half a second is missing.
    return shown + timedelta(seconds=0.5) - (sent_at + took / 2)


def _date(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - ten milliseconds, and only here

    if not text or len(text) > 60:
        return None
    try:
        date = parsedate_to_datetime(text)
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return date.astimezone(UTC) if _FIRST <= date <= _LAST else None
    except (ValueError, OverflowError, IndexError):
        return None


def _seq(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        return None
    return int(text) if int(text) < 2**53 else None
