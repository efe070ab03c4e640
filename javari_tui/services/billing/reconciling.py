"""Comparing by days what the endpoint has of this machine with what it said it had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from javari_tui.billing.client import BillingClient
from javari_tui.domain.billing import Account, DayDifference, DayDigest, ReconcileReport
from javari_tui.domain.credits import Credits
from javari_tui.services.billing.sending import Sender, Tally
from javari_tui.services.disk import DiskThread
from javari_tui.storage.outbox import Outbox
from javari_tui.storage.outbox_days import DayCompared, DaySums, OutboxDays

_AT_ONCE = 1000
"""Events that are added up at once: the disk has other work."""
_LOOK_BACK = timedelta(days=34)
"""So far back at least, for days of which nothing is known here."""
_RANGE = 400
"""Days of one request."""


@dataclass(frozen=True, slots=True)
class _Compared:
    days: int
    differing: tuple[tuple[str, DayCompared], ...]


class Reconciler:
    """Compares for one account, over one line."""

    def __init__(
        self, disk: DiskThread, outbox: Outbox, days: OutboxDays, client: BillingClient, account: Account
    ) -> None:
        self._disk, self._outbox, self._days, self._client, self._account = disk, outbox, days, client, account

    async def run(self, sender: Sender, tally: Tally) -> ReconcileReport:
        """Compare; send again what is missing there, and compare once more."""
        compared = await self._compare(tally)
        missing = [event for _day, found in compared.differing for event in found.missing]
        if missing:
            await self._disk.run(self._outbox.resend, missing)
            await sender.flush(tally)
            compared = await self._compare(tally)
        return ReconcileReport(
            days=compared.days,
            user_id=self._account.user_id,
            apart=tuple(found.apart for _day, found in compared.differing),
            differing=tuple(day for day, _found in compared.differing),
            resent=len(missing),
            unknown_here=tuple(event for _day, found in compared.differing for event in found.unknown_here),
            difference=Credits.sum(found.difference for _day, found in compared.differing),
        )

    async def _compare(self, tally: Tally) -> _Compared:
        sums = DaySums()
        while await self._disk.run(self._days.add, sums, _AT_ONCE):
            pass
        digests, differing = sums.digests(), []
        for first, last in _ranges(digests):
            told = [day for day in digests if first <= day.day <= last]
            tally.requests += 1
            days = await self._client.reconcile(self._account.source, first, last, told)
            differing += [(day.endpoint.day, await self._look(day)) for day in days]
        found = tuple((day, compared) for day, compared in differing if not compared.is_settled)
        return _Compared(len(digests), found)

    async def _look(self, day: DayDifference) -> DayCompared:
        return await self._disk.run(self._days.compare, day)


def _ranges(digests: Sequence[DayDigest]) -> Iterator[tuple[str, str]]:
    """The days to ask about, in pieces that are not too long, the newest first."""
    today = datetime.now(UTC).date()
    known = [date.fromisoformat(day.day) for day in digests]
    last, least = max([today, *known]), min([today - _LOOK_BACK, *known])
    while last >= least:
        first = max(least, last - timedelta(days=_RANGE - 1))
        yield first.isoformat(), last.isoformat()
        last = first - timedelta(days=1)
